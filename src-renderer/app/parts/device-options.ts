import type { AudioDevice } from '#shared/domain/audio.ts'

/** What stands for the device that the system would take. */
export const SYSTEM_DEVICE = ''

/** Devices to choose from. They have no names before the microphone was allowed once. */
export function deviceOptions(
  devices: readonly AudioDevice[],
  chosen: string | null,
  kind: string,
) {
  const named = devices.map(({ id, label }, index) => ({
    value: id,
    label: label === '' ? `${kind} ${index + 1}` : label,
  }))
  const isGone = chosen !== null && !devices.some(({ id }) => id === chosen)
  return [
    { value: SYSTEM_DEVICE, label: 'Default of the system' },
    ...named.filter(({ value }) => value !== SYSTEM_DEVICE),
    ...(isGone ? [{ value: chosen, label: 'The chosen one, unplugged' }] : []),
  ]
}
