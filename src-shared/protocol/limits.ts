/** Numbers that both ends rely on. Each protects the server and still lets real groups in. */

/** Version of this protocol; a client shows a plain sentence when it meets a newer major one. */
export const PROTOCOL_VERSION = 1

/** The port that a server listens on unless told otherwise. */
export const DEFAULT_PORT = 5000

/** How much of the past somebody gets on joining. */
export const HISTORY_ON_JOIN = 50

/** Most messages in one page of history. */
export const HISTORY_PAGE_MAX = 100

/** Messages of one session: this many at once, and this many a second after that. */
export const MESSAGE_BURST = 100
export const MESSAGES_PER_SECOND = 10

/** Other requests (joining, leaving, reading) of one session. */
export const REQUEST_BURST = 100
export const REQUESTS_PER_SECOND = 20

/** Searches of one session: each may read a lot. */
export const SEARCH_BURST = 10
export const SEARCHES_PER_SECOND = 2

/** Most results in one page of a search. */
export const SEARCH_PAGE_MAX = 30

/** Calls that one session makes: redialling takes longer than a second. */
export const CALL_BURST = 20
export const CALLS_PER_SECOND = 1

/** What the two devices of a call tell each other: candidates come by the dozen, and again on each change of network. */
export const SIGNAL_BURST = 300
export const SIGNALS_PER_SECOND = 50

/** A candidate of ICE is one line. */
export const CANDIDATE_MAX_LENGTH = 2_000

/** Most calls in one page of the history. */
export const CALLS_PAGE_MAX = 100

/** 300 people behind one address may join within ten seconds; the rest is head room for retries. */
export const CONNECTIONS_PER_ADDRESS = 400
export const CONNECTIONS_WITHIN_SECONDS = 10

/**
 * Largest recording that fits into one event, in characters of base64: about eleven minutes at 32 kbit/s.
 * Longer ones and files are uploaded over HTTP.
 */
export const VOICE_DATA_URL_MAX_LENGTH = 3_600_000

/** Peaks that come with a voice message; more than a screen has room for. */
export const WAVEFORM_MAX_LENGTH = 256

/** People in the voice of one room. */
export const VOICE_SEATS_MAX = 200

/** People in one group call. */
export const GROUP_SEATS_MAX = 32

/** Longest description of a WebRTC connection: far above that of sixteen tracks. */
export const SDP_MAX_LENGTH = 64_000

/** Largest file: an hour of talk, or a short film. */
export const FILE_MAX_BYTES = 25 * 1024 * 1024

/** Largest preview of a picture: many of them are on a screen at once. */
export const PREVIEW_MAX_BYTES = 512 * 1024

/** Largest picture of a person: everybody loads those of everybody. */
export const AVATAR_MAX_BYTES = 1024 * 1024

/**
 * Uploads of one person: this many at once, this many in a row, and this many a second after that. A
 * picture takes two, with its preview.
 */
export const UPLOADS_AT_ONCE = 6
export const UPLOAD_BURST = 120
export const UPLOADS_PER_SECOND = 2

/** How long an upload that was not sent is kept. */
export const UPLOAD_KEPT_HOURS = 24

/**
 * Wrong passwords (of the server, a room or a name) of one address, and for one person or room: enough for
 * somebody who tries to remember, far too few to find one of six letters.
 */
export const PASSWORD_TRIES = 10
export const PASSWORD_TRIES_WITHIN_SECONDS = 120
export const PASSWORD_BLOCK_SECONDS = 300

/** Devices that can be one person at the same time without being told the name anew; the newest stay. */
export const DEVICES_PER_PERSON = 20

/**
 * Largest single packet in bytes. A recording of ten minutes fits. Far above the longest text, so that a
 * paste that is too long gets a polite `too-large` instead of a cut connection.
 */
export const PACKET_MAX_BYTES = 4 * 1024 * 1024
