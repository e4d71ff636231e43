import { isToggled, type KeysStatus } from '#shared/ipc/keys.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Switch } from '../../ui/switch.tsx'
import { GlobalKeyField } from './global-key-field.tsx'
import styles from './settings-dialog.module.css'

/** Keys that work while another program has the focus. */
export function GlobalKeys() {
  const { changeVoiceSettings } = useActions()
  const status = useAppState((state) => state.globalKeys?.status)
  const { activation, hasGlobalKeys } = useAppState((state) => state.settings.voice)
  if (status === undefined) {
    return (
      <p className={styles['note']}>
        Keys that also work while another program has the focus need the Parley app: a browser tab
        is told of keys only while it has the focus itself.
      </p>
    )
  }
  return (
    <div className={styles['fields']} role="group" aria-label="Keys everywhere">
      <Switch
        label="Also while another program has the focus"
        hint="Keys that talk, mute and deafen wherever you are."
        isOn={hasGlobalKeys}
        onChange={(isOn) => void changeVoiceSettings({ hasGlobalKeys: isOn })}
      />
      {hasGlobalKeys && (
        <>
          {activation === 'push-to-talk' && (
            <GlobalKeyField name="talk" label="Push-to-talk key everywhere" />
          )}
          <GlobalKeyField name="mute" label="Mute key everywhere" />
          <GlobalKeyField name="deafen" label="Deafen key everywhere" />
          <NotAllowed status={status} />
          <p className={styles['note']}>{wordsForWay(status)}</p>
          {status.way === 'shortcuts' && <ListenAgain />}
        </>
      )}
    </div>
  )
}

/** macOS lets nobody listen to keys until that was allowed. */
function NotAllowed({ status }: { readonly status: KeysStatus }) {
  const { openKeysSettings, retryKeys } = useActions()
  if (status.phase !== 'not-allowed') return null
  return (
    <div>
      <Problem>
        Your system does not let Parley hear keys in other programs. Allow Parley under
        “Accessibility” in its privacy settings.
      </Problem>
      <div className={styles['test']}>
        <Button size="small" onClick={() => void openKeysSettings()}>
          Open system settings
        </Button>
        <Button size="small" onClick={() => void retryKeys()}>
          Try again
        </Button>
      </div>
    </div>
  )
}

/** The listener failed; whatever was in its way may be gone. */
function ListenAgain() {
  const { retryKeys } = useActions()
  return (
    <div>
      <Button size="small" onClick={() => void retryKeys()}>
        Try to hear keys being let go
      </Button>
    </div>
  )
}

function wordsForWay(status: KeysStatus): string {
  if (!isToggled(status)) {
    return (
      'While you are in voice, a part of Parley hears every key of this computer, compares it with ' +
      'these and forgets it: no other key is kept or passed on. A key that you also write with ' +
      'works while you write.'
    )
  }
  return (
    'Press once to talk, once more to stop: this system does not tell when a key is let go. ' +
    'Other programs do not get these keys while you are in voice.'
  )
}
