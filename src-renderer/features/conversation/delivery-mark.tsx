import { Check, CheckCheck } from 'lucide-react'
import { isReservedForDirect } from '#shared/domain/direct.ts'
import { useAppState } from '../../app/services-context.tsx'
import { listNames } from '../../state/reactions.ts'
import type { Delivery } from '../../state/receipts.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useConversationTools } from './conversation-tools.tsx'
import styles from './delivery-mark.module.css'

/** More names than this are a number. */
const NAMES_MAX = 3

/** How far a message of ours got. */
export function DeliveryMark({ delivery }: { readonly delivery: Delivery }) {
  const { roomId } = useConversationTools()
  const profiles = useAppState((state) => state.profiles)
  if (delivery.kind === 'sent') {
    return (
      <p className={styles['mark']}>
        <Check aria-hidden="true" /> Sent
      </p>
    )
  }
  const names = delivery.readers
    .flatMap((id) => profiles.get(id)?.name ?? [])
    .toSorted((a, b) => a.localeCompare(b))
  const isCounted = delivery.readers.length > NAMES_MAX || names.length === 0
  const whom = isCounted ? countOf(delivery.readers.length) : listNames(names)
  const mark = (
    <p className={styles['mark']}>
      <CheckCheck aria-hidden="true" className={styles['seen']} />
      <span>{isReservedForDirect(roomId) ? 'Seen' : `Seen by ${whom}`}</span>
    </p>
  )
  return isCounted && names.length > 0 ? <Tooltip text={listNames(names)}>{mark}</Tooltip> : mark
}

const countOf = (people: number): string => (people === 1 ? '1 person' : `${people} people`)
