import type { SessionId } from '#shared/domain/ids.ts'
import type { CallDevices } from '../../ports/call-devices.ts'

/** Devices of a server that is one instance: what it holds is all there is. */
export function createMemoryCallDevices(): CallDevices {
  let holding: ReadonlySet<SessionId> = new Set()
  return {
    async hold(ids) {
      holding = new Set(ids)
    },
    held: async (ids) => new Set(ids.filter((id) => holding.has(id))),
  }
}
