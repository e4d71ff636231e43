/**
 * What the page may load. Nothing from the network but data, pictures and sound: servers are chosen by
 * the user, so these have to be allowed from any host, and everything that could run code comes from
 * the app alone.
 */
export const contentSecurityPolicy = [
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
