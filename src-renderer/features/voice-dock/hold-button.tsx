import { Pause, Play } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectCallRole } from '../../state/call-selectors.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './voice-dock.module.css'

/** Puts the other one aside for a while, and goes on with one click. */
export function HoldButton({ className }: { readonly className?: string | undefined }) {
  const { toggleHold } = useActions()
  const isOnHold = useAppState((state) => state.calls.isOnHold)
  const isTalking = useAppState((state) => selectCallRole(state) === 'talking')
  if (!isTalking) return null
  return (
    <IconButton
      label={isOnHold ? 'Resume' : 'Hold'}
      className={classNames(className, isOnHold && styles['off'])}
      onClick={toggleHold}
    >
      {isOnHold ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
    </IconButton>
  )
}
