import { ShieldCheck } from 'lucide-react'
import { useId, useState } from 'react'
import { useAppState } from '../../app/services-context.tsx'
import { selectCallPartner } from '../../state/call-selectors.ts'
import { Button } from '../../ui/button.tsx'
import styles from './call-code.module.css'

/** What the two read to each other to know that nobody is in between, behind a click. */
export function CallCode() {
  const [isShown, setShown] = useState(false)
  const partner = useAppState(selectCallPartner)
  const id = useId()
  if (!partner) return null
  return (
    <div className={styles['whole']}>
      <Button
        size="small"
        icon={<ShieldCheck aria-hidden="true" />}
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => setShown(!isShown)}
      >
        Compare a code with {partner.name}
      </Button>
      <div id={id} hidden={!isShown} className={styles['shown']}>
        {isShown && <Code name={partner.name} />}
      </div>
    </div>
  )
}

function Code({ name }: { readonly name: string }) {
  const code = useAppState((state) => state.calls.code)
  const isConnected = useAppState((state) => state.calls.line === 'connected')
  const isFromServer = useAppState((state) => state.homeServer !== null)
  if (code === null) {
    return (
      <p className={styles['words']}>
        {isConnected
          ? 'For this connection there is no code to be relied on.'
          : 'The code comes with the connection.'}
      </p>
    )
  }
  return (
    <>
      <p className={styles['code']}>{code}</p>
      <p className={styles['words']}>
        Read it to each other. If {name} sees the same numbers, nobody is in between, the server
        included. If not, hang up: somebody may be listening.
      </p>
      <p className={styles['words']}>
        It belongs to this connection. When that is made anew, after a reload for instance, the code
        is another one.
      </p>
      {isFromServer && (
        <p className={styles['words']}>
          This page itself comes from the server. Only the app shows a code that does not depend on
          it.
        </p>
      )}
    </>
  )
}
