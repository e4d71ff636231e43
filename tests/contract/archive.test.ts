import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { archiveRecordSchema, type ArchiveRecord } from '#shared/archive/records.ts'
import { entryOf, type EndedCall } from '#shared/domain/call.ts'
import { directIdOf } from '#shared/domain/direct.ts'
import type { BlobId, CallId, ClientId, MediaKey, PersonId, RoomId } from '#shared/domain/ids.ts'
import type { Message } from '#shared/domain/messages.ts'
import type { PersonName } from '#shared/domain/names.ts'
import type { SearchKind } from '#shared/domain/search-query.ts'
import { ROOM_DEFAULTS, type Room } from '#shared/domain/rooms.ts'
import { createRecordChecker } from '../../src-server/archive/check-records.ts'
import type { PasswordHash } from '../../src-server/ports/secrets.ts'
import { systemSecrets } from '../../src-server/system.ts'
import { draftsOf, emojiOf, general, music, newPerson, publicly } from './fixtures.ts'
import { storeOfEachTest } from './store-of-test.ts'
import { durableStores, type DurablePlace, type DurableStore } from './stores.ts'

const anna = newPerson('Anna')
const ben = newPerson('Ben')
const cora = newPerson('Çora „語“ 🙂')
const annasPhone = systemSecrets.hash(systemSecrets.newToken())
const hash = (text: string): PasswordHash => `$argon2id$v=19$${text}` as PasswordHash
const blob = (digit: string): BlobId => digit.repeat(64) as BlobId
const clientId = randomUUID() as ClientId
const between = directIdOf(anna.id, ben.id)

const attic: Room = {
  ...ROOM_DEFAULTS,
  id: 'attic' as RoomId,
  name: 'Attic "語"',
  icon: '🏚️',
  topic: 'Dust',
  access: 'private',
  creatorId: anna.id,
  archivedAt: 1_700_000_000_003,
  slowModeSeconds: 30,
  speakRole: 'moderator',
  pinRole: 'admin',
  retentionDays: 7,
}

const callAt = (startedAt: number, more: Partial<EndedCall>): EndedCall => ({
  id: randomUUID() as string as CallId,
  revision: 4,
  roomId: between,
  caller: publicly(anna),
  callee: publicly(ben),
  startedAt,
  entryKey: randomUUID() as string as ClientId,
  group: null,
  phase: 'ended',
  reason: 'hung-up',
  acceptedAt: 1_700_000_000_095,
  connectedAt: 1_700_000_000_096,
  endedAt: 1_700_000_090_000,
  ...more,
})
const answered = callAt(1_700_000_000_091, {})
const missed = callAt(1_700_000_000_090, { acceptedAt: null, connectedAt: null, reason: 'missed' })
/** Its entry has still to be written, so it does not count yet. */
const waiting = callAt(1_700_000_000_099, { reason: 'failed' })

