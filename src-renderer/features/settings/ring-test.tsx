import { BellRing, CircleAlert, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import type { RingLayer } from '#shared/ipc/ringing.ts'
import { useActions } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './settings-dialog.module.css'

/** Lets somebody hear and see a call before one matters, and says which part of it refused. */
export function RingTest() {
  const { testRing } = useActions()
  const [isRinging, setRinging] = useState(false)
  const [layers, setLayers] = useState<readonly RingLayer[]>([])
  const test = async (): Promise<void> => {
    if (isRinging) return
    setRinging(true)
    setLayers([])
    setLayers(await testRing())
    setRinging(false)
  }
  return (
    <div>
      <Button
        size="small"
        icon={<BellRing aria-hidden="true" />}
        isBusy={isRinging}
        onClick={() => void test()}
      >
        {isRinging ? 'It rings…' : 'Test ring'}
      </Button>
      <ul className={styles['layers']} aria-label="What came of the test" aria-live="polite">
        {layers.map((layer) => (
          <Layer key={layer.layer} {...layer} />
        ))}
      </ul>
    </div>
  )
}

function Layer({ layer, ok, detail }: RingLayer) {
  return (
    <li className={styles['layer']}>
      {ok ? (
        <CircleCheck aria-label="Works" role="img" className={styles['works']} />
      ) : (
        <CircleAlert aria-label="Refused" role="img" className={styles['refused']} />
      )}
      <span>
        <strong>{layer}</strong>: {detail}
      </span>
    </li>
  )
}
