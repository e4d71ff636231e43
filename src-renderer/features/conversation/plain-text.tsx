import { Fragment } from 'react'
import { OutsideLink } from './outside-link.tsx'
import { splitLinks } from './split-links.ts'

/** A text as it was typed, with its web addresses as links. */
export function PlainText({ text }: { readonly text: string }) {
  return (
    <p dir="auto">
      {splitLinks(text).map((part, index) =>
        part.kind === 'text' ? (
          <Fragment key={index}>{part.text}</Fragment>
        ) : (
          <OutsideLink key={index} href={part.text}>
            {part.text}
          </OutsideLink>
        ),
      )}
    </p>
  )
}
