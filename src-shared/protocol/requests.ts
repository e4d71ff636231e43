import { callRequests } from './requests/calls.ts'
import { chatRequests } from './requests/chat.ts'
import { conversationRequests } from './requests/conversations.ts'
import { peopleRequests } from './requests/people.ts'
import { roomRequests } from './requests/rooms.ts'
import { voiceRequests } from './requests/voice.ts'

/** Client to server. Every row becomes a typed event, a check at the server's door and a page of documentation. */
export const requests = {
  ...roomRequests,
  ...chatRequests,
  ...conversationRequests,
  ...peopleRequests,
  ...voiceRequests,
  ...callRequests,
} as const
