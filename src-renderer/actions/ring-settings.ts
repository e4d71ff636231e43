import type { RingLayer } from '#shared/ipc/ringing.ts'
import type { ActionContext } from './context.ts'
import { updateSettings } from './settings.ts'

/** Calls ring on this device from now on; null is whatever the system uses. */
export function chooseRingDevice(context: ActionContext, id: string | null): Promise<void> {
  const { speakers } = context.store.getState().voice.devices
  return updateSettings(context, {
    ringDevice: speakers.find((device) => device.id === id) ?? null,
  })
}

/** Rings as a call would, and says of each way whether it worked. */
export async function testRing({ platform }: ActionContext): Promise<readonly RingLayer[]> {
  const answer = await platform.ringing.test()
  return answer.ok ? answer.value : [{ layer: 'Parley', ok: false, detail: answer.error }]
}
