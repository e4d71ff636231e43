import { deviceOptions, SYSTEM_DEVICE } from '../../app/parts/device-options.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { VolumeSlider } from '../../ui/volume-slider.tsx'
import { QuietHoursFields } from './quiet-hours-fields.tsx'
import { RingTest } from './ring-test.tsx'
import styles from './settings-dialog.module.css'

/** How calls make themselves known on this device. */
export function CallSettings() {
  const { updateSettings } = useActions()
  const volume = useAppState((state) => state.settings.ringVolume)
  return (
    <section className={styles['section']} aria-labelledby="call-settings">
      <h3 id="call-settings" className={styles['heading']}>
        Calls
      </h3>
      <div className={styles['fields']}>
        <RingDevice />
        <VolumeSlider
          label="Volume of the ring"
          value={volume}
          onChange={(ringVolume) => void updateSettings({ ringVolume })}
        />
        <RingTest />
        <div className={styles['switches']}>
          <QuietHoursFields />
          <KeepRunning />
        </div>
      </div>
    </section>
  )
}

/** Another one than for voice: a headset on the table rings for nobody. */
function RingDevice() {
  const { chooseRingDevice } = useActions()
  const devices = useAppState((state) => state.voice.devices)
  const chosen = useAppState((state) => state.settings.ringDevice?.id ?? null)
  if (!devices.canChooseSpeaker) return null
  return (
    <Select
      label="Ring on"
      value={chosen ?? SYSTEM_DEVICE}
      options={deviceOptions(devices.speakers, chosen, 'Speaker')}
      onChange={(id) => void chooseRingDevice(id === SYSTEM_DEVICE ? null : id)}
    />
  )
}

/** In the app; a tab that is closed is gone. */
function KeepRunning() {
  const { updateSettings } = useActions()
  const isApp = useAppState((state) => state.host !== null)
  const keepsRunning = useAppState((state) => state.settings.keepsRunning)
  if (!isApp) return null
  return (
    <Switch
      label="Keep running when the window is closed"
      hint="Parley stays in the tray, so that calls ring; a server that you host goes on. Where the desktop has no tray, the window is minimised. “Quit” in the menu ends it."
      isOn={keepsRunning ?? true}
      onChange={(isOn) => void updateSettings({ keepsRunning: isOn })}
    />
  )
}
