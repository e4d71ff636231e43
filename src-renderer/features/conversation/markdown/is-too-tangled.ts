/** Nobody writes a list in a list in a list … this deep; somebody who does wants to hurt the page. */
const DEPTH_MAX = 24

/** Quotes and list marks at the start of a line, each of which nests once. */
const NESTING = /^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*)+/gm

/** Marks that can open something inside a line; the parser pairs them with each other. */
const PAIRING = /[*_~`[\]!<]/g
const PAIRING_MAX = 1_500

/** Whether drawing this text as Markdown could take long or nest without end. */
export function isTooTangled(text: string): boolean {
  const isDeep = [...text.matchAll(NESTING)].some(
    ([marks]) => marks.replace(/[^>+*.)-]/g, '').length > DEPTH_MAX && !/^[\s*-]+$/.test(marks),
  )
  return (
    isDeep || /(?:[*-][ \t]+){24}/.test(text) || (text.match(PAIRING)?.length ?? 0) > PAIRING_MAX
  )
}
