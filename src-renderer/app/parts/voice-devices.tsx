import { Select } from '../../ui/select.tsx'
import { VolumeSlider } from '../../ui/volume-slider.tsx'
import { useActions, useAppState } from '../services-context.tsx'
import { deviceOptions, SYSTEM_DEVICE } from './device-options.ts'

/** What one speaks into and what one hears with; the same beside the voice buttons and in the settings. */
export function VoiceDevices() {
  const { chooseMicrophone, chooseSpeaker, changeVoiceSettings } = useActions()
  const devices = useAppState((state) => state.voice.devices)
  const volume = useAppState((state) => state.settings.voice.outputVolume)
  return (
    <>
      <Select
        label="Microphone"
        value={devices.microphone ?? SYSTEM_DEVICE}
        options={deviceOptions(devices.microphones, devices.microphone, 'Microphone')}
        onChange={(id) => void chooseMicrophone(id === SYSTEM_DEVICE ? null : id)}
      />
      {devices.canChooseSpeaker && (
        <Select
          label="Speaker"
          value={devices.speaker ?? SYSTEM_DEVICE}
          options={deviceOptions(devices.speakers, devices.speaker, 'Speaker')}
          onChange={(id) => void chooseSpeaker(id === SYSTEM_DEVICE ? null : id)}
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
