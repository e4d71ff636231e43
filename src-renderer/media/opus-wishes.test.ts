import { expect, test } from 'vitest'
import { withOpusWishes } from './opus-wishes.ts'

test('the wishes are in every line about Opus, and nothing else is touched', () => {
  const sdp = [
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 96',
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:96 telephone-event/8000',
    'a=fmtp:111 minptime=10;stereo=1;maxaveragebitrate=96000',
    'a=fmtp:96 0-15',
    '',
  ].join('\r\n')
  expect(withOpusWishes(sdp).split('\r\n')).toEqual([
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 96',
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:96 telephone-event/8000',
    'a=fmtp:111 minptime=10;stereo=0;maxaveragebitrate=48000;usedtx=1;useinbandfec=1',
    'a=fmtp:96 0-15',
    '',
  ])
})

test('an offer without such lines stays as it is', () => {
  expect(withOpusWishes('v=0\r\na=rtpmap:111 opus/48000/2\r\n')).toBe(
    'v=0\r\na=rtpmap:111 opus/48000/2\r\n',
  )
})
