import { expect, test } from 'vitest'
import { roomIdSchema } from './ids.ts'
import { parsePermalink, permalinkTo } from './permalink.ts'

const place = { origin: 'http://192.0.2.7:5000', roomId: roomIdSchema.parse('general'), seq: 42 }

test('a link leads back to its message', () => {
  expect(parsePermalink(permalinkTo(place))).toEqual(place)
})

test.each([
  ['no address', 'general/42'],
  ['another kind of address', 'mailto:anna@example.org'],
  ['no message', 'http://192.0.2.7:5000/'],
  ['a page', 'http://192.0.2.7:5000/wiki#/general/42'],
  ['a query', 'http://192.0.2.7:5000/?x#/general/42'],
  ['a name and a password', 'http://anna:secret@192.0.2.7:5000/#/general/42'],
  ['number zero', 'http://192.0.2.7:5000/#/general/0'],
  ['no room id', 'http://192.0.2.7:5000/#/-general/42'],
  ['more behind it', 'http://192.0.2.7:5000/#/general/42/43'],
])('%s is no link to a message', (_what, text) => {
  expect(parsePermalink(text)).toBeNull()
})
