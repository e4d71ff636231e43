import { useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Problem } from './problem.tsx'
import { ServerRow } from './server-row.tsx'
import styles from './welcome.module.css'

/** In a browser tab: the server that handed out the page. */
export function HomeServer({ origin }: { readonly origin: string }) {
  const known = useAppState((state) => state.directory.get(origin))
  const isBusy = useAppState((state) => state.joinForm.busyWith !== null)
  const problem = useAppState((state) => state.joinForm.problem)
  const name = known?.phase === 'reachable' ? known.name : origin.replace(/^https?:\/\//, '')
  return (
    <div className={styles['section']}>
      <div className={styles['list']}>
        <ServerRow name={name} known={known} />
      </div>
      {problem && problem.field !== 'name' && <Problem>{problem.message}</Problem>}
      <Button
        type="submit"
        variant="primary"
        size="large"
        isWide
        isBusy={isBusy}
        className={styles['submit']}
      >
        Join
      </Button>
    </div>
  )
}
