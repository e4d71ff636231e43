import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { personIdSchema, roomIdSchema } from '#shared/domain/ids.ts'
import {
  VOICE_ACTIONS,
  VOICE_END_REASONS,
  voiceStateSchema,
  voiceStayIdSchema,
} from '#shared/domain/voice.ts'
import { relayWireSchema } from '#shared/protocol/relay-wire.ts'
import { voicePersonWireSchema } from '#shared/protocol/voice-wire.ts'
import type { Clock } from '../../ports/clock.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import type { VoiceAnswer, VoiceLink, VoiceQuestion } from '../../ports/voice-link.ts'
import type { Link } from './link.ts'
import { parseJson } from './parse-json.ts'
import { personSchema } from './person-schema.ts'

/** Longer than it takes to open a seat on a busy instance, shorter than anybody waits for sound. */
const ANSWER_WITHIN_MS = 3_000

const stay = voiceStayIdSchema
const stays = z.array(stay)
const roomId = roomIdSchema

const questionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('join'),
    stay,
    roomId,
    person: personSchema,
    ...voiceStateSchema.shape,
  }),
  z.object({ kind: z.literal('answer'), stay, sdp: z.string() }),
  z.object({ kind: z.literal('state'), stay, ...voiceStateSchema.partial().shape }),
  z.object({ kind: z.literal('record'), stay, isOn: z.boolean() }),
  z.object({ kind: z.literal('leave'), stay }),
  z.object({
    kind: z.literal('moderate'),
    roomId,
    personId: personIdSchema,
    action: z.enum(VOICE_ACTIONS),
  }),
  z.object({ kind: z.literal('still'), stays }),
  z.object({ kind: z.literal('ended'), stay, reason: z.enum(VOICE_END_REASONS) }),
]) satisfies z.ZodType<VoiceQuestion>

const answerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('seated'),
    offer: z.string(),
    people: z.array(voicePersonWireSchema),
    relay: relayWireSchema.nullable(),
  }),
  z.object({
    kind: z.literal([
      'done',
      'nobody',
      'moved',
      'full',
      'refused',
      'forbidden',
      'superseded',
      'misfit',
      'unavailable',
    ]),
  }),
  z.object({ kind: z.literal('over'), stays }),
]) satisfies z.ZodType<VoiceAnswer>

const letterSchema = z.union([
  z.object({ id: z.uuid(), from: z.uuid(), question: questionSchema }),
  z.object({ id: z.uuid(), answer: answerSchema }),
])

type Letter =
  | { readonly id: string; readonly from: string; readonly question: VoiceQuestion }
  | { readonly id: string; readonly answer: VoiceAnswer }

/**
 * Questions from one instance to another through a channel of Redis that each of them has for itself.
 * The channel must have been subscribed to by somebody.
 */
export function createVoiceLink(deps: {
  readonly link: Link
  readonly subscriber: Redis
  readonly channelOf: (instance: string) => string
  readonly instance: string
  readonly clock: Clock
}): VoiceLink {
  const { link, subscriber, channelOf, instance, clock } = deps
  const waiting = new Map<string, (answer: VoiceAnswer) => void>()
  let answerTo: Parameters<VoiceLink['serve']>[0] = async () => ({ kind: 'unavailable' })

  /** @returns how many heard it */
  const send = (to: string, letter: Letter): Promise<number> =>
    link.ask((redis) => redis.publish(channelOf(to), JSON.stringify(letter)))

  async function handle(letter: Letter): Promise<void> {
    if ('answer' in letter) return waiting.get(letter.id)?.(letter.answer)
    const answer = await answerTo(letter.question, letter.from)
    await send(letter.from, { id: letter.id, answer })
  }

  subscriber.on('message', (channel: string, text: string) => {
    const letter = channel === channelOf(instance) ? parseJson(letterSchema, text) : null
    // Whoever asked and hears nothing knows what to do.
    if (letter) handle(letter).catch(() => undefined)
  })

  return {
    async ask(to, question) {
      if (to === instance) return answerTo(question, instance)
      const id = randomUUID()
      let cancel = (): void => {}
      const answered = new Promise<VoiceAnswer | null>((resolve) => {
        cancel = clock.after(ANSWER_WITHIN_MS, () => resolve(null))
        waiting.set(id, resolve)
      })
      try {
        const listeners = await send(to, { id, from: instance, question })
        const answer = listeners > 0 ? await answered : null
        if (answer === null) throw new Unavailable('Another instance does not answer')
        return answer
      } finally {
        cancel()
        waiting.delete(id)
      }
    },
    serve: (given) => void (answerTo = given),
  }
}
