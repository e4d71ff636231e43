import type { EventPayload } from '#shared/protocol/maps.ts'
import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { connect, type TestClient } from '../../support/client.ts'
import type { Random } from '../../support/random.ts'
import type { Plan, Step } from './schedule.ts'

export const ROOM = 'general'

/** Small, so that catching up takes several pages. */
const PAGE = 40

const RETRY_MAX_MS = 300

/** As long as a client may be without any progress before something must be wrong. */
const ANSWER_WITHIN_MS = 15_000

/**
 * Somebody who uses the protocol as our app does: an outbox that goes on where it stopped, numbers
 * that tell of a gap, and asking for what is missing. It comes back by itself after whatever happens.
 */
export interface Resident {
  readonly who: string
  /** Ends when everything planned is acknowledged. */
  readonly done: Promise<void>
  /** Cuts the connection as a lost network does. */
  drop(): void
  /** Ends when it knows everything up to that number. */
  knows(changeSeq: number): Promise<void>
  timeline(): readonly StoredMessageWire[]
  leave(): void
}

export interface ResidentOptions {
  readonly plan: Plan
  readonly random: Random
  /** Where servers are at the moment; it tries one of them. */
  readonly origins: () => readonly string[]
  /** Called with each acknowledged step. */
  readonly onProgress: () => void
  /** Waits between two steps; without one there is no waiting. */
  readonly pace?: () => Promise<void>
}

type Change = EventPayload<'chat:changed'> | EventPayload<'chat:reaction:update'>

class LostConnection extends Error {}

