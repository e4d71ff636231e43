import { Phone, PhoneOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { withOthers } from '#shared/domain/names-in-short.ts'
import type { CallWindowRing } from '#shared/ipc/call-window.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import type { CallWindowApp } from './call-window-app.ts'
import styles from './call-window.module.css'
import { DeclineWithWords } from './decline-with-words.tsx'

interface Props {
  readonly ring: CallWindowRing
  readonly app: CallWindowApp
}

/** Who calls, and what can be done about it. Escape is neither yes nor no: it only makes it quiet. */
export function CallWindow({ ring, app }: Props) {
  const [isWriting, setWriting] = useState(false)
  const what = ring.isTest ? 'This is how it rings' : withOthers('is calling', ring.others)
  useEffect(() => {
    const close = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return
      if (isWriting) setWriting(false)
      else app.silence()
    }
    window.addEventListener('keydown', close)
    return () => window.removeEventListener('keydown', close)
  }, [app, isWriting])
  return (
    <main className={styles['window']}>
      <div className={styles['caller']} role="alert">
        <Avatar name={ring.from} size={isWriting ? 'medium' : 'huge'} />
        <h1 className={styles['name']} title={ring.from}>
          {ring.from}
        </h1>
        <p className={styles['what']} title={what}>
          {what}
        </p>
      </div>
      {isWriting ? (
        <DeclineWithWords
          onSend={(text) => app.answer({ callId: ring.callId, kind: 'decline', text })}
          onBack={() => setWriting(false)}
        />
      ) : (
        <Buttons ring={ring} app={app} onWrite={() => setWriting(true)} />
      )}
    </main>
  )
}

function Buttons({ ring, app, onWrite }: Props & { readonly onWrite: () => void }) {
  const { callId, keys } = ring
  const hint = [
    keys.accept !== null && `${keys.accept} accepts`,
    keys.decline !== null && `${keys.decline} declines`,
  ].filter((words) => words !== false)
  return (
    <>
      <div className={styles['buttons']}>
        <Button
          variant="danger"
          size="large"
          isWide
          icon={<PhoneOff aria-hidden="true" />}
          onClick={() => app.answer({ callId, kind: 'decline', text: null })}
        >
          Decline
        </Button>
        <Button
          variant="primary"
          size="large"
          isWide
          icon={<Phone aria-hidden="true" />}
          onClick={() => app.answer({ callId, kind: 'accept' })}
        >
          Accept
        </Button>
      </div>
      <Button variant="ghost" size="small" onClick={onWrite}>
        Decline with a message
      </Button>
      <p className={styles['hint']}>{hint.join(', ')}</p>
    </>
  )
}
