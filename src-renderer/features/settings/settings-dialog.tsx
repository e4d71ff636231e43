import { useActions, useAppState } from '../../app/services-context.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { CallSettings } from './call-settings.tsx'
import { HostingSettings } from './hosting-settings.tsx'
import { NameSetting } from './name-setting.tsx'
import { VoiceSettings } from './voice-settings.tsx'
import styles from './settings-dialog.module.css'

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

/** Every change counts at once; there is nothing to save. */
export function SettingsDialog() {
  const { closeDialog } = useActions()
  const isOpen = useAppState((state) => state.view.dialog === 'settings')
  return (
    <Dialog isOpen={isOpen} onClose={closeDialog} title="Settings">
      <Fields />
    </Dialog>
  )
}

function Fields() {
  const { updateSettings } = useActions()
  const theme = useAppState((state) => state.settings.theme)
  const canHost = useAppState((state) => state.host !== null)
  return (
    <div className={styles['fields']}>
      <NameSetting />
      <Choice
        label="Theme"
        value={theme}
        options={THEMES}
        onChange={(next) => void updateSettings({ theme: next })}
      />
      <VoiceSettings />
      <CallSettings />
      {canHost && <HostingSettings />}
    </div>
  )
}
