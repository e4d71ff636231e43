import type { KeysStatus } from '#shared/ipc/keys.ts'

/** Keys that are heard while another program has the focus. */
export interface GlobalKeysOfApp {
  readonly status: KeysStatus
  /** While somebody chooses keys by pressing them, they do nothing else. */
  readonly isChoosing: boolean
}
