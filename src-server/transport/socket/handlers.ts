import type { Calls } from '../../services/calls.ts'
import type { Chat } from '../../services/chat.ts'
import type { LiveVoice } from '../../services/live-voice.ts'
import type { Moderation } from '../../services/moderation.ts'
import type { People } from '../../services/people.ts'
import type { RoomManagement } from '../../services/room-management.ts'
import type { RoomMembers } from '../../services/room-members.ts'
import type { Rooms } from '../../services/rooms.ts'
import type { Settings } from '../../services/server-settings.ts'
import type { Search } from '../../services/search.ts'
import type { Handlers } from './dispatcher.ts'

/** From the rows of the table to the verbs of the services. A row without a line does not compile. */
export const createHandlers = (services: {
  readonly rooms: Rooms
  readonly roomManagement: RoomManagement
  readonly roomMembers: RoomMembers
  readonly chat: Chat
  readonly people: People
  readonly moderation: Moderation
  readonly settings: Settings
  readonly search: Search
  readonly voice: LiveVoice
  readonly calls: Calls
}): Handlers => ({
  'room:join': services.rooms.join,
  'room:leave': services.rooms.leave,
  'room:create': services.roomManagement.create,
  'room:update': services.roomManagement.update,
  'room:archive': services.roomManagement.archive,
  'room:delete': services.roomManagement.remove,
  'room:members': services.roomMembers.members,
  'room:invite': services.roomMembers.invite,
  'room:remove': services.roomMembers.remove,
  'chat:message': services.chat.say,
  'chat:send:voice': services.chat.sendVoice,
  'chat:send:files': services.chat.sendFiles,
  'chat:history': services.chat.history,
  'chat:changes': services.chat.changes,
  'chat:edit': services.chat.edit,
  'chat:delete': services.chat.remove,
  'chat:reaction': services.chat.react,
  'chat:typing': services.chat.typing,
  'chat:pin': services.chat.pin,
  'chat:pins': services.chat.pins,
  'chat:media': services.chat.media,
  'chat:read': services.chat.read,
  'chat:receipts': services.chat.receipts,
  'chat:direct': services.chat.sayDirect,
  'direct:open': services.chat.open,
  'direct:hide': services.chat.hide,
  'person:block': services.chat.block,
  'person:ring': services.chat.setRings,
  'conversations:follow': services.chat.follow,
  'conversations:notify': services.chat.setNotify,
  'people:list': services.people.list,
  'profile:update': services.people.updateProfile,
  'profile:activity': services.people.noteActivity,
  'profile:protect': services.people.protect,
  'person:set-role': services.moderation.setRole,
  'person:kick': services.moderation.kick,
  'person:mute': services.moderation.mute,
  'person:ban': services.moderation.ban,
  'person:unban': services.moderation.unban,
  'moderation:bans': services.moderation.bans,
  'moderation:log': services.moderation.log,
  'server:settings': services.settings.show,
  'server:update': services.settings.update,
  'chat:search': services.search,
  'voice:join': services.voice.join,
  'voice:answer': services.voice.answer,
  'voice:state': services.voice.setState,
  'voice:record': services.voice.record,
  'voice:leave': services.voice.leave,
  'voice:list': services.voice.list,
  'voice:moderate': services.voice.moderate,
  'call:request': services.calls.request,
  'call:invite': services.calls.invite,
  'call:accept': services.calls.accept,
  'call:reject': services.calls.reject,
  'call:end': services.calls.end,
  'call:timeout': services.calls.giveUp,
  'call:connected': services.calls.connected,
  'call:resume': services.calls.resume,
  'call:ways': services.calls.ways,
  'call:state': services.calls.signals.setState,
  'calls:list': services.calls.list,
  'webrtc:offer': services.calls.signals.offer,
  'webrtc:answer': services.calls.signals.answer,
  'webrtc:ice': services.calls.signals.candidate,
})
