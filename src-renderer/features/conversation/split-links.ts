export interface TextPart {
  readonly kind: 'text' | 'link'
  readonly text: string
}

const LINK = /https?:\/\/[^\s<>"]+/gi

/** Punctuation that ends the sentence around a link rather than the link. */
const TRAILING = /[.,;:!?'"»”’)\]}]+$/u

/** Finds web addresses in a text. Joined together the parts are the text again. */
export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(LINK)) {
    const link = withoutTrailing(match[0])
    if (!URL.canParse(link)) continue
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push({ kind: 'link', text: link })
    end = match.index + link.length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

/** "(see https://a.b/c_(d))" keeps the bracket that was opened inside the link. */
function withoutTrailing(link: string): string {
  const tail = TRAILING.exec(link)?.[0] ?? ''
  const isBracketed = tail.startsWith(')') && link.slice(0, -tail.length).includes('(')
  return link.slice(0, link.length - tail.length) + (isBracketed ? ')' : '')
}
