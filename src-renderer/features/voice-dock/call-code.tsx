import { ShieldCheck } from 'lucide-react'
import { useId } from 'react'
import { useAppState } from '../../app/services-context.tsx'
import { selectCallPartner } from '../../state/call-selectors.ts'
import { Button } from '../../ui/button.tsx'
import styles from './call-code.module.css'

/** What the two read to each other to know that nobody is in between, behind a click. */
export function CallCode({
  isShown,
  onToggle,
}: {
  readonly isShown: boolean
  readonly onToggle: () => void
}) {
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
        onClick={onToggle}
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
  const isFromServer = useAppState((state) => state.homeServer !== null)
  if (code === null) {
    return <p className={styles['words']}>This connection has no code to be relied on.</p>
  }
  return (
    <>
      <p className={styles['code']}>{code}</p>
      <p className={styles['words']}>
        Read it to each other. If {name} sees the same, nobody is in between, the server included.
        If not, hang up: somebody may be listening.
      </p>
      <p className={styles['words']}>
        A new connection has a new code, after a reload for instance.
        {isFromServer && ' Only the app shows one that does not depend on this server’s page.'}
      </p>
    </>
  )
}
