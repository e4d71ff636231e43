import type { ClientId, MessageId, RoomId } from '#shared/domain/ids.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { SettingsPatch } from '#shared/ipc/settings.ts'
import type { Attention } from '../state/app-state.ts'
import type { EmojiHabits } from '../state/emoji-habits.ts'
import type { DialogName, DrawerName } from '../state/view.ts'
import { changeAttention } from './attention.ts'
import { watchClock } from './clock.ts'
import type { ActionContext } from './context.ts'
import { askToDelete, cancelDelete, confirmDelete } from './deleting.ts'
import { watchDirectory } from './directory.ts'
import { setDraft } from './drafts.ts'
import {
  cancelEditing,
  changeEditing,
  editLastMessage,
  saveEditing,
  startEditing,
} from './editing.ts'
import { loadBackTo, loadOlder } from './history.ts'
import { startHosting, stopHosting } from './hosting.ts'
import { joinAddress, joinKnownServer } from './join-server.ts'
import { leaveServer } from './leave-server.ts'
import { dismissNotice, showNotice } from './notices.ts'
import { discardMessage, retryMessage, sendMessage } from './outbox.ts'
import { rememberEmoji, setSkinTone, toggleReaction } from './reactions.ts'
import { replyTo } from './replying.ts'
import { joinNeighbourRoom, joinRoom } from './rooms.ts'
import { updateSettings } from './settings.ts'
import { tellTyping } from './typing.ts'
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
    loadBackTo: (room: RoomId, seq: number) => loadBackTo(context, room, seq),
    changeAttention: (change: Partial<Attention>) => changeAttention(context, change),

    sendMessage: (text: string) => sendMessage(context, text),
    retryMessage: (room: RoomId, id: ClientId) => retryMessage(context, room, id),
    discardMessage: (room: RoomId, id: ClientId) => discardMessage(context, room, id),
    setDraft: (text: string) => setDraft(context, text),
    tellTyping: () => tellTyping(context),
    replyTo: (room: RoomId, id: MessageId | null) => replyTo(context, room, id),

    startEditing: (room: RoomId, id: MessageId) => startEditing(context, room, id),
    editLastMessage: () => editLastMessage(context),
    changeEditing: (text: string) => changeEditing(context, text),
    cancelEditing: () => cancelEditing(context),
    saveEditing: () => saveEditing(context),
    askToDelete: (room: RoomId, id: MessageId) => askToDelete(context, room, id),
    cancelDelete: () => cancelDelete(context),
    confirmDelete: () => confirmDelete(context),
    toggleReaction: (room: RoomId, id: MessageId, emoji: string) =>
      toggleReaction(context, room, id, emoji),
    rememberEmoji: (emoji: string) => rememberEmoji(context, emoji),
    setSkinTone: (tone: EmojiHabits['skinTone']) => setSkinTone(context, tone),

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
