import { contextBridge, ipcRenderer } from 'electron'
import { CALL_WINDOW_CHANNEL } from '#shared/ipc/channels.ts'
import type { CallWindowBridge } from '#shared/ipc/call-window.ts'

/** The window of a ringing call can reach its own few requests and nothing else of the app. */
const bridge: CallWindowBridge = {
  request: (name, input) => ipcRenderer.invoke(CALL_WINDOW_CHANNEL + name, input),
}

contextBridge.exposeInMainWorld('parleyCall', bridge)
