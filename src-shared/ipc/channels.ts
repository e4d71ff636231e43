/** Prefixes of Electron's channel names. The bridge can reach nothing outside of them. */
export const REQUEST_CHANNEL = 'parley:request:'
export const EVENT_CHANNEL = 'parley:event:'

/** Of the window of a ringing call, which has a bridge of its own. */
export const CALL_WINDOW_CHANNEL = 'parley:call-window:'
