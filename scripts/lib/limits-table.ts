import {
  ATTACHMENTS_MAX,
  PINS_MAX,
  REACTIONS_MAX_EMOJI,
  TEXT_MAX_LENGTH,
} from '#shared/domain/messages.ts'
import { STATUS_MAX_LENGTH } from '#shared/domain/people.ts'
import * as rooms from '#shared/domain/rooms.ts'
import * as limits from '#shared/protocol/limits.ts'

const MIB = 1024 * 1024
const number = (value: number): string => value.toLocaleString('en')
const bytes = (value: number): string =>
  value >= MIB ? `${number(value / MIB)} MiB` : `${number(value / 1024)} KiB`
const budget = (burst: number, perSecond: number): string =>
  `${number(burst)} at once, then ${number(perSecond)} a second`

interface Limit {
  readonly what: string
  readonly limit: string
  /** Whose it is, and whether several instances share it. */
  readonly of: string
  /** What happens beyond it. */
  readonly beyond: string
}

const perSession = { of: 'a session', beyond: '`rate-limited`' }
const perText = { of: 'the request', beyond: '`too-large` or `invalid`' }

const all: readonly Limit[] = [
  {
    what: 'messages',
    limit: budget(limits.MESSAGE_BURST, limits.MESSAGES_PER_SECOND),
    ...perSession,
  },
  {
    what: 'other requests',
    limit: budget(limits.REQUEST_BURST, limits.REQUESTS_PER_SECOND),
    ...perSession,
  },
  {
    what: 'searches',
    limit: budget(limits.SEARCH_BURST, limits.SEARCHES_PER_SECOND),
    ...perSession,
  },
  {
    what: 'calls made',
    limit: budget(limits.CALL_BURST, limits.CALLS_PER_SECOND),
    ...perSession,
  },
  {
    what: '`webrtc:…` and `call:state`',
    limit: budget(limits.SIGNAL_BURST, limits.SIGNALS_PER_SECOND),
    ...perSession,
  },
  {
    what: 'refusals in a row',
    limit: '1,000 in ten seconds',
    of: 'a session',
    beyond: 'the connection is cut',
  },
  {
    what: 'new connections',
    limit: `${number(limits.CONNECTIONS_PER_ADDRESS)} in ${limits.CONNECTIONS_WITHIN_SECONDS} seconds`,
    of: 'an address, on all instances',
    beyond: '`rate-limited` at the handshake',
  },
  {
    what: 'wrong passwords',
    limit: `${limits.PASSWORD_TRIES} in ${limits.PASSWORD_TRIES_WITHIN_SECONDS} seconds`,
    of: 'an address, and a person or room, on all instances',
    beyond: `\`rate-limited\` for ${limits.PASSWORD_BLOCK_SECONDS} seconds, also with the right one`,
  },
  {
    what: 'slow mode',
    limit: `one message in up to ${number(rooms.SLOW_MODE_MAX_SECONDS)} seconds, as the room says`,
    of: 'a person in a room, on all instances',
    beyond: '`rate-limited`',
  },
  {
    what: 'devices signed in',
    limit: String(limits.DEVICES_PER_PERSON),
    of: 'a person',
    beyond: 'the oldest has to sign in again',
  },
  {
    what: 'a packet',
    limit: bytes(limits.PACKET_MAX_BYTES),
    of: 'a connection',
    beyond: 'it is cut',
  },
  {
    what: 'what a connection has not read',
    limit: '4 MiB for 2 seconds, 32 MiB for a moment, anything for 10 seconds',
    of: 'a connection',
    beyond: 'it is cut with the code 4008',
  },
  { what: 'text of a message', limit: `${number(TEXT_MAX_LENGTH)} characters`, ...perText },
  {
    what: 'a recording as base64',
    limit: `${number(limits.VOICE_DATA_URL_MAX_LENGTH)} characters`,
    ...perText,
  },
  { what: 'status, a line about oneself', limit: `${STATUS_MAX_LENGTH} characters`, ...perText },
  { what: 'name of a room', limit: `${rooms.ROOM_NAME_MAX_LENGTH} characters`, ...perText },
  { what: 'topic of a room', limit: `${rooms.ROOM_TOPIC_MAX_LENGTH} characters`, ...perText },
  {
    what: 'a password',
    limit: `${rooms.PASSWORD_MIN_LENGTH} to ${rooms.PASSWORD_MAX_LENGTH} characters`,
    ...perText,
  },
  { what: 'messages in a page of history', limit: String(limits.HISTORY_PAGE_MAX), ...perText },
  { what: 'results in a page of a search', limit: String(limits.SEARCH_PAGE_MAX), ...perText },
  {
    what: 'attachments',
    limit: String(ATTACHMENTS_MAX),
    of: 'a message',
    beyond: '`invalid`',
  },
  {
    what: 'different emoji',
    limit: String(REACTIONS_MAX_EMOJI),
    of: 'a message',
    beyond: '`conflict`',
  },
  { what: 'pins', limit: String(PINS_MAX), of: 'a conversation', beyond: '`conflict`' },
  { what: 'rooms', limit: String(rooms.ROOMS_MAX), of: 'the server', beyond: '`conflict`' },
  {
    what: 'a file',
    limit: bytes(limits.FILE_MAX_BYTES),
    of: 'an upload',
    beyond: '413 `too-large`',
  },
  {
    what: 'a picture of a person',
    limit: bytes(limits.AVATAR_MAX_BYTES),
    of: 'an upload',
    beyond: '`too-large`',
  },
  {
    what: 'the preview of a picture',
    limit: bytes(limits.PREVIEW_MAX_BYTES),
    of: 'an upload',
    beyond: '`too-large`',
  },
  {
    what: 'uploads',
    limit: `${limits.UPLOADS_AT_ONCE} at the same time; ${budget(limits.UPLOAD_BURST, limits.UPLOADS_PER_SECOND)}`,
    of: 'a person',
    beyond: '429 `rate-limited`',
  },
  {
    what: 'an upload that was not sent',
    limit: `${limits.UPLOAD_KEPT_HOURS} hours`,
    of: 'a person',
    beyond: 'it is cleared away',
  },
]

/** Every limit that somebody can meet, as Markdown, from the numbers that the server itself uses. */
export const limitsTable = (): string[] => [
  '| what | limit | of | beyond it |',
  '| --- | --- | --- | --- |',
  ...all.map(({ what, limit, of, beyond }) => `| ${what} | ${limit} | ${of} | ${beyond} |`),
]
