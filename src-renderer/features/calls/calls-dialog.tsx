import { Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react'
import { useState } from 'react'
import { succeed } from '#shared/lib/result.ts'
import type { CallRecordWire } from '#shared/protocol/call-wire.ts'
import { PagedList } from '../../app/parts/paged-list.tsx'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { callEntryWords } from '../../state/call-entry.ts'
import { selectHasCall } from '../../state/call-selectors.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import styles from './calls-dialog.module.css'
import { whenOf } from './when.ts'

type Filter = 'all' | 'missed'

const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'missed', label: 'Missed' },
] as const

const NOTHING: Readonly<Record<Filter, string>> = {
  all: 'There were no calls yet.',
  missed: 'You missed no call.',
}

/** The calls of this person that are over, with everybody. */
export function CallsDialog() {
  const { closeDialog } = useActions()
  const isOpen = useAppState((state) => state.view.dialog === 'calls')
  return (
    <Dialog isOpen={isOpen} onClose={closeDialog} title="Calls">
      <Calls />
    </Dialog>
  )
}

function Calls() {
  const { loadCalls } = useActions()
  const [filter, setFilter] = useState<Filter>('all')
  return (
    <>
      <Choice
        label="Which calls"
        isLabelHidden
        value={filter}
        options={FILTERS}
        onChange={setFilter}
      />
      <PagedList
        key={filter}
        label="Calls"
        empty={{ Icon: Phone, text: NOTHING[filter] }}
        whenAway="Calls are listed as soon as the server is back."
        load={async (last: CallRecordWire | null) => {
          const page = await loadCalls(filter, last?.id)
          return page.ok ? succeed({ items: page.value.calls, more: page.value.more }) : page
        }}
      >
        {(call) => <CallLine key={call.id} call={call} />}
      </PagedList>
    </>
  )
}

function CallLine({ call }: { readonly call: CallRecordWire }) {
  const { callPerson, closeDialog } = useActions()
  const isBusy = useAppState(selectHasCall)
  const isMine = call.direction === 'outgoing'
  return (
    <li className={styles['line']}>
      <PersonAvatar id={call.with.id} name={call.with.name} />
      <div className={styles['words']}>
        <strong>{call.with.name}</strong>
        <span className={classNames(styles['what'], call.isMissed && styles['missed'])}>
          <DirectionIcon call={call} />
          <span className={styles['text']}>{callEntryWords(call, isMine)}</span>
        </span>
      </div>
      <time className={styles['time']} dateTime={new Date(call.startedAt).toISOString()}>
        {whenOf(call.startedAt)}
      </time>
      {!isBusy && (
        <Button
          size="small"
          aria-label={`Call ${call.with.name}`}
          onClick={() => {
            closeDialog()
            void callPerson(call.with.id)
          }}
        >
          Call
        </Button>
      )}
    </li>
  )
}

function DirectionIcon({ call }: { readonly call: CallRecordWire }) {
  if (call.isMissed) return <PhoneMissed aria-hidden="true" />
  if (call.direction === 'outgoing') {
    return (
      <>
        <PhoneOutgoing aria-hidden="true" />
        <span className="visually-hidden">You called: </span>
      </>
    )
  }
  return <PhoneIncoming aria-hidden="true" />
}
