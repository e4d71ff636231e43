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

/** 300 people behind one address may join within ten seconds; the rest is head room for retries. */
export const CONNECTION_BURST_PER_ADDRESS = 400
export const CONNECTIONS_PER_SECOND_PER_ADDRESS = 40

/**
 * Largest single packet in bytes. Far above the longest text, so that a paste that is too long gets
 * a polite `too-large` instead of a cut connection.
 */
export const PACKET_MAX_BYTES = 1024 * 1024
