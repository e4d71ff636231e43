import { expect, test } from 'vitest'
import { blobIdSchema } from '#shared/domain/ids.ts'
import { GENERAL, message } from '../../tests/support/render/fixtures.ts'
import { forwardedText } from './forwarding.ts'

test('what a message carries is said again as links to the whole of it', () => {
  const blobId = blobIdSchema.parse('ab'.repeat(32))
  const photo = {
    ...{ blobId, url: '/api/media/1/0?key=k', name: 'photo [1].jpg', mimeType: 'image/jpeg' },
    ...{ size: 5_000_000, width: 4_000, height: 3_000, duration: null },
    preview: {
      ...{ blobId, url: '/api/media/1/0/preview?key=k', mimeType: 'image/webp' },
      ...{ size: 50_000, width: 960, height: 720 },
    },
  }
  const sent = message(1, { type: 'file', text: 'Look', roomId: GENERAL, attachments: [photo] })
  const text = forwardedText(sent, { place: 'General', origin: 'http://192.0.2.7:5000' })
  expect(text).toMatchObject({ ok: true })
  expect(text.ok && text.value.split('\n').slice(-2)).toEqual([
    '> Look',
    '> [photo \\[1\\].jpg](http://192.0.2.7:5000/api/media/1/0?key=k)',
  ])
})