/** Everything that a server can keep, at least once, with what is awkward about it. */
async function fill(store: DurableStore): Promise<void> {
  const { people, rooms, messages, conversations, moderation } = store
  for (const person of [anna, ben, cora]) await people.create(person)
  await people.addToken(anna.id, annasPhone, 10)
  await people.protect(anna.id, { keys: ['anna', '4nna'], hash: hash('anna') })
  await store.names.note('anna', anna.id)
  await store.names.note('b3n', ben.id)
  await people.update(ben.id, {
    statusText: 'Away, "really"',
    avatar: blob('b'),
    availability: 'dnd',
    mutedUntil: 1_800_000_000_000,
  })
  await people.setRole(ben.id, 'moderator')
  await people.touch(cora.id, 1_700_000_900_000)

  const limits = { members: [anna.id, ben.id], roomsMax: 20 }
  await rooms.create({ room: attic, passwordHash: hash('attic'), ...limits })
  const shed = { ...attic, ...ROOM_DEFAULTS, id: 'shed' as RoomId, name: 'Shed' }
  await rooms.create({ room: shed, passwordHash: null, ...limits })
  await messages.append(draftsOf(anna)('In a room that ends', { roomId: shed.id }))
  await rooms.remove(shed.id)

  const annaSays = draftsOf(anna)
  const benSays = draftsOf(ben)
  const say = async (draft: ReturnType<typeof annaSays>) => (await messages.append(draft)).message
  const first = await say(annaSays('First', { clientId }))
  const answer = await say(benSays('Answer\nin two lines', { replyTo: first.id }))
  const edited = await say(annaSays('Befor'))
  await messages.edit(edited.id, 'After — „ü“ 🎈\t\\"', 1_700_000_000_050)
  const gone = await say(benSays('Never said'))
  await messages.remove(gone.id, 1_700_000_000_060)
  await say(
    annaSays('', {
      type: 'file',
      mentions: [ben.id, cora.id],
      mentionsHere: true,
      attachments: [
        {
          blobId: blob('a'),
          key: 'k'.repeat(22) as MediaKey,
          name: 'Katze "1".png',
          mimeType: 'image/png',
          size: 12,
          duration: null,
          waveform: null,
          width: 3,
          height: 4,
          preview: {
            ...{ blobId: blob('d'), mimeType: 'image/webp', size: 6 },
            ...{ width: 1, height: 2 },
          },
        },
      ],
    }),
  )
  // An emoji stands where it came first; taking the first one back moves it.
  const react = async (person: typeof anna, emoji: string) =>
    messages.react({
      messageId: first.id,
      person: publicly(person),
      emoji: emojiOf(emoji),
      on: undefined,
      emojiMax: 20,
    })
  for (const [person, emoji] of [
    [anna, '👍'],
    [ben, '🎉'],
    [cora, '👍'],
  ] as const) {
    await react(person, emoji)
  }
  const pin = { pinnedAt: 1_700_000_000_070, by: publicly(anna) }
  await messages.pin({ messageId: answer.id, pin, pinsMax: 50 })
  await say(benSays('Upstairs', { roomId: attic.id }))
  await say(annaSays('Between us', { roomId: between, clientId }))
  await say(benSays('Hidden', { roomId: directIdOf(ben.id, cora.id) }))
  await conversations.hide(directIdOf(ben.id, cora.id), cora.id)
  for (const call of [answered, missed, waiting]) {
    await store.calls.add(call)
    if (call !== waiting) await store.calls.noteWritten(call.id)
    const { id, roomId } = call
    const shown = { ...entryOf(call), id }
    await say(annaSays('Call', { type: 'call', roomId, call: shown }))
  }
  await conversations.read(general, ben.id, 3)
  await conversations.read(between, ben.id, 1)
  await conversations.setNotify(general, ben.id, 'nothing')
  await conversations.setNotify(between, cora.id, 'mentions')
  await conversations.block(cora.id, ben.id, true)
  await conversations.setRings(cora.id, anna.id, false)

  const by = publicly(anna)
  await moderation.ban({
    person: publicly(cora),
    nameKeys: ['cora', 'c0ra'],
    by,
    reason: 'Spam "again"',
    bannedAt: 1_700_000_000_080,
    until: 1_700_000_000_090,
  })
  const entry = { at: 1_700_000_000_080, actor: by, roomId: null, detail: 'Spam' }
  await moderation.note({ ...entry, action: 'ban', target: publicly(cora) })
  await moderation.note({ ...entry, action: 'create-room', target: null, roomId: attic.id })
  await moderation.changeSettings({
    passwordHash: hash('server'),
    newcomerRole: 'guest',
    retentionDays: 30,
  })
}

