import type { StoredMessageWire } from '#shared/protocol/wire.ts'
import { closeClients, connect } from '../../support/client.ts'
import type { Random } from '../../support/random.ts'
import { readAll } from '../../support/redis-conversation.ts'
import type { RunningSetup } from '../../support/setups.ts'
import { createResident, ROOM, type Resident } from './resident.ts'
import type { Plan, Remains } from './schedule.ts'

/** How often the network of somebody fails, and how often an instance ends, in one storm. */
const DROPS = 25
const INSTANCE_ENDS = 2

export interface AfterStorm {
  /** What is not so, as sentences. */
  readonly problems: readonly string[]
  /** What is left of the messages of the plan. */
  readonly remains: readonly Remains[]
}

/**
 * Everybody does what was planned while connections break and instances end, one of them killed. In the
 * end all of them, and somebody who was never there, have to know the same.
 */
export async function weather(
  setup: RunningSetup,
  plan: readonly Plan[],
  random: Random,
): Promise<AfterStorm> {
  const steps = plan.reduce((sum, { steps }) => sum + steps.length, 0)
  const ends: Promise<void>[] = []
  const trouble = new Map<number, (() => void)[]>()
  const plannedTrouble = (what: () => void): void => {
    const at = 1 + random.below(steps - 1)
    trouble.set(at, [...(trouble.get(at) ?? []), what])
  }

  async function endInstance(how: 'kill' | 'stop'): Promise<void> {
    // The last one that lives is replaced as well: then nobody can do anything for a while.
    const victim = setup.running()[random.below(setup.running().length)]
    if (victim) await setup.replace(victim, how)
  }
  for (let count = 0; count < INSTANCE_ENDS; count += 1) {
    const how = count % 2 === 0 ? 'kill' : 'stop'
    // One after the other: an instance that is being replaced cannot be ended again.
    plannedTrouble(() => ends.push((ends.at(-1) ?? Promise.resolve()).then(() => endInstance(how))))
  }
  let done = 0
  const residents = plan.map((one) =>
    createResident({
      plan: one,
      random,
      origins: () => setup.running().map(({ origin }) => origin),
      onProgress() {
        done += 1
        for (const happen of trouble.get(done) ?? []) happen()
      },
    }),
  )
  for (let count = 0; count < DROPS; count += 1) {
    plannedTrouble(() => random.pick(residents).drop())
  }
  try {
    await Promise.all(residents.map((resident) => resident.done))
    await Promise.all(ends)
    return await compare(setup, residents, plan)
  } finally {
    residents.forEach((resident) => resident.leave())
    closeClients()
  }
}

async function compare(
  setup: RunningSetup,
  residents: readonly Resident[],
  plan: readonly Plan[],
): Promise<AfterStorm> {
  const reader = await connect(setup.running()[0]?.origin ?? '')
  const { lastSeq } = await reader.join(ROOM, `Reader ${Date.now() % 1_000_000}`)
  const truth = (await readAll(reader, ROOM)) as readonly StoredMessageWire[]
  await Promise.all(residents.map((resident) => resident.knows(lastSeq)))
  const problems = residents.flatMap((resident) => {
    const known = resident.timeline()
    const differing = truth.filter((message, at) => shown(known[at]) !== shown(message))
    if (known.length === truth.length && differing.length === 0) return []
    const first = differing[0]
    const seen = first && known.find(({ id }) => id === first.id)
    return [
      `${resident.who} knows ${known.length} of ${truth.length}; ${shown(seen)} is ${shown(first)}`,
    ]
  })
  const numbers = truth.map(({ changeSeq }) => changeSeq)
  if (new Set(numbers).size !== numbers.length) problems.push('two changes have one number')
  for (const { who, steps } of plan) {
    const said = steps.flatMap((step) => (step.kind === 'say' ? [step.key] : []))
    const keys = new Set<string | null>(said)
    const stored = truth
      .filter(({ clientId }) => keys.has(clientId))
      .map(({ clientId }) => clientId)
    if (stored.join() !== said.join()) problems.push(`${who} is not there once each and in order`)
  }
  return { problems, remains: truth.flatMap((message) => remainsOf(message, truth)) }
}

/** Everything that people see of a message. A quote follows the quoted message by itself. */
const shown = (message: StoredMessageWire | undefined): string =>
  JSON.stringify(message && { ...message, replyTo: message.replyTo?.id ?? null })

function remainsOf(message: StoredMessageWire, all: readonly StoredMessageWire[]): Remains[] {
  if (message.clientId === null) return []
  const answered = all.find(({ id }) => id === message.replyTo?.id)
  const felt = message.reactions.flatMap(({ emoji, users }) =>
    users.map((user) => `${emoji} ${user}`),
  )
  return [
    {
      key: message.clientId,
      user: message.user,
      text: message.text,
      isEdited: message.editedAt !== null,
      isDeleted: message.deletedAt !== null,
      isPinned: message.pin !== null,
      replyTo: answered?.clientId ?? null,
      reactions: felt.toSorted(),
    },
  ]
}
