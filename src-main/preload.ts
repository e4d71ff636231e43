import { contextBridge, ipcRenderer } from 'electron'
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '#shared/ipc/channels.ts'
import type { ParleyBridge } from '#shared/ipc/contract.ts'

/**
 * The page sees these two functions and nothing else of Electron. The prefixes keep it inside our
 * contract; the main process checks the rest, because a page that was taken over could send anything.
 */
const bridge: ParleyBridge = {
  request: (name, input) => ipcRenderer.invoke(REQUEST_CHANNEL + name, input),
  on(name, listener) {
    const channel = EVENT_CHANNEL + name
    const handle = (_event: unknown, payload: Parameters<typeof listener>[0]) => listener(payload)
    ipcRenderer.on(channel, handle)
    return () => {
      ipcRenderer.off(channel, handle)
    }
  },
}

contextBridge.exposeInMainWorld('parley', bridge)
