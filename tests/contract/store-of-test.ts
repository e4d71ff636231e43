import { afterEach, beforeEach } from 'vitest'
import type { Clock } from '../../src-server/ports/clock.ts'
import type { NewPerson } from '../../src-server/ports/people-store.ts'
import type { DurablePlace, DurableStore, DurableStoreUnderTest } from './stores.ts'

/** The store of the test that runs. Its parts are always those of the one that is open now. */
export interface StoreOfTest extends DurableStore {
  openArchive: DurablePlace['openArchive']
  /** After a close: it finds what was stored. */
  openAgain(): Promise<void>
}

interface Setup {
  /** Who is known from the start. */
  readonly people?: readonly NewPerson[]
  readonly clock?: Clock
}

/** Opens a store of the kind before each test, in a place of its own, and removes both afterwards. */
export function storeOfEachTest(
  kind: DurableStoreUnderTest,
  { people = [], clock }: Setup = {},
): StoreOfTest {
  let place: DurablePlace
  const openAgain = async (): Promise<void> => {
    Object.assign(store, await place.open(clock))
  }
  // The parts come with the first opening, which is before anything of the test.
  const store = { openArchive: () => place.openArchive(), openAgain } as StoreOfTest
  beforeEach(async () => {
    place = await kind.prepare()
    await openAgain()
    for (const person of people) await store.people.create(person)
  })
  afterEach(async () => {
    await store.close()
    await place.remove()
  })
  return store
}
