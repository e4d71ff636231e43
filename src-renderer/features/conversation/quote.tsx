import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { withoutMarks } from '../../state/notifying.ts'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './quote.module.css'

type QuoteWire = NonNullable<StoredMessageWire['replyTo']>

/** The beginning of the message that is answered; a click goes there. */
export function Quote({ quote }: { readonly quote: QuoteWire }) {
  const { jumpTo } = useConversationTools()
  return (
    <button type="button" className={styles['quote']} onClick={() => jumpTo(quote)}>
      <span className="visually-hidden">Quote of </span>
      <QuoteLine quote={quote} />
    </button>
  )
}

export function QuoteLine({ quote }: { readonly quote: QuoteWire }) {
  return (
    <span className={styles['line']} dir="auto">
      <span className={styles['author']}>{quote.user}:</span>{' '}
      {quote.text === '' ? <em>Message deleted</em> : withoutMarks(quote.text)}
    </span>
  )
}
