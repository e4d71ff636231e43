import { useEffect } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import styles from './host-panel.module.css'
import { upTime } from './up-time.ts'

export function HostStats({
  people,
  startedAt,
  port,
}: {
  readonly people: number
  readonly startedAt: number
  readonly port: number
}) {
  const { watchClock } = useActions()
  const up = useAppState((state) => upTime(Math.max(0, state.now - startedAt)))
  useEffect(() => watchClock(), [watchClock])
  return (
    <dl className={styles['stats']}>
      <Stat label={people === 1 ? 'person in rooms' : 'people in rooms'} value={String(people)} />
      <Stat label="up" value={up} />
      <Stat label="port" value={String(port)} />
    </dl>
  )
}

function Stat({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className={styles['stat']}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
