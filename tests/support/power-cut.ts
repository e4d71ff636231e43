import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './start-server.ts'

/** A disk of its own whose power can be cut: what was not synced by then is gone. */
export interface FragileDisk {
  readonly path: string
  /** Nothing more reaches the disk; everything that was only in memory is lost. */
  cutPower(): void
  /** As after the machine has come back. Whoever had files open there has ended. */
  restorePower(): void
  remove(): void
}

const SIZE = '64M'

/** @returns null, with the reason, where this is not possible */
export function createFragileDisk(): FragileDisk | { readonly reason: string } {
  const folder = temporaryFolder()
  const [image, path] = [join(folder, 'disk.img'), join(folder, 'disk')]
  // Debian keeps these away from users.
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` }
  const run = (program: string, ...args: readonly string[]): void => {
    execFileSync(program, args, { stdio: 'ignore', env })
  }
  const mount = (): void => run('mount', '-o', 'loop', image, path)
  const unmount = (): void => run('umount', '-l', path)
  try {
    mkdirSync(path)
    writeFileSync(image, '')
    run('truncate', '-s', SIZE, image)
    run('mkfs.ext4', '-q', image)
    run('xfs_io', '-V')
    mount()
  } catch (error) {
    return { reason: `a disk cannot be made here (${(error as Error).message})` }
  }
  return {
    path,
    cutPower: () => run('xfs_io', '-x', '-c', 'shutdown', path),
    restorePower() {
      run('umount', path)
      mount()
    },
    remove: unmount,
  }
}
