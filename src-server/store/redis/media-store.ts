import type { BlobId } from '#shared/domain/ids.ts'
import type { Clock } from '../../ports/clock.ts'
import type { MediaStore } from '../../ports/media-store.ts'
import { isHeld, noteHolders, toMember } from './blob-holders.ts'
import type { Keys } from './keys.ts'
import type { Link } from './link.ts'

/** What refers to which blob. Messages are noted when they are appended. */
export function createMediaStore(link: Link, keys: Keys, clock: Clock): MediaStore {
  const deps = { link, keys }
  return {
    noteUpload: ({ blobId, personId, at }) =>
      noteHolders(deps, [blobId], { kind: 'upload', personId }, at),

    async hasUploaded(personId, blobId, since) {
      const member = toMember({ kind: 'upload', personId })
      const at = await link.ask((redis) => redis.zscore(keys.holders(blobId), member))
      return at !== null && Number(at) >= since
    },

    mark: () => link.ask((redis) => redis.get(keys.mediaMark)),

    async leaveMark(mark) {
      await link.ask((redis) => redis.setnx(keys.mediaMark, mark))
      return (await link.ask((redis) => redis.get(keys.mediaMark))) ?? mark
    },

    async referredTo(ids, uploadsSince) {
      const times = { now: clock.now(), uploadsSince }
      const held = await Promise.all(ids.map((id) => isHeld(deps, id, times)))
      return new Set<BlobId>(ids.filter((_, index) => held[index]))
    },
  }
}
