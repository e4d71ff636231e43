import type { ReactNode } from 'react'
import type { KnownServer } from '../../state/directory.ts'
import { ServerBadge } from '../../ui/avatar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './server-row.module.css'

/** A server in a list: its name, and how it is doing right now. */
export function ServerRow({
  name,
  known,
  children,
}: {
  readonly name: string
  readonly known: KnownServer | undefined
  readonly children?: ReactNode
}) {
  return (
    <div className={styles['row']}>
      <ServerBadge name={name} />
      <div className={styles['text']}>
        <div className={styles['name']}>{name}</div>
        <div className={styles['state']}>
          <State known={known} />
        </div>
      </div>
      {children}
    </div>
  )
}

function State({ known }: { readonly known: KnownServer | undefined }) {
  if (!known || known.phase === 'asking') return <Skeleton width={96} height={10} />
  if (known.phase === 'unreachable') {
    return (
      <>
        <span className={styles['dotOff']} aria-hidden="true" />
        not reachable
      </>
    )
  }
  return (
    <>
      <span className={styles['dotOn']} aria-hidden="true" />
      {peopleCount(known.people)} · {known.delayMs} ms
    </>
  )
}

const peopleCount = (people: number): string => (people === 1 ? '1 person' : `${people} people`)
