import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { addPair, ip, type LayCable } from '../tests/support/e2e/networks.ts'
import type { LineQuality } from '../tests/support/lossy-line.ts'

const PROGRAM = resolve(import.meta.dirname, 'lossy-cable-process.ts')

/** A cable that can be made worse at any time, for all that goes through it. */
export interface LossyCable {
  readonly lay: LayCable
  become(quality: LineQuality): void
}

/**
 * Two cables, and a program of this machine that hands on whole frames between them: what the system has
 * for it, `netem`, is missing in many kernels.
 */
export function createLossyCable(): LossyCable {
  let become: LossyCable['become'] = () => undefined
  return {
    async lay(near, far) {
      const ends = [near, far].map((end, index) => {
        const device = `pl${process.pid}${index}`
        addPair(end, { network: null, device })
        return { device, tap: openTap(device) }
      })
      const child = fork(
        PROGRAM,
        ends.map(({ tap }) => tap),
      )
      await once(child, 'message')
      become = (quality) => void child.send(quality)
      return async () => {
        const ended = once(child, 'exit')
        child.kill('SIGKILL')
        await ended
        for (const { device } of ends) ip('link', 'del', device)
      }
    },
    become: (quality) => become(quality),
  }
}

/** @returns the file out of which everything can be read that comes in at a device */
function openTap(device: string): string {
  const tap = `${device}t`
  ip('link', 'add', 'link', device, 'name', tap, 'type', 'macvtap', 'mode', 'passthru')
  for (const name of [device, tap]) ip('link', 'set', name, 'up')
  return `/dev/tap${readFileSync(`/sys/class/net/${tap}/ifindex`, 'utf8').trim()}`
}