async function dumpOf(store: DurableStore): Promise<readonly ArchiveRecord[]> {
  const records: ArchiveRecord[] = []
  for await (const record of store.archive.dump()) records.push(record)
  return records
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

/** As an archive would hold them. */
const toLines = (records: readonly ArchiveRecord[]): readonly string[] =>
  records.map((record) => JSON.stringify(archiveRecordSchema.parse(record)))

const everywhere = [general, music, attic.id, between, directIdOf(ben.id, cora.id)]

async function find(store: DurableStore, word: string, has: readonly SearchKind[] = []) {
  const page = await store.search.search({
    roomIds: everywhere,
    terms: [[{ word, isPrefix: false }]],
    authors: null,
    before: null,
    after: null,
    has,
    cursor: null,
    limit: 20,
  })
  return page.messages
}

/** Without the one that waits, which is not written down. */
async function callsOf(store: DurableStore, id: PersonId, filter: 'all' | 'missed') {
  const calls = await store.calls.list(id, { filter, before: null, limit: 10 })
  return calls
    .filter((call) => call.id !== waiting.id)
    .map((call) => ({ ...call, revision: 0, entryKey: '' }))
}

/** Anything that two stores may be asked, with the same answer. */
async function answersOf(store: DurableStore) {
  const { conversations, messages, people, rooms, moderation } = store
  const ids = everywhere
  const persons = [anna, ben, cora].map(({ id }) => id)
  return {
    rooms: await rooms.list(),
    members: await rooms.membersOf(attic.id),
    memberships: await rooms.membershipsOf(ben.id),
    password: await rooms.passwordOf(attic.id),
    pages: await Promise.all(ids.map((id) => messages.page(id, { from: 'newest' }, 100))),
    changes: await Promise.all(ids.map((id) => messages.changes(id, 0, 100))),
    pins: await messages.pins(general),
    overviews: await Promise.all(persons.map((id) => conversations.overview(id, ids, 0))),
    receipts: await conversations.receipts(general),
    directs: await Promise.all(persons.map((id) => conversations.directOf(id))),
    blocked: await conversations.blockedBy(cora.id),
    quietCallers: await conversations.quietCallersOf(cora.id),
    people: await Promise.all(persons.map((id) => people.find(id))),
    byToken: await people.findByTokenHash(annasPhone),
    protectedBy: await people.protectedBy(['4nna']),
    bans: await moderation.bans(0),
    log: await moderation.log(null, 100),
    calls: await Promise.all(
      persons.flatMap((id) =>
        (['all', 'missed'] as const).map((filter) => callsOf(store, id, filter)),
      ),
    ),
    settings: await moderation.settings(),
    names: await store.names.find(['anna', 'b3n', 'nobody']),
    found: await Promise.all(['after', 'upstairs', 'never'].map((word) => find(store, word))),
    pinned: await find(store, 'answer', ['pin']),
    held: [...(await store.media.referredTo(['a', 'b', 'c', 'd'].map(blob), 0))].toSorted(),
  }
}

const pairs = durableStores.flatMap((from) =>
  durableStores.map((to) => ({ name: `${from.name} to ${to.name}`, from, to })),
)

describe.each(pairs)('moving from $name', ({ from, to }) => {
  let places: DurablePlace[] = []
  let stores: DurableStore[] = []
  const place = async (kind: typeof from): Promise<DurablePlace> => {
    const made = await kind.prepare()
    places.push(made)
    return made
  }
  const open = async (where: DurablePlace): Promise<DurableStore> => {
    const store = await where.open()
    stores.push(store)
    return store
  }
  beforeEach(() => {
    places = []
    stores = []
  })
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await Promise.all(places.map((made) => made.remove()))
  })

  /** @returns both, the new one opened anew after the load */
  async function move(prepare: (store: DurableStore) => Promise<void> = fill) {
    const source = await open(await place(from))
    await prepare(source)
    const target = await place(to)
    const loading = await target.openArchive()
    await loading.archive.load(source.archive.dump(), 'a mark')
    await loading.close()
    return { source, target: await open(target) }
  }

  test('everything arrives, and what is dumped there is the same to the byte', async () => {
    const { source, target } = await move()
    const lines = toLines(await dumpOf(source))
    expect(new Set((await dumpOf(source)).map(({ kind }) => kind)).size).toBe(11)
    expect(toLines(await dumpOf(target))).toEqual(lines)
    const answers = await answersOf(target)
    expect(answers).toEqual(await answersOf(source))
    expect(answers.held).toEqual(['a', 'b', 'd'].map(blob))
  })

  test('more calls than are read at once all arrive, also those that began together', async () => {
    const calls = Array.from({ length: 1_101 }, (_, index) =>
      callAt(1_700_000_000_000 + Math.floor(index / 700), {}),
    )
    const { source, target } = await move(async (store) => {
      for (const person of [anna, ben]) await store.people.create(person)
      await Promise.all(calls.map((call) => store.calls.add(call)))
      await Promise.all(calls.map(({ id }) => store.calls.noteWritten(id)))
    })
    const inOrder = calls.toSorted(
      (one, other) => one.startedAt - other.startedAt || (one.id < other.id ? -1 : 1),
    )
    for (const store of [source, target]) {
      const ids = (await dumpOf(store)).flatMap((record) =>
        record.kind === 'call' ? [record.id] : [],
      )
      expect(ids).toEqual(inOrder.map(({ id }) => id))
    }
  })

  test('life goes on where it was', async () => {
    const { source, target } = await move()
    for (const store of [source, target]) {
      const { messages, people, moderation, conversations } = store
      const { lastSeq } = await messages.page(general, { from: 'newest' }, 1)
      const next = await messages.append(draftsOf(ben)('Next', { createdAt: 5 }))
      expect(next.message.seq).toBe(lastSeq + 1)
      const again = await messages.append(draftsOf(anna)('First', { clientId }))
      expect(again).toMatchObject({ duplicate: true, message: { seq: 1, text: 'First' } })
      const elsewhere = await messages.append(draftsOf(anna)('x', { roomId: between, clientId }))
      expect(elsewhere.duplicate).toBe(true)
      expect(await people.findByTokenHash(anna.tokenHash)).toMatchObject({
        id: anna.id,
        role: 'owner',
        isProtected: true,
      })
      const stranger = newPerson('Stranger')
      expect((await people.create(stranger)).role).toBe('member')
      expect(await people.protect(stranger.id, { keys: ['anna'], hash: hash('x') })).toBe(false)
      expect(
        await store.rooms.create({
          room: { ...attic, id: 'shed' as RoomId },
          passwordHash: null,
          members: [],
          roomsMax: 20,
        }),
      ).toBe('taken')
      const noted = await moderation.note({
        at: 1,
        action: 'unban',
        actor: publicly(anna),
        target: null,
        roomId: null,
        detail: '',
      })
      expect(noted.number).toBe(3)
      expect(await conversations.read(general, ben.id, 2)).toMatchObject({ seq: 3, changed: false })
      await messages.append(draftsOf(cora)('Again', { roomId: directIdOf(ben.id, cora.id) }))
      expect(await conversations.directOf(cora.id)).toHaveLength(1)
    }
  })

  test('reactions keep the order in which they were chosen, also for later', async () => {
    const { source, target } = await move()
    const outcomes = []
    for (const { messages } of [source, target]) {
      const { messages: found } = await messages.page(general, { from: 'newest' }, 100)
      const messageId = found[0]!.id
      const common = { messageId, emojiMax: 20, on: undefined }
      await messages.react({ ...common, person: publicly(anna), emoji: emojiOf('👍') })
      await messages.react({ ...common, person: publicly(cora), emoji: emojiOf('🚀') })
      outcomes.push((await messages.find(messageId))?.reactions.map(({ emoji }) => emoji))
    }
    expect(outcomes).toEqual([
      ['🎉', '👍', '🚀'],
      ['🎉', '👍', '🚀'],
    ])
  })

  test('what cannot be read to its end leaves the place as it was', async () => {
    const source = await open(await place(from))
    await fill(source)
    // More than a store takes at once, so that something is in it when the end does not come.
    for (let index = 0; index < 600; index += 1) {
      await source.messages.append(draftsOf(anna)(`Song ${index}`, { roomId: music }))
    }
    const records = await dumpOf(source)
    const target = await place(to)
    async function* broken(): AsyncGenerator<ArchiveRecord> {
      yield* records.slice(0, records.length - 1)
      throw new Error('The file ends here')
    }
    const loading = await target.openArchive()
    await expect(loading.archive.load(broken(), null)).rejects.toThrow('The file ends here')
    await loading.close()
    const looking = await target.openArchive()
    expect(await looking.archive.readiness()).toBe('ready')
    await looking.close()
    const after = await open(target)
    expect((await after.rooms.list()).map(({ id }) => id)).toEqual(['general', 'music', 'gaming'])
    expect(await after.people.find(anna.id)).toBeNull()
    // Nor is anything left that is found by other ways than the list of people and rooms.
    await after.people.create(anna)
    const first = await after.messages.append(draftsOf(anna)('First again', { clientId }))
    expect(first).toMatchObject({ duplicate: false, message: { seq: 1, text: 'First again' } })
  })
})

