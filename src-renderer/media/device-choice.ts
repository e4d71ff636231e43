import { NO_DEVICES, type AudioDevice, type AudioDevices } from '#shared/domain/audio.ts'
import type { VoiceSettings } from '#shared/ipc/settings.ts'
import { createEmitter, type Emitter } from '#shared/lib/emitter.ts'
import { changeOfChosen, devicesOfKind, findChosen } from './audio-devices.ts'

type Kind = 'microphone' | 'speaker'
type Chosen = Pick<VoiceSettings, Kind>

interface DeviceChoiceEvents {
  /** What there is now, and what of it is in use. */
  devices: AudioDevices
  /** A device that was chosen went away, or came back; the label is of that one. */
  switched: { readonly kind: Kind; readonly label: string; readonly isBack: boolean }
}

export interface DeviceChoice {
  readonly on: Emitter<DeviceChoiceEvents>['on']
  /** As last found. */
  devices(): AudioDevices
  /** Null leaves it to the system. */
  microphone(): string | null
  /** Looks which devices there are now. */
  look(): Promise<void>
  /** What was chosen, whether it is there or not. */
  choose(chosen: Chosen): void
}

/** Which of the devices that there are is to be used: those that were chosen, as long as they are there. */
export function createDeviceChoice(deps: {
  readonly listDevices: () => Promise<readonly MediaDeviceInfo[]>
  readonly canChooseSpeaker: boolean
  readonly chosen: Chosen
}): DeviceChoice {
  const emitter = createEmitter<DeviceChoiceEvents>()
  const isGone = { microphone: false, speaker: false }
  let { chosen } = deps
  let found: AudioDevices = { ...NO_DEVICES, canChooseSpeaker: deps.canChooseSpeaker }

  function noteSwitch(
    kind: Kind,
    before: readonly AudioDevice[],
    after: readonly AudioDevice[],
  ): void {
    const wanted = chosen[kind]
    const change = changeOfChosen({ before, after, chosen: wanted, isGone: isGone[kind] })
    if (wanted === null || change === null) return
    isGone[kind] = change === 'gone'
    emitter.emit('switched', { kind, label: wanted.label, isBack: change === 'back' })
  }

  function apply(): void {
    found = {
      ...found,
      microphone: findChosen(found.microphones, chosen.microphone)?.id ?? null,
      speaker: findChosen(found.speakers, chosen.speaker)?.id ?? null,
    }
    emitter.emit('devices', found)
  }

  return {
    on: emitter.on,
    devices: () => found,
    microphone() {
      // Before anything was allowed the list is empty, and what was chosen last time may well be there.
      const isUnknown = found.microphones.length === 0
      return found.microphone ?? (isUnknown ? (chosen.microphone?.id ?? null) : null)
    },
    async look() {
      const infos = await deps.listDevices().catch(() => [])
      const before = found
      found = {
        ...found,
        microphones: devicesOfKind(infos, 'audioinput'),
        speakers: devicesOfKind(infos, 'audiooutput'),
      }
      noteSwitch('microphone', before.microphones, found.microphones)
      noteSwitch('speaker', before.speakers, found.speakers)
      apply()
    },
    choose(next) {
      chosen = next
      apply()
    },
  }
}
