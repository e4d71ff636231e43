import type { Undo } from '#shared/lib/scope.ts'
import type { ActionContext } from './context.ts'
import { createScope } from '#shared/lib/scope.ts'

/** Tells the server whether this device is in use, so that others see us as here or as away. */
export function keepActivity({ platform, store, current }: ActionContext): Undo {
  let isIdle = false
  const tell = (): void => {
    // Nobody misses it when it fails: coming back tells again.
    void current.session?.connection.call('profile:activity', { isActive: !isIdle })
  }
  const scope = createScope()
  scope.add(
    platform.onIdle((next) => {
      isIdle = next
      tell()
    }),
  )
  scope.add(
    store.subscribe(({ link }, before) => {
      // A session begins as one that is in use.
      if (link.phase === 'online' && before.link.phase !== 'online' && isIdle) tell()
    }),
  )
  return () => scope.close()
}
