import type { Person } from '#shared/domain/people.ts'
import type { Room } from '#shared/domain/rooms.ts'

/** What a change of a room is called in the log of the server. */
const FIELDS = {
  name: 'name',
  icon: 'icon',
  topic: 'topic',
  access: 'access',
  slowModeSeconds: 'slow mode',
  speakRole: 'who may speak',
  pinRole: 'who may pin',
  retentionDays: 'how long messages are kept',
} as const satisfies Partial<Record<keyof Room, string>>

/** @returns what has changed, in words and without its values; null when nothing has */
export function describeChange(before: Room, after: Room, hasNewPassword: boolean): string | null {
  const names = Object.keys(FIELDS) as (keyof typeof FIELDS)[]
  const changed: string[] = names
    .filter((name) => before[name] !== after[name])
    .map((name) => FIELDS[name])
  if (hasNewPassword) changed.push('password')
  return changed.length === 0 ? null : changed.join(', ')
}

/** What people in the room are told: only what they would wonder about. */
export function noticesOf({ name }: Person, before: Room, after: Room): readonly string[] {
  const notices: string[] = []
  if (before.name !== after.name) notices.push(`${name} renamed the room to "${after.name}"`)
  if (before.topic !== after.topic) {
    notices.push(
      after.topic === ''
        ? `${name} took the topic away`
        : `${name} changed the topic to "${after.topic}"`,
    )
  }
  return notices
}
