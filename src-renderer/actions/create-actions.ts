import type { NotificationLevel } from '#shared/domain/conversations.ts'
import type { ClientId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { MediaKind } from '#shared/domain/media-kinds.ts'
import type { Role } from '#shared/domain/rights.ts'
import type { ServerOrigin } from '#shared/domain/server-address.ts'
import type { PlaybackOptions, SettingsPatch } from '#shared/ipc/settings.ts'
import type { RequestInput } from '#shared/protocol/maps.ts'
import type { BanWire } from '#shared/protocol/moderation-wire.ts'
import type { Attention } from '../state/app-state.ts'
import type { EmojiHabits } from '../state/emoji-habits.ts'
import type { ManagingRoom } from '../state/managing-room.ts'
import type { Moderating } from '../state/moderating.ts'
import type { DialogName, DrawerName } from '../state/view.ts'
import { answerPassword } from './ask-password.ts'
import { attachFiles, detachFile, sendAttached } from './attach.ts'
import { removeAvatar, setAvatar } from './avatar.ts'
import { callVerbs } from './call-verbs.ts'
import { changeAttention } from './attention.ts'
import { askToBlock, cancelBlock, confirmBlock, setRings, unblock } from './blocking.ts'
import { watchClock } from './clock.ts'
import type { ActionContext } from './context.ts'
import { copyText } from './copying.ts'
import { askToDelete, cancelDelete, confirmDelete } from './deleting.ts'
import { hideDirect, openDirect } from './direct.ts'
import { watchDirectory } from './directory.ts'
import { saveAttachment } from './downloads.ts'
import { setDraft } from './drafts.ts'
import {
  cancelEditing,
  changeEditing,
  editLastMessage,
  saveEditing,
  startEditing,
} from './editing.ts'
import { forgetServer } from './forget-server.ts'
import { cancelForwarding, forwardTo, startForwarding } from './forward.ts'
import { goToNewest, loadNewer, loadOlder } from './history.ts'
import { backUpServer, restoreServer } from './backups.ts'
import { startHosting, stopHosting } from './hosting.ts'
import {
  archiveRoom,
  createRoom,
  deleteRoom,
  inviteToRoom,
  loadMembers,
  removeFromRoom,
  updateRoom,
} from './manage-rooms.ts'
import {
  ban,
  kick,
  loadAuditLog,
  loadBans,
  loadServerSettings,
  mute,
  setRole,
  startModerating,
  unban,
  unmute,
  updateServer,
} from './moderation.ts'
import { protectName, updateProfile } from './profiles.ts'
import { closeSearch, openFound, openSearch, runSearch, searchIn, searchOn } from './search.ts'
import { joinAddress, joinKnownServer } from './join-server.ts'
import { endJump, jumpTo, jumpToNew } from './jumping.ts'
import { keepEverything } from './keep-everything.ts'
import { leaveServer } from './leave-server.ts'
import {
  chooseMedia,
  closeMedia,
  loadMoreMedia,
  openMedia,
  openMediaOf,
  reloadMedia,
} from './media-list.ts'
import { dismissNotice, takeOffer } from './notices.ts'
import { setNotificationLevel } from './notification-level.ts'
import { declineNotifications, turnOnNotifications } from './notify.ts'
import { cancelUnlock, openConversation, openNeighbour, unlockRoom } from './open-conversation.ts'
import { discardMessage, retryMessage, sendMessage } from './outbox.ts'
import { copyLink, followLink } from './permalinks.ts'
import { loadPins, togglePin } from './pinning.ts'
import { rememberEmoji, setSkinTone, toggleReaction } from './reactions.ts'
import {
  changePlaybackOptions,
  seekPlayback,
  togglePlayback,
  togglePlaying,
  type Listened,
} from './playback.ts'
import { markAsRead } from './reading.ts'
import { replyTo } from './replying.ts'
import { chooseRingDevice, testRing } from './ring-settings.ts'
import { updateSettings } from './settings.ts'
import { tellTyping } from './typing.ts'
import {
  discardNote,
  letGoOfNote,
  listenToNote,
  pauseNote,
  resumeNote,
  sendNote,
  startNote,
} from './voice-notes.ts'
import { voiceVerbs } from './voice-actions.ts'
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
    answerPassword: (password: string | null) => answerPassword(context, password),
    leaveServer: () => leaveServer(context),
    forgetServer: (origin: ServerOrigin) => forgetServer(context, origin),
    reconnectNow: () => context.current.session?.connection.retryNow(),

    openConversation: (room: RoomId) => openConversation(context, room),
    openNeighbour: (step: 1 | -1) => openNeighbour(context, step),
    openDirect: (person: PersonId) => openDirect(context, person),
    hideDirect: (conversation: RoomId) => hideDirect(context, conversation),
    markAsRead: (conversation: RoomId) => markAsRead(context, conversation),
    setNotificationLevel: (conversation: RoomId, level: NotificationLevel) =>
      setNotificationLevel(context, conversation, level),
    turnOnNotifications: () => turnOnNotifications(context),
    declineNotifications: () => declineNotifications(context),
    loadOlder: (room: RoomId) => loadOlder(context, room),
    loadNewer: (room: RoomId) => loadNewer(context, room),
    goToNewest: (room: RoomId) => goToNewest(context, room),
    jumpTo: (room: RoomId, seq: number) => jumpTo(context, room, seq),
    jumpToNew: (room: RoomId) => jumpToNew(context, room),
    endJump: () => endJump(context),
    keepEverything: () => keepEverything(context),
    changeAttention: (change: Partial<Attention>) => changeAttention(context, change),

    sendMessage: (text: string) => sendMessage(context, text),
    retryMessage: (room: RoomId, id: ClientId) => retryMessage(context, room, id),
    discardMessage: (room: RoomId, id: ClientId) => discardMessage(context, room, id),
    attachFiles: (room: RoomId, files: readonly File[]) => attachFiles(context, room, files),
    detachFile: (room: RoomId, id: string) => detachFile(context, room, id),
    sendAttached: (room: RoomId, text: string) => sendAttached(context, room, text),
    startNote: () => startNote(context),
    pauseNote: (room: RoomId) => pauseNote(context, room),
    resumeNote: (room: RoomId) => resumeNote(context, room),
    listenToNote: (room: RoomId) => listenToNote(context, room),
    discardNote: (room: RoomId) => discardNote(context, room),
    letGoOfNote: (room: RoomId) => letGoOfNote(context, room),
    sendNote: (room: RoomId) => sendNote(context, room),
    setDraft: (room: RoomId, text: string) => setDraft(context, room, text),
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
    togglePin: (room: RoomId, id: MessageId) => togglePin(context, room, id),
    loadPins: (room: RoomId) => loadPins(context, room),
    startForwarding: (room: RoomId, id: MessageId) => startForwarding(context, room, id),
    cancelForwarding: () => cancelForwarding(context),
    forwardTo: (room: RoomId) => forwardTo(context, room),
    copyLink: (room: RoomId, seq: number) => copyLink(context, room, seq),
    followLink: (url: string) => followLink(context, url),
    saveAttachment: (file: { readonly url: string; readonly name: string }) =>
      saveAttachment(context, file),
    togglePlayback: (listened: Listened) => togglePlayback(context, listened),
    seekPlayback: (listened: Listened, seconds: number) => seekPlayback(context, listened, seconds),
    togglePlaying: () => togglePlaying(context),
    stopPlaying: () => context.player.stop(),
    changePlaybackOptions: (person: PersonId, change: Partial<PlaybackOptions>) =>
      changePlaybackOptions(context, person, change),
    toggleReaction: (room: RoomId, id: MessageId, emoji: string) =>
      toggleReaction(context, room, id, emoji),
    rememberEmoji: (emoji: string) => rememberEmoji(context, emoji),
    setSkinTone: (tone: EmojiHabits['skinTone']) => setSkinTone(context, tone),

    manageRoom: (managingRoom: ManagingRoom | null) => context.store.setState({ managingRoom }),
    createRoom: (settings: RequestInput<'room:create'>) => createRoom(context, settings),
    updateRoom: (settings: RequestInput<'room:update'>) => updateRoom(context, settings),
    archiveRoom: (room: RoomId, on: boolean) => archiveRoom(context, room, on),
    deleteRoom: (room: RoomId) => deleteRoom(context, room),
    loadMembers: (room: RoomId) => loadMembers(context, room),
    inviteToRoom: (room: RoomId, person: PersonId) => inviteToRoom(context, room, person),
    removeFromRoom: (room: RoomId, person: PersonId) => removeFromRoom(context, room, person),
    unlockRoom: (password: string) => unlockRoom(context, password),
    cancelUnlock: () => cancelUnlock(context),

    updateProfile: (change: RequestInput<'profile:update'>) => updateProfile(context, change),
    setAvatar: (file: Blob) => setAvatar(context, file),
    removeAvatar: () => removeAvatar(context),
    protectName: (input: RequestInput<'profile:protect'>) => protectName(context, input),

    startModerating: (moderating: Moderating | null) => startModerating(context, moderating),
    kick: (person: PersonId, reason: string) => kick(context, person, reason),
    mute: (person: PersonId, seconds: number, reason: string) =>
      mute(context, person, seconds, reason),
    unmute: (person: PersonId) => unmute(context, person),
    ban: (person: PersonId, seconds: number | null, reason: string) =>
      ban(context, person, seconds, reason),
    unban: (lifted: BanWire) => unban(context, lifted),
    setRole: (person: PersonId, role: Role) => setRole(context, person, role),
    loadBans: () => loadBans(context),
    loadAuditLog: (before?: number) => loadAuditLog(context, before),
    loadServerSettings: () => loadServerSettings(context),
    updateServer: (change: RequestInput<'server:update'>) => updateServer(context, change),

    openSearch: () => openSearch(context),
    closeSearch: () => closeSearch(context),
    searchIn: (room: RoomId | null) => searchIn(context, room),
    runSearch: (query: string) => runSearch(context, query),
    searchOn: () => searchOn(context),
    openFound: (found: { readonly roomId: RoomId; readonly seq: number }) =>
      openFound(context, found),

    openMedia: () => openMedia(context),
    openMediaOf: (room: RoomId) => openMediaOf(context, room),
    closeMedia: () => closeMedia(context),
    chooseMedia: (kind: MediaKind) => chooseMedia(context, kind),
    reloadMedia: () => reloadMedia(context),
    loadMoreMedia: () => loadMoreMedia(context),

    askToBlock: (person: PersonId) => askToBlock(context, person),
    cancelBlock: () => cancelBlock(context),
    confirmBlock: () => confirmBlock(context),
    unblock: (person: PersonId) => unblock(context, person),
    setRings: (person: PersonId, on: boolean) => setRings(context, person, on),

    startHosting: (name: string) => startHosting(context, name),
    stopHosting: () => stopHosting(context),
    backUpServer: () => backUpServer(context),
    restoreServer: () => restoreServer(context),

    chooseRingDevice: (id: string | null) => chooseRingDevice(context, id),
    testRing: () => testRing(context),
    updateSettings: (patch: SettingsPatch) => updateSettings(context, patch),
    watchDirectory: () => watchDirectory(context),
    watchClock: () => watchClock(context),
    dismissNotice: (id: number) => dismissNotice(context, id),
    takeOffer: (id: number) => takeOffer(context, id),
    copyText: (text: string, what: string) => copyText(context, text, what),
    showLogs: platform.showLogs,

    openDialog: (dialog: DialogName) => openDialog(context, dialog),
    toggleDialog: (dialog: DialogName) => toggleDialog(context, dialog),
    closeDialog: () => closeDialog(context),
    openDrawer: (drawer: DrawerName) => openDrawer(context, drawer),
    closeDrawer: () => closeDrawer(context),
    showWelcome: () => showWelcome(context),
    backToServer: () => backToServer(context),

    ...voiceVerbs(context),
    ...callVerbs(context),
  }
}
