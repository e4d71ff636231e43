import { useState } from 'react'
import { copyToClipboard } from '../platform/clipboard.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Logo } from '../ui/logo.tsx'
import styles from './error-screen.module.css'

/** What is left when the window could not be drawn. Uses nothing that could be the cause. */
export function ErrorScreen({
  details,
  showLogs,
}: {
  readonly details: string
  readonly showLogs: (() => Promise<unknown>) | null
}) {
  const [isCopied, setCopied] = useState(false)
  return (
    <main className={styles['screen']}>
      <Card className={styles['card']}>
        <Logo size={36} />
        <h1 className={styles['title']}>This window stopped working</h1>
        <p className={styles['text']}>
          Parley met a fault while drawing. Your messages are safe on the server; reloading brings
          the window back. If it happens again, copy the details into a report.
        </p>
        <div className={styles['actions']}>
          <Button variant="primary" onClick={() => window.location.reload()}>
            Reload
          </Button>
          <Button onClick={() => void copyToClipboard(details).then(setCopied)}>
            {isCopied ? 'Copied' : 'Copy details'}
          </Button>
          {showLogs && <Button onClick={() => void showLogs()}>Show logs</Button>}
        </div>
        <details className={styles['details']}>
          <summary>Details</summary>
          <pre tabIndex={0}>{details}</pre>
        </details>
      </Card>
    </main>
  )
}
