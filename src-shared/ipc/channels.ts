/** Prefixes of Electron's channel names. The bridge can reach nothing outside of them. */
export const REQUEST_CHANNEL = 'parley:request:'
export const EVENT_CHANNEL = 'parley:event:'