describe.each(durableStores)('an archive of $name', (kind) => {
  const store = storeOfEachTest(kind)

  test('says how much there is', async () => {
    expect(await store.archive.size()).toEqual({ messages: 0, people: 0 })
    await fill(store)
    expect(await store.archive.size()).toMatchObject({ people: 3 })
  })

  test('is one moment of each conversation, whoever writes meanwhile', async () => {
    await fill(store)
    const { messages, people } = store
    for (let index = 0; index < 600; index += 1) {
      await messages.append(draftsOf(anna)(`Before ${index}`, { roomId: music }))
    }
    /** Every state of every message, by the number of the change that made it. */
    const history = new Map<number, Message>()
    const note = (message: Message | null | undefined): void => {
      if (message) history.set(message.changeSeq, message)
    }
    for (let after = 0; ;) {
      const page = await messages.changes(music, after, 200)
      page.messages.forEach(note)
      if (!page.more) break
      after = page.upTo
    }
    const writers = { areDone: false }
    const writing = (async () => {
      const known = [...history.values()]
      for (let index = 0; !writers.areDone; index += 1) {
        const old = known[(index * 37) % known.length]!
        note(await messages.edit(old.id, `Edited ${index}`, 1_700_000_001_000 + index))
        const stranger = newPerson(`Late ${index}` as PersonName)
        await people.create(stranger)
        note((await messages.append(draftsOf(stranger)(`New ${index}`, { roomId: music }))).message)
        if (index % 3 === 0) note((await messages.remove(old.id, 1_700_000_002_000))?.message)
      }
    })()
    const records = await dumpOf(store)
    writers.areDone = true
    await writing

    const checker = createRecordChecker()
    expect(records.map((record) => checker.take(record)).filter((said) => said !== null)).toEqual(
      [],
    )
    expect(checker.end()).toBeNull()

    const room = records.find((record) => record.kind === 'room' && record.id === music)
    const lastSeq = room?.kind === 'room' ? room.lastSeq : 0
    const dumped = new Map<string, string>()
    for (const record of records) {
      if (record.kind === 'message' && record.roomId === music) {
        dumped.set(record.id, `${record.changeSeq} ${record.text} ${record.deletedAt}`)
      }
    }
    const expected = new Map<string, string>()
    for (const changeSeq of [...history.keys()].toSorted((one, other) => one - other)) {
      const message = history.get(changeSeq)!
      if (changeSeq > lastSeq) continue
      expected.set(message.id, `${changeSeq} ${message.text} ${message.deletedAt}`)
    }
    expect(lastSeq).toBeGreaterThanOrEqual(600)
    expect(dumped).toEqual(expected)
  })

  test('is not put over anything', async () => {
    await store.people.create(anna)
    await store.close()
    const looking = await store.openArchive()
    expect(await looking.archive.readiness()).toBe('not-empty')
    await looking.close()
    await store.openAgain()
  })

  test('with two messages of one id is refused, and nothing of it stays', async () => {
    const settings = (await dumpOf(store))[0]!
    const id = systemSecrets.newMessageId()
    const { message } = {
      message: {
        kind: 'message' as const,
        roomId: general,
        id,
        seq: 1,
        changeSeq: 1,
        type: 'text' as const,
        text: 'x',
        attachments: [],
        author: publicly(anna),
        createdAt: 1,
        editedAt: null,
        deletedAt: null,
        replyTo: null,
        reactions: [],
        pin: null,
        mentions: [],
        mentionsHere: false,
        clientId: null,
      },
    }
    const records = [settings, message, { ...message, seq: 2, changeSeq: 2 }] as ArchiveRecord[]
    await store.close()
    const loading = await store.openArchive()
    await expect(loading.archive.load(each(records), null)).rejects.toThrow('is damaged')
    await loading.close()
    await store.openAgain()
    expect((await dumpOf(store)).filter(({ kind }) => kind === 'message')).toEqual([])
  })
})
