import type { QuietHours } from '#shared/domain/quiet-hours.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './settings-dialog.module.css'

/** What most people would choose. */
const AT_NIGHT: QuietHours = { from: '22:00', to: '07:00' }

/** When calls leave a notification and nothing else. */
export function QuietHoursFields() {
  const { updateSettings } = useActions()
  const hours = useAppState((state) => state.settings.quietHours)
  const change = (part: Partial<QuietHours>): void => {
    const next = { ...(hours ?? AT_NIGHT), ...part }
    // The browser empties the field while somebody types half a time.
    if (next.from !== '' && next.to !== '') void updateSettings({ quietHours: next })
  }
  return (
    <>
      <Switch
        label="Quiet hours"
        hint="Calls leave a notification; nothing rings, and no window opens."
        isOn={hours !== null}
        onChange={(isOn) => void updateSettings({ quietHours: isOn ? AT_NIGHT : null })}
      />
      {hours !== null && (
        <div className={styles['times']} role="group" aria-label="Quiet hours">
          <TextField
            label="From"
            type="time"
            required
            value={hours.from}
            onValueChange={(from) => change({ from })}
          />
          <TextField
            label="To"
            type="time"
            required
            value={hours.to}
            onValueChange={(to) => change({ to })}
          />
        </div>
      )}
    </>
  )
}
