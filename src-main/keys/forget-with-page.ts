import type { WebContents } from 'electron'
import { NO_KEYS } from '#shared/domain/global-keys.ts'
import type { GlobalKeys } from './global-keys.ts'

/** A page that is loaded again, crashed or was closed talks no more; the next one says what it wants. */
export function forgetKeysWithPage(contents: WebContents, keys: GlobalKeys): void {
  const forget = (): void => void keys.use({ isInVoice: false, keys: NO_KEYS })
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) forget()
  })
  contents.on('render-process-gone', forget)
  contents.on('destroyed', forget)
}
