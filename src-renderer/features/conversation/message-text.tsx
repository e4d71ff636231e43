import { Fragment } from 'react'
import { useActions } from '../../app/services-context.tsx'
import { splitLinks } from './split-links.ts'
import styles from './message-text.module.css'

/** A text as it was typed: text nodes only, so that nothing in it can become markup. */
export function MessageText({ text }: { readonly text: string }) {
  const { openLink } = useActions()
  return (
    <p className={styles['text']} dir="auto">
      {splitLinks(text).map((part, index) =>
        part.kind === 'text' ? (
          <Fragment key={index}>{part.text}</Fragment>
        ) : (
          <a
            key={index}
            href={part.text}
            target="_blank"
            rel="noopener noreferrer"
            onClick={(event) => {
              event.preventDefault()
              void openLink(part.text)
            }}
          >
            {part.text}
          </a>
        ),
      )}
    </p>
  )
}
