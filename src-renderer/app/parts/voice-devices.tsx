import type { AudioDevice } from '#shared/domain/audio.ts'
import { Select } from '../../ui/select.tsx'
import { VolumeSlider } from '../../ui/volume-slider.tsx'
import { useActions, useAppState } from '../services-context.tsx'

/** What stands for the device that the system would take. */
const SYSTEM = ''

/** What one speaks into and what one hears with; the same beside the voice buttons and in the settings. */
export function VoiceDevices() {
  const { chooseMicrophone, chooseSpeaker, changeVoiceSettings } = useActions()
  const devices = useAppState((state) => state.voice.devices)
  const volume = useAppState((state) => state.settings.voice.outputVolume)
  return (
    <>
      <Select
        label="Microphone"
        value={devices.microphone ?? SYSTEM}
        options={optionsOf(devices.microphones, devices.microphone, 'Microphone')}
        onChange={(id) => void chooseMicrophone(id === SYSTEM ? null : id)}
      />
      {devices.canChooseSpeaker && (
        <Select
          label="Speaker"
          value={devices.speaker ?? SYSTEM}
          options={optionsOf(devices.speakers, devices.speaker, 'Speaker')}
          onChange={(id) => void chooseSpeaker(id === SYSTEM ? null : id)}
        />
      )}
      <VolumeSlider
        label="Volume of everybody"
        value={volume}
        onChange={(outputVolume) => void changeVoiceSettings({ outputVolume })}
      />
    </>
  )
}

/** Devices have no names before the microphone was allowed once. */
function optionsOf(devices: readonly AudioDevice[], chosen: string | null, kind: string) {
  const named = devices.map(({ id, label }, index) => ({
    value: id,
    label: label === '' ? `${kind} ${index + 1}` : label,
  }))
  const isGone = chosen !== null && !devices.some(({ id }) => id === chosen)
  return [
    { value: SYSTEM, label: 'Default of the system' },
    ...named.filter(({ value }) => value !== SYSTEM),
    ...(isGone ? [{ value: chosen, label: 'The chosen one, unplugged' }] : []),
  ]
}
