/**
 * What the page may load. Nothing from the network but data, pictures and sound: servers are chosen by
 * the user, so these have to be allowed from any host, and everything that could run code comes from
 * the app alone.
 */
const mainPolicy = [
  "default-src 'none'",
  // WebAssembly takes the noise out of a voice. Text still never becomes a script.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data: http: https:",
  "media-src 'self' blob: mediastream: http: https:",
  "connect-src 'self' http: https: ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** The window of a ringing call shows a name and makes its own sound: it loads nothing and reaches nobody. */
const callWindowPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** @param path of one of our own files, as a page asks for it */
export const contentSecurityPolicyFor = (path: string): string =>
  path === CALL_WINDOW_PATH ? callWindowPolicy : mainPolicy

/** The page of the window of a ringing call. */
export const CALL_WINDOW_PATH = '/call-window.html'
