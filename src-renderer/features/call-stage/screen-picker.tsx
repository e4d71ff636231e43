import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { AppWindow, Monitor } from 'lucide-react'
import { useState } from 'react'
import type { ScreenSource } from '#shared/ipc/screens.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { groupIdOf } from '../../state/group-calls.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import styles from './screen-picker.module.css'

const KINDS = [
  { value: 'screen', label: 'Screens' },
  { value: 'window', label: 'Windows' },
] as const

/** Asks what is to be shown to the others. */
export function ScreenPicker() {
  const { cancelSharing } = useActions()
  const sources = useAppState((state) => state.calls.screens)
  const isGroup = useAppState((state) => groupIdOf(state) !== null)
  return (
    <Dialog
      isOpen={sources !== null}
      onClose={cancelSharing}
      title="Share your screen"
      description={`${isGroup ? 'Everybody in the call' : 'The other one'} sees what you choose, until you stop.`}
      width="wide"
    >
      {sources && <Picker sources={sources} />}
    </Dialog>
  )
}

function Picker({ sources }: { readonly sources: readonly ScreenSource[] }) {
  const { shareScreen, shareThis } = useActions()
  const [kind, setKind] = useState<ScreenSource['kind']>('screen')
  const [chosen, setChosen] = useState<string | null>(null)
  const offered = sources.filter((source) => source.kind === kind)
  const id = offered.some((source) => source.id === chosen) ? chosen : (offered[0]?.id ?? null)
  return (
    <>
      <Tabs label="What to share" value={kind} options={KINDS} onChange={setKind}>
        {offered.length === 0 ? (
          <p className={styles['none']}>
            {kind === 'screen' ? 'No screen can be seen.' : 'No other window is open.'}
          </p>
        ) : (
          <RadioGroup
            aria-label={kind === 'screen' ? 'Screens' : 'Windows'}
            value={id}
            onValueChange={(next) => setChosen(next)}
            className={styles['sources']}
          >
            {offered.map((source) => (
              <Source key={source.id} source={source} />
            ))}
          </RadioGroup>
        )}
      </Tabs>
      <div className={styles['buttons']}>
        <Button variant="ghost" onClick={() => void shareScreen()}>
          Look again
        </Button>
        <Button
          variant="primary"
          disabled={id === null}
          onClick={() => id !== null && void shareThis(id)}
        >
          Share
        </Button>
      </div>
    </>
  )
}

function Source({ source: { id, name, kind, picture } }: { readonly source: ScreenSource }) {
  const Icon = kind === 'screen' ? Monitor : AppWindow
  return (
    <Radio.Root value={id} aria-label={name} className={styles['source']}>
      <span className={styles['picture']}>
        {picture === null ? <Icon aria-hidden="true" /> : <img src={picture} alt="" />}
      </span>
      <span className={styles['name']}>{name}</span>
    </Radio.Root>
  )
}
