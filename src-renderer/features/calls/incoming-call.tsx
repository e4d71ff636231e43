import { MessageSquare, Phone, PhoneOff } from 'lucide-react'
import { useRef } from 'react'
import { withOthers } from '#shared/domain/names-in-short.ts'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { AppState } from '../../state/app-state.ts'
import { selectCallPartner, selectCallRole } from '../../state/call-selectors.ts'
import { READY_ANSWERS } from '../../state/ready-answers.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import styles from './incoming-call.module.css'

/** Somebody calls. It stands above everything and takes the focus from nothing. */
export function IncomingCall() {
  const { acceptCall, declineCall } = useActions()
  const isCalled = useAppState((state) => selectCallRole(state) === 'called')
  const caller = useAppState(selectCallPartner)
  const what = useAppState(selectWhat)
  const home = useRef<HTMLDivElement>(null)
  if (!isCalled || !caller) return null
  return (
    <section className={styles['sheet']} aria-label={`${caller.name} calls`}>
      <div className={styles['head']}>
        <PersonAvatar id={caller.id} name={caller.name} size="large" />
        <p className={styles['words']} role="alert">
          <strong className={styles['name']}>{caller.name}</strong>
          <span className={styles['what']}>{what}</span>
        </p>
      </div>
      <div className={styles['buttons']}>
        <Button
          variant="danger"
          icon={<PhoneOff aria-hidden="true" />}
          onClick={() => void declineCall(null)}
        >
          Decline
        </Button>
        <Button
          variant="primary"
          icon={<Phone aria-hidden="true" />}
          onClick={() => void acceptCall()}
        >
          Accept
        </Button>
        <Menu
          home={home}
          trigger={
            <Button icon={<MessageSquare aria-hidden="true" />}>Decline with a message</Button>
          }
        >
          {READY_ANSWERS.map((text) => (
            <MenuItem
              key={text}
              icon={<MessageSquare aria-hidden="true" />}
              onSelect={() => void declineCall(text)}
            >
              {text}
            </MenuItem>
          ))}
        </Menu>
      </div>
      <div ref={home} className={styles['home']} />
    </section>
  )
}

/** Whoever accepts is heard by all who are there. */
const selectWhat = ({ calls }: AppState): string =>
  withOthers('is calling', calls.call?.group?.people.map(({ name }) => name) ?? [])
