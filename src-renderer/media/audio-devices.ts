import type { AudioDevice } from '#shared/domain/audio.ts'

type DeviceInfo = Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label'>

/** Chromium lists these beside the devices that they stand for at the moment. */
const STAND_INS: ReadonlySet<string> = new Set(['', 'default', 'communications'])

/** The devices of one kind. Before the microphone was allowed, browsers hide their names and ids. */
export const devicesOfKind = (
  infos: readonly DeviceInfo[],
  kind: MediaDeviceKind,
): readonly AudioDevice[] =>
  infos
    .filter((info) => info.kind === kind && !STAND_INS.has(info.deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label }))

/**
 * The device that was chosen, among those that there are. By its id, or by its name when ids changed
 * because the system was set up anew; null when it is not there, and then the system decides. What is
 * newly plugged in is never used without having been chosen.
 */
export function findChosen(
  devices: readonly AudioDevice[],
  chosen: AudioDevice | null,
): AudioDevice | null {
  if (chosen === null) return null
  return (
    devices.find(({ id }) => id === chosen.id) ??
    devices.find(({ label }) => label !== '' && label === chosen.label) ??
    null
  )
}

/**
 * What became of a chosen device when the list of devices changed. One that was never seen is not gone,
 * and one comes back only after it was.
 */
export function changeOfChosen(about: {
  readonly before: readonly AudioDevice[]
  readonly after: readonly AudioDevice[]
  readonly chosen: AudioDevice | null
  readonly isGone: boolean
}): 'gone' | 'back' | null {
  const was = findChosen(about.before, about.chosen) !== null
  const is = findChosen(about.after, about.chosen) !== null
  if (was && !is) return 'gone'
  return is && about.isGone ? 'back' : null
}
