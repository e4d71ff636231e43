import type { RequestInput, RequestName } from '#shared/protocol/maps.ts'

const SOMEBODY = '7d0f1c52-3d0e-4c6a-9f59-0d9a3a5f6b10'
const MESSAGE = '5f6c2f0a-8a55-4b0f-9e0a-2f4f3f9d1c77'
const CALL = '2c1f0a9e-7b44-4d6e-8f13-5a9b8c7d6e01'
const STAY = '3b7e6a54-9c1d-4f0e-8a52-6d1c2b3a4f50'

/** A few bytes of a WAV file without any sound in it. */
const SILENCE = `data:audio/wav;base64,${Buffer.from(
  'RIFF$\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\0\0\0\0',
  'latin1',
).toString('base64')}`

/**
 * For each request something that is well-formed. A request that is added to the table without a line
 * here does not compile, so whatever walks over all requests walks over the new one too.
 */
export const validInputs: { readonly [Name in RequestName]: RequestInput<Name> } = {
  'room:join': { roomId: 'general', user: { name: 'Somebody' } },
  'room:leave': undefined,
  'room:create': { name: 'Attic', icon: '🏚️' },
  'room:update': { roomId: 'general', topic: 'Something else' },
  'room:archive': { roomId: 'general', on: true },
  'room:delete': { roomId: 'general' },
  'room:members': { roomId: 'general' },
  'room:invite': { roomId: 'general', userId: SOMEBODY },
  'room:remove': { roomId: 'general', userId: SOMEBODY },
  'chat:message': { roomId: 'general', text: 'Hello' },
  'chat:history': { roomId: 'general' },
  'chat:changes': { roomId: 'general', after: 0 },
  'chat:edit': { messageId: MESSAGE, text: 'Hello again' },
  'chat:delete': { messageId: MESSAGE },
  'chat:reaction': { messageId: MESSAGE, emoji: '👍' },
  'chat:typing': { roomId: 'general' },
  'chat:send:files': { roomId: 'general', files: [{ blobId: '0'.repeat(64), name: 'a.txt' }] },
  'chat:send:voice': { roomId: 'general', audio: SILENCE },
  'chat:pin': { messageId: MESSAGE, on: true },
  'chat:pins': { roomId: 'general' },
  'chat:media': { roomId: 'general', kind: 'pictures' },
  'chat:read': { roomId: 'general', seq: 1 },
  'chat:receipts': { roomId: 'general' },
  'chat:search': { query: 'hello', roomId: 'general' },
  'conversations:follow': undefined,
  'conversations:notify': { roomId: 'general', level: 'all' },
  'chat:direct': { to: SOMEBODY, text: 'Hello' },
  'direct:open': { userId: SOMEBODY },
  'direct:hide': { roomId: 'general' },
  'person:block': { userId: SOMEBODY, on: true },
  'person:ring': { userId: SOMEBODY, on: false },
  'people:list': undefined,
  'profile:update': { statusText: 'Reading' },
  'profile:activity': { isActive: false },
  'profile:protect': { password: 'long enough' },
  'person:set-role': { userId: SOMEBODY, role: 'member' },
  'person:kick': { userId: SOMEBODY },
  'person:mute': { userId: SOMEBODY, seconds: 60 },
  'person:ban': { userId: SOMEBODY, seconds: 60 },
  'person:unban': { userId: SOMEBODY },
  'moderation:bans': undefined,
  'moderation:log': {},
  'server:settings': undefined,
  'voice:join': { roomId: 'general' },
  'voice:answer': { stay: STAY, answer: 'v=0' },
  'voice:state': { stay: STAY, isMuted: true },
  'voice:record': { stay: STAY, on: true },
  'voice:leave': { stay: STAY },
  'voice:list': undefined,
  'voice:moderate': { roomId: 'general', userId: SOMEBODY, action: 'silence' },
  'call:request': { to: SOMEBODY },
  'call:invite': { to: SOMEBODY, groupId: `call-${CALL}` },
  'call:accept': { to: SOMEBODY },
  'call:reject': { to: SOMEBODY },
  'call:end': { to: SOMEBODY, duration: 12 },
  'call:timeout': { to: SOMEBODY },
  'call:connected': { to: SOMEBODY },
  'call:resume': { callId: CALL },
  'call:ways': { to: SOMEBODY },
  'call:state': { to: SOMEBODY, isMuted: true },
  'calls:list': {},
  'webrtc:offer': { to: SOMEBODY, offer: { type: 'offer', sdp: 'v=0' } },
  'webrtc:answer': { to: SOMEBODY, answer: { type: 'answer', sdp: 'v=0' } },
  'webrtc:ice': { to: SOMEBODY, candidate: { candidate: 'candidate:1', sdpMid: '0' } },
  'server:update': { newcomerRole: 'guest' },
}
