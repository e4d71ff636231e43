import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { personIdSchema, type RoomId, type SessionId } from '#shared/domain/ids.ts'
import type { PersonName } from '#shared/domain/names.ts'
import { voiceStayIdSchema } from '#shared/domain/voice.ts'
import { succeed } from '#shared/lib/result.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { createSession } from './session.ts'
import { createVoiceStays } from './voice-stays.ts'

const general = 'general' as RoomId

/** Somebody in the voice of a room that lives on another instance. */
async function joinElsewhere() {
  let holder: string | null = 'there'
  let isAnswering = true
  const told: unknown[] = []
  const person = { id: personIdSchema.parse(randomUUID()), name: 'Anna' as PersonName }
  const session = createSession(
    { id: 'session' as SessionId, address: '' },
    { person, token: 'token' as never },
  )
  const stays = createVoiceStays({
    homes: { self: 'here', find: async () => holder } as never,
    link: {
      async ask(_instance: string, { kind }: { kind: string }) {
        if (!isAnswering) throw new Unavailable('It does not answer')
        if (kind === 'still') return { kind: 'over', stays: [] }
        return { kind: 'seated', offer: 'v=0', people: [], relay: null }
      },
    } as never,
    access: { identified: async () => succeed(person) } as never,
    entry: { mayJoin: async () => succeed(null) },
    leftGroup: async () => {},
    broadcaster: {
      toSession: (_to: string, _name: string, payload: unknown) => told.push(payload),
    } as never,
    newStayId: () => voiceStayIdSchema.parse(randomUUID()),
  })
  const joined = await stays.join(session, { roomId: general })
  if (!joined.ok) throw new Error(joined.error.message)
  return {
    lost: [{ stay: joined.value.stay, reason: 'lost' }],
    told,
    /** @param held by whom the room is held now */
    async beat(held: string | null, answers = false): Promise<void> {
      holder = held
      isAnswering = answers
      await stays.beat()
    },
  }
}

test('a home that does not answer is not lost while it holds the room', async () => {
  const { told, beat } = await joinElsewhere()
  for (let beats = 0; beats < 5; beats += 1) await beat('there')
  expect(told).toEqual([])
})

test('a home is lost at once when another instance holds the room', async () => {
  const { told, lost, beat } = await joinElsewhere()
  await beat('elsewhere')
  expect(told).toEqual(lost)
})

test('a home that nobody knows of has a beat to say that it holds the room', async () => {
  const { told, lost, beat } = await joinElsewhere()
  await beat(null)
  await beat('there')
  await beat(null)
  await beat(null, true)
  await beat(null)
  expect(told).toEqual([])
  await beat(null)
  expect(told).toEqual(lost)
})
