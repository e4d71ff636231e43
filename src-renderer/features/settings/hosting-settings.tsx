import { useState } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectIsHosting } from '../../state/selectors.ts'
import { TextField } from '../../ui/text-field.tsx'
import styles from './settings-dialog.module.css'

const PORT_MAX = 65_535
const SERVER_NAME_MAX = 40

/** What "Host a server" starts with. */
export function HostingSettings() {
  const { updateSettings } = useActions()
  const hosting = useAppState((state) => state.settings.hosting)
  const myName = useAppState((state) => state.settings.name)
  const isHosting = useAppState(selectIsHosting)
  const [port, setPort] = useState(String(hosting.port))
  const changePort = (next: string): void => {
    setPort(next)
    if (isPort(next)) void updateSettings({ hosting: { ...hosting, port: Number(next) } })
  }
  return (
    <section className={styles['section']} aria-labelledby="hosting-settings">
      <h3 id="hosting-settings" className={styles['heading']}>
        Hosting
      </h3>
      <div className={styles['pair']}>
        <TextField
          label="Server name"
          value={hosting.name}
          placeholder={`${myName || 'Your'}${myName ? "'s" : ''} server`}
          maxLength={SERVER_NAME_MAX}
          onValueChange={(name) => void updateSettings({ hosting: { ...hosting, name } })}
          spellCheck={false}
        />
        <TextField
          label="Port"
          value={port}
          inputMode="numeric"
          onValueChange={changePort}
          error={isPort(port) ? null : `A port is a number from 1 to ${PORT_MAX}.`}
        />
      </div>
      {isHosting && <p className={styles['note']}>Changes count from the next time you host.</p>}
    </section>
  )
}

const isPort = (text: string): boolean =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= PORT_MAX
