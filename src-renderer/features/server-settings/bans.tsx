import { DoorOpen } from 'lucide-react'
import type { BanWire } from '#shared/protocol/moderation-wire.ts'
import { useActions } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import styles from './server-dialog.module.css'
import { useLoaded } from '../../app/parts/use-loaded.ts'

/** Who is kept out, and the way back in. */
export function Bans() {
  const { loadBans, unban } = useActions()
  const { value: bans, problem, reload } = useLoaded(loadBans)
  const lift = useSubmit(unban, reload)
  return (
    <div className={styles['part']}>
      <Problem>{problem ?? lift.problem}</Problem>
      {bans === null && problem === null && <Skeleton width="60%" />}
      {bans?.length === 0 && <p className={styles['note']}>Nobody is kept out.</p>}
      {bans && bans.length > 0 && (
        <ul className={styles['list']} aria-label="Kept out">
          {bans.map((ban) => (
            <Ban key={ban.userId} ban={ban} onLift={() => void lift.submit(ban)} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Ban({ ban, onLift }: { readonly ban: BanWire; readonly onLift: () => void }) {
  const until =
    ban.until === null
      ? 'until it is lifted'
      : `until ${new Date(ban.until).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}`
  return (
    <li className={styles['entry']}>
      <div>
        <strong>{ban.name}</strong>
        <span>
          {until}, by {ban.by}
        </span>
        {ban.reason !== '' && <span>“{ban.reason}”</span>}
      </div>
      <Button
        size="small"
        icon={<DoorOpen aria-hidden="true" />}
        aria-label={`Let ${ban.name} in again`}
        onClick={onLift}
      >
        Let in
      </Button>
    </li>
  )
}
