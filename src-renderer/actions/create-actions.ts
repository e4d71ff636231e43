import type { ClientId, RoomId } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { SettingsPatch } from '#shared/ipc/settings.ts'
import type { DialogName, DrawerName } from '../state/view.ts'
import { watchClock } from './clock.ts'
import type { ActionContext } from './context.ts'
import { watchDirectory } from './directory.ts'
import { setDraft } from './drafts.ts'
import { loadOlder } from './history.ts'
import { startHosting, stopHosting } from './hosting.ts'
import { joinAddress, joinKnownServer } from './join-server.ts'
import { leaveServer } from './leave-server.ts'
import { dismissNotice, showNotice } from './notices.ts'
import { discardMessage, retryMessage, sendMessage } from './outbox.ts'
import { joinNeighbourRoom, joinRoom } from './rooms.ts'
import { updateSettings } from './settings.ts'
import {
  backToServer,
  closeDialog,
  closeDrawer,
  openDialog,
  openDrawer,
  showWelcome,
  toggleDialog,
} from './view.ts'

/** The verbs of the app. Whatever a feature can do is one of these. */
export type Actions = ReturnType<typeof createActions>

export function createActions(context: ActionContext) {
  const { platform } = context
  return {
    joinAddress: (name: string, address: string) => joinAddress(context, name, address),
    joinKnownServer: (name: string, origin: ServerOrigin) => joinKnownServer(context, name, origin),
    leaveServer: () => leaveServer(context),
    reconnectNow: () => context.current.session?.connection.retryNow(),

    joinRoom: (room: RoomId) => joinRoom(context, room),
    joinNeighbourRoom: (step: 1 | -1) => joinNeighbourRoom(context, step),
    loadOlder: (room: RoomId) => loadOlder(context, room),

    sendMessage: (text: string) => sendMessage(context, text),
    retryMessage: (room: RoomId, id: ClientId) => retryMessage(context, room, id),
    discardMessage: (room: RoomId, id: ClientId) => discardMessage(context, room, id),
    setDraft: (text: string) => setDraft(context, text),

    startHosting: (name: string) => startHosting(context, name),
    stopHosting: () => stopHosting(context),

    updateSettings: (patch: SettingsPatch) => updateSettings(context, patch),
    watchDirectory: () => watchDirectory(context),
    watchClock: () => watchClock(context),
    dismissNotice: (id: number) => dismissNotice(context, id),
    copyText: (text: string, what: string) => copyText(context, text, what),
    openLink: (url: string) => platform.openLink(url),
    showLogs: platform.showLogs,

    openDialog: (dialog: DialogName) => openDialog(context, dialog),
    toggleDialog: (dialog: DialogName) => toggleDialog(context, dialog),
    closeDialog: () => closeDialog(context),
    openDrawer: (drawer: DrawerName) => openDrawer(context, drawer),
    closeDrawer: () => closeDrawer(context),
    showWelcome: () => showWelcome(context),
    backToServer: () => backToServer(context),
  }
}

async function copyText(context: ActionContext, text: string, what: string): Promise<void> {
  const isCopied = await context.platform.copyText(text)
  if (isCopied) showNotice(context, `${what} copied`, 'success')
  else showNotice(context, `Could not copy. Select it and copy by hand: ${text}`, 'problem')
}
