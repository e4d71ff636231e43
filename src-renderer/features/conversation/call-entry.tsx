import { Mic, Phone, PhoneMissed, PhoneOff } from 'lucide-react'
import { otherOfDirect } from '#shared/domain/direct.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { callEntryWords } from '../../state/call-entry.ts'
import { selectHasCall } from '../../state/call-selectors.ts'
import type { ShownCall } from '../../state/timeline.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './call-entry.module.css'
import { useConversationTools } from './conversation-tools.tsx'

/** A call that is over, and what can be done about it. */
export function CallEntry({
  call,
  isMine,
}: {
  readonly call: ShownCall
  readonly isMine: boolean
}) {
  const { callPerson, leaveVoiceMessage } = useActions()
  const { roomId } = useConversationTools()
  const other = useAppState(({ me }) => me && otherOfDirect(roomId, me.id))
  const isBusy = useAppState(selectHasCall)
  const canRecord = useAppState((state) => state.canRecordNotes)
  const isWorthAMessage = isMine && call.isMissed && canRecord
  return (
    <div className={classNames(styles['entry'], call.isMissed && !isMine && styles['missed'])}>
      <EntryIcon call={call} />
      <span className={styles['words']}>{callEntryWords(call, isMine)}</span>
      {other !== null && !isBusy && (
        <Button size="small" onClick={() => void callPerson(other)}>
          {isMine ? 'Call again' : 'Call back'}
        </Button>
      )}
      {other !== null && isWorthAMessage && (
        <Button
          size="small"
          icon={<Mic aria-hidden="true" />}
          onClick={() => void leaveVoiceMessage(other)}
        >
          Leave a voice message
        </Button>
      )}
    </div>
  )
}

function EntryIcon({ call }: { readonly call: ShownCall }) {
  if (call.isMissed) return <PhoneMissed aria-hidden="true" />
  return call.duration > 0 ? <Phone aria-hidden="true" /> : <PhoneOff aria-hidden="true" />
}