export function createResident(options: ResidentOptions): Resident {
  const { plan, random, origins, onProgress, pace } = options
  const byId = new Map<string, StoredMessageWire>()
  const idsByKey = new Map<string, string>()
  const waiters = new Set<() => void>()
  /** Up to where it knows everything, and the newest of which it was told. */
  const state = { upTo: 0, heardOf: 0, hasLeft: false }
  let token: string | undefined
  let client: TestClient | null = null

  const wake = (): void => [...waiters].forEach((waiter) => waiter())

  function take(message: StoredMessageWire): void {
    const known = byId.get(message.id)
    if (known && known.changeSeq >= message.changeSeq) return
    byId.set(message.id, message)
    if (message.clientId) idsByKey.set(message.clientId, message.id)
  }

  /** @returns false when something before it is missing */
  function takeChange(change: Change): boolean {
    if (change.changeSeq <= state.upTo) return true
    if (change.changeSeq !== state.upTo + 1) return false
    if ('messageId' in change) {
      const known = byId.get(change.messageId)
      if (!known) return false
      take({ ...known, reactions: change.reactions, changeSeq: change.changeSeq })
    } else take(change)
    state.upTo = change.changeSeq
    return true
  }

  /** One at a time. An answer may be older than what is told meanwhile, so it is asked again then. */
  let catchingUp: Promise<void> | null = null
  const catchUp = (of: TestClient): Promise<void> =>
    (catchingUp ??= askForChanges(of).finally(() => (catchingUp = null)))

  async function askForChanges(of: TestClient): Promise<void> {
    for (let more = true; more;) {
      const reply = await ask(of, 'chat:changes', { roomId: ROOM, after: state.upTo, limit: PAGE })
      const answer = reply as { messages: StoredMessageWire[]; upTo: number; more: boolean }
      answer.messages.forEach(take)
      state.upTo = Math.max(state.upTo, answer.upTo)
      more = answer.more || state.heardOf > state.upTo
      wake()
    }
  }

  function listen(to: TestClient): void {
    const onChange = (change: Change | { type: 'system' }): void => {
      if (!('changeSeq' in change) || change.roomId !== ROOM) return
      state.heardOf = Math.max(state.heardOf, change.changeSeq)
      if (takeChange(change)) wake()
      // A connection that is lost meanwhile is noticed where it matters.
      else void catchUp(to).catch(() => {})
    }
    const socket = to.socket as unknown as { on(name: string, listener: typeof onChange): void }
    for (const name of ['chat:message', 'chat:changed', 'chat:reaction:update']) {
      socket.on(name, onChange)
    }
    to.socket.on('disconnect', wake)
  }

  /** @throws LostConnection when no answer can come any more */
  async function ask(of: TestClient, name: string, input: object): Promise<object> {
    for (;;) {
      const reply = await answerOf(of, name, input)
      if (reply.ok) return reply
      if (reply.error?.code === 'not-found' && name !== 'chat:message') return {}
      if (reply.error?.code !== 'rate-limited' && reply.error?.code !== 'unavailable') {
        throw new Error(`${plan.who}: ${name} was refused: ${JSON.stringify(reply.error)}`)
      }
      await pause(reply.error.retryAfter ?? random.below(RETRY_MAX_MS))
    }
  }

  const answerOf = (of: TestClient, name: string, input: object) =>
    new Promise<Answer>((resolve, reject) => {
      if (!of.socket.connected) return reject(new LostConnection())
      const lost = (): void => reject(new LostConnection())
      of.socket.once('disconnect', lost)
      const emitter = of.socket.timeout(ANSWER_WITHIN_MS) as unknown as {
        emitWithAck(name: string, input: object): Promise<Answer>
      }
      emitter.emitWithAck(name, input).then(
        (answer) => {
          of.socket.off('disconnect', lost)
          resolve(answer)
        },
        () => reject(new LostConnection()),
      )
    })

  function somewhere(): string {
    const known = origins()
    if (known.length === 0) throw new LostConnection()
    return random.pick(known)
  }

  async function enter(): Promise<TestClient> {
    const entered = await connect(somewhere(), token === undefined ? {} : { token }).catch(() => {
      throw new LostConnection()
    })
    listen(entered)
    const joined = await ask(entered, 'room:join', { roomId: ROOM, user: { name: plan.who } })
    ;({ token } = joined as { token: string })
    await ask(entered, 'conversations:follow', {})
    await catchUp(entered)
    return entered
  }

  async function idOf(key: string): Promise<string> {
    for (;;) {
      const id = idsByKey.get(key)
      if (id !== undefined) return id
      if (!client?.socket.connected) throw new LostConnection()
      await woken()
    }
  }

  const woken = (): Promise<void> =>
    new Promise((resolve) => {
      const waiter = (): void => {
        waiters.delete(waiter)
        resolve()
      }
      waiters.add(waiter)
    })

  /** Everything here may be sent again when the answer was lost. */
  async function perform(of: TestClient, step: Step): Promise<void> {
    const { key } = step
    if (step.kind === 'say') {
      const replyTo = step.replyTo && (await idOf(step.replyTo))
      const message = { roomId: ROOM, text: step.text, clientId: key, ...(replyTo && { replyTo }) }
      await ask(of, 'chat:message', message)
      return
    }
    const messageId = await idOf(key)
    if (step.kind === 'edit') await ask(of, 'chat:edit', { messageId, text: step.text })
    if (step.kind === 'delete') await ask(of, 'chat:delete', { messageId })
    if (step.kind === 'pin') await ask(of, 'chat:pin', { messageId, on: step.on })
    if (step.kind === 'react') {
      await ask(of, 'chat:reaction', { messageId, emoji: step.emoji, on: step.on })
    }
  }

  let next = 0
  async function live(): Promise<void> {
    while (!state.hasLeft) {
      try {
        client = await enter()
        wake()
        for (let step = plan.steps[next]; step; step = plan.steps[next]) {
          await perform(client, step)
          next += 1
          onProgress()
          await pace?.()
        }
        finish()
        await stayConnected(client)
      } catch (error) {
        if (!(error instanceof LostConnection)) return fail(error)
      }
      client?.close()
      await pause(random.below(RETRY_MAX_MS))
    }
  }

  const stayConnected = async (of: TestClient): Promise<void> => {
    while (of.socket.connected && !state.hasLeft) await woken()
  }

  let finish = (): void => {}
  let fail: (error: unknown) => void = () => {}
  const done = new Promise<void>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  void live()

  return {
    who: plan.who,
    done,
    drop: () => client?.socket.io.engine.close(),
    async knows(changeSeq) {
      while (state.upTo < changeSeq) await woken()
    },
    timeline: () => [...byId.values()].toSorted((one, other) => one.seq - other.seq),
    leave() {
      state.hasLeft = true
      client?.close()
      wake()
    },
  }
}

interface Answer {
  readonly ok: boolean
  readonly error?: { readonly code: string; readonly retryAfter?: number }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
