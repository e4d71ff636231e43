import { expect, test, vi } from 'vitest'
import { randomFrom } from '../../tests/support/random.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { MediaStore } from '../ports/media-store.ts'
import { createMediaKeeping } from './media-keeping.ts'

async function pass(turns: number): Promise<void> {
  for (let left = turns; left > 0; left -= 1) await Promise.resolve()
}

/** One place for a mark; each step takes a few turns, so that several instances get in between. */
function createPlace(turns: () => number) {
  let kept: string | null = null
  return {
    async mark() {
      await pass(turns())
      return kept
    },
    async leaveMark(mark: string) {
      await pass(turns())
      kept ??= mark
      return kept
    },
  }
}

/** From a seed, so that every order of steps can be had again. */
function createTurns(seed: number): () => number {
  const random = randomFrom(seed)
  return () => random.below(8)
}

function startOn(places: {
  readonly files: ReturnType<typeof createPlace>
  readonly store: ReturnType<typeof createPlace>
  readonly name: string
}): Promise<readonly string[]> {
  const blobs = { ...places.files, isEmpty: () => Promise.resolve(true) } as Partial<BlobStore>
  return createMediaKeeping({
    blobs: blobs as BlobStore,
    media: places.store as Partial<MediaStore> as MediaStore,
    clock: { now: () => 0, monotonic: () => 0, after: () => () => {} },
    log: { info: vi.fn(), warn: vi.fn() } as never,
    newMark: () => places.name,
    isShared: true,
    place: 'folder',
  }).check()
}

test('instances that start at once on one new folder find that it is theirs', async () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const turns = createTurns(seed)
    const [files, store] = [createPlace(turns), createPlace(turns)]
    const told = await Promise.all(
      ['first', 'second', 'third'].map(async (name, index) => {
        await pass(index * turns())
        return startOn({ files, store, name })
      }),
    )
    expect(told.flat(), `seed ${seed}`).toEqual([])
  }
})

test('instances with folders of their own are told, one after the other and at once', async () => {
  const turns = createTurns(1)
  const store = createPlace(turns)
  const own = (name: string) => ({ files: createPlace(turns), store, name })
  expect(await startOn(own('first'))).toEqual([])
  expect(await startOn(own('second'))).toEqual([expect.stringContaining('is not the one')])

  for (let seed = 1; seed <= 300; seed += 1) {
    const turn = createTurns(seed)
    const both = createPlace(turn)
    const told = await Promise.all(
      ['first', 'second'].map((name) => startOn({ files: createPlace(turn), store: both, name })),
    )
    expect(told.flat(), `seed ${seed}`).toHaveLength(1)
  }
})
