const SAFE = new Set(['http:', 'https:', 'mailto:'])

/** @returns the address, or null when a click on it could do anything but open a page or a letter */
export function safeLink(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null
  return SAFE.has(new URL(url).protocol) ? url : null
}
