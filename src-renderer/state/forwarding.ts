import type { MessageId, RoomId } from '#shared/domain/ids.ts'
import { TEXT_MAX_LENGTH } from '#shared/domain/messages.ts'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'

/** A message for which another conversation is being chosen. */
export interface Forwarding {
  readonly roomId: RoomId
  readonly messageId: MessageId
}

/**
 * A message as it is said again elsewhere: a quotation under a line that says whose it is.
 *
 * @param about `place` as readers call it, `origin` of the server, for what the message carries
 */
export function forwardedText(
  message: StoredMessageWire,
  about: { readonly place: string; readonly origin: string },
): Result<string, string> {
  const said = [message.text, ...carriedBy(message, about.origin)].filter((part) => part !== '')
  const text = [
    `*Forwarded from ${message.user} in ${about.place}*`,
    '',
    ...said.join('\n').split('\n'),
  ]
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')
  return text.length > TEXT_MAX_LENGTH
    ? fail('This message is too long to be forwarded. Copy the part that matters instead.')
    : succeed(text)
}

/** What is no text travels as a link to it. */
function carriedBy({ audio, attachments }: StoredMessageWire, origin: string): readonly string[] {
  const sound = audio === undefined ? [] : [`[Voice message](${new URL(audio, origin).href})`]
  return [
    ...sound,
    ...attachments.map(({ name, url }) => `[${inLink(name)}](${new URL(url, origin).href})`),
  ]
}

const inLink = (name: string): string => name.replace(/[\\[\]]/g, '\\$&')
