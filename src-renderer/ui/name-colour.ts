/** Dark enough for white letters, far enough apart to be told from each other. */
export const NAME_COLOURS = [
  '#7554cf',
  '#b4456c',
  '#2470b0',
  '#99591b',
  '#3f7a31',
  '#0b7d6f',
  '#9c4796',
  '#b8412f',
  '#4a5fc4',
  '#1b7a8c',
  '#8a5a9e',
  '#a14d6b',
] as const

/** A colour that belongs to a name. */
export function nameColour(name: string): string {
  let hash = 0x811c9dc5
  for (const character of name.toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  // The low bits of this hash (FNV-1a) mix poorly; the high ones take part too.
  hash ^= hash >>> 15
  return NAME_COLOURS[Math.abs(hash) % NAME_COLOURS.length] ?? NAME_COLOURS[0]
}

/** Contrast ratio to white as WCAG 2.2 defines it, from 1 to 21. */
export function contrastWithWhite(colour: string): number {
  const channel = (start: number): number => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 1.05 / (0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) + 0.05)
}
