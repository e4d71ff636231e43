import { randomUUID } from 'node:crypto'
import { directIdOf } from '#shared/domain/direct.ts'
import { personIdSchema, type PersonId } from '#shared/domain/ids.ts'
import type { RequestName } from '#shared/protocol/maps.ts'
import { requests } from '#shared/protocol/requests.ts'
import { closeClients, connect, type TestClient } from '../../support/client.ts'
import { ask } from '../../support/conversation.ts'
import { say } from '../../support/redis-conversation.ts'
import type { StartedServer } from '../../support/start-server.ts'
import { validInputs } from '../../support/valid-inputs.ts'

const names = Object.keys(requests) as RequestName[]

/** Requests whose payload has this field, read from the table so that new ones are tried as well. */
const namesWith = (field: string): RequestName[] =>
  names.filter((name) => {
    const { input } = requests[name] as { input: { shape?: Record<string, unknown> } | null }
    return input?.shape !== undefined && field in input.shape
  })

/**
 * People who do not belong to a private room, nor to a conversation of two others, or not any more,
 * try every request of the table on them, and on a room that was deleted. The answers must be those
 * for something that does not exist.
 *
 * @returns what is not so, as sentences
 */
export async function tryEverything(server: StartedServer): Promise<readonly string[]> {
  // Whoever is first owns the server and may enter everywhere.
  const owner = await joined(server, 'Olga')
  const anna = await joined(server, 'Anna')
  const ben = await joined(server, 'Ben')
  await ask(owner.client, 'person:set-role', { userId: anna.id, role: 'admin' })
  const strangers = await comeStrangers(server, owner.client)
  const places = await makePlaces({ anna, ben, exMember: strangers[1] })

  const problems: string[] = []
  for (const place of places) {
    for (const { who, token } of strangers) {
      // Each with a budget of its own, so that no answer is that one asked too often.
      const client = await connect(server.origin, { token })
      await client.join('general', who)
      await ask(client, 'conversations:follow', {})
      problems.push(...(await tryAt(place, client)).map((problem) => `${who}: ${problem}`))
      const heard = JSON.stringify(client.received)
      for (const text of SECRETS) if (heard.includes(text)) problems.push(`${who} heard "${text}"`)
      client.close()
    }
  }
  problems.push(...(await tryAsBanned(server, owner.client)))
  closeClients()
  return problems
}

const SECRETS = ['For members', 'For Ben', 'Said before the end', 'Secret']

interface Somebody {
  readonly client: TestClient
  readonly id: PersonId
}

interface Stranger extends Somebody {
  /** The name. */
  readonly who: string
  readonly token: string
}

/** Somebody who never belonged, somebody who will have belonged, and a guest. */
async function comeStrangers(
  server: StartedServer,
  owner: TestClient,
): Promise<readonly [Stranger, Stranger, Stranger]> {
  const come = async (who: string) => ({ who, ...(await joined(server, who)) })
  const strangers = [await come('Eve'), await come('Former member'), await come('Guest')] as const
  await ask(owner, 'person:set-role', { userId: strangers[2].id, role: 'guest' })
  return strangers
}

/** Something that can be read, and what it has to look like to those who may not. */
interface Place {
  readonly kind: string
  readonly roomId: string
  readonly messageId: string
  readonly absentRoom: string
}

async function makePlaces(people: {
  readonly anna: Somebody
  readonly ben: Somebody
  readonly exMember: Somebody
}): Promise<readonly Place[]> {
  const { anna, ben, exMember } = people
  const { room } = await ask(anna.client, 'room:create', {
    name: 'Secret',
    icon: '🔒',
    access: 'private',
  })
  for (const { id } of [ben, exMember]) {
    await ask(anna.client, 'room:invite', { roomId: room.id, userId: id })
  }
  await exMember.client.join(room.id, 'Former member')
  await ask(anna.client, 'room:remove', { roomId: room.id, userId: exMember.id })
  await anna.client.join(room.id, 'Anna')
  const inRoom = await say(anna.client, room.id, 'For members')
  const direct = await ask(anna.client, 'chat:direct', { to: ben.id, text: 'For Ben' })

  const gone = await ask(anna.client, 'room:create', { name: 'Gone', icon: '🕳️' })
  await anna.client.join(gone.room.id, 'Anna')
  const lost = await say(anna.client, gone.room.id, 'Said before the end')
  await ask(anna.client, 'room:delete', { roomId: gone.room.id })

  const { message } = direct
  return [
    { kind: 'private', roomId: room.id, messageId: inRoom.id, absentRoom: 'no-such-room' },
    {
      kind: 'direct',
      roomId: message.roomId,
      messageId: message.id,
      absentRoom: directIdOf(somebody(), somebody()),
    },
    { kind: 'deleted', roomId: gone.room.id, messageId: lost.id, absentRoom: 'no-such-room' },
  ]
}

async function tryAt(place: Place, client: TestClient): Promise<readonly string[]> {
  const { kind, roomId, messageId, absentRoom } = place
  const problems: string[] = []
  const compare = async (
    what: string,
    name: RequestName,
    [field, present, absent]: readonly [string, string, string],
  ) => {
    const there = await answerTo(client, name, { [field]: present })
    const nowhere = await answerTo(client, name, { [field]: absent })
    if (`${there}${nowhere}`.includes('rate-limited')) problems.push(`${name} was not tried`)
    else if (there !== nowhere.replaceAll(absent, present)) {
      problems.push(`${name} (${kind} ${what}) tells apart: ${there} and ${nowhere}`)
    } else if (!isRefusal(there)) problems.push(`${name} (${kind} ${what}) was allowed`)
  }
  for (const name of namesWith('roomId')) {
    await compare('room', name, ['roomId', roomId, absentRoom])
  }
  for (const name of namesWith('messageId')) {
    await compare('message', name, ['messageId', messageId, randomUUID()])
  }
  return problems
}

/** Somebody who is kept out does not even get as far as asking. */
async function tryAsBanned(server: StartedServer, owner: TestClient): Promise<readonly string[]> {
  const { id, token } = await joined(server, 'Banned')
  await ask(owner, 'person:ban', { userId: id, seconds: null, reason: 'Spam' })
  const answer = await connect(server.origin, { token }).then(
    () => 'let in',
    (error: { data?: { code?: string } }) => error.data?.code,
  )
  return answer === 'banned' ? [] : [`somebody banned was answered: ${answer}`]
}

const somebody = (): PersonId => personIdSchema.parse(randomUUID())

const isRefusal = (answer: string): boolean => answer.startsWith('{"ok":false')

async function joined(server: StartedServer, name: string) {
  const client = await connect(server.origin)
  const { you, token } = await client.join('general', name)
  return { client, id: you.id, token }
}

async function answerTo(
  client: TestClient,
  name: RequestName,
  change: Record<string, unknown>,
): Promise<string> {
  const input = { ...(validInputs[name] as object), ...change }
  const reply = await client.call(name, input as never)
  // A refusal may differ in how long to wait, and in nothing else.
  return JSON.stringify(reply).replace(/,?"retryAfter":\d+/, '')
}
