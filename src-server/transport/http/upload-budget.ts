import type { PersonId } from '#shared/domain/ids.ts'
import { UPLOAD_BURST, UPLOADS_AT_ONCE, UPLOADS_PER_SECOND } from '#shared/protocol/limits.ts'
import { createTokenBucket, type TokenBucket } from '../socket/token-bucket.ts'

/** How long somebody with too many uploads under way should wait before trying again. */
const TRY_AGAIN_MS = 1_000

/** People whose budget is full again are forgotten when there are more than this. */
const REMEMBERED_MAX = 1_000

interface Account {
  readonly bucket: TokenBucket
  underWay: number
}

export interface UploadBudget {
  /** @returns 0 when the upload may begin, which then has to `end`; else the milliseconds to wait */
  begin(personId: PersonId, now: number): number
  end(personId: PersonId): void
}

/** What one person may upload to this instance, so that nobody fills the disk in a minute. */
export function createUploadBudget(): UploadBudget {
  const accounts = new Map<PersonId, Account>()

  function forgetIdle(now: number): void {
    if (accounts.size < REMEMBERED_MAX) return
    for (const [id, { bucket, underWay }] of accounts) {
      if (underWay === 0 && bucket.isFull(now)) accounts.delete(id)
    }
  }

  function accountOf(personId: PersonId, now: number): Account {
    const known = accounts.get(personId)
    if (known) return known
    forgetIdle(now)
    const bucket = createTokenBucket({ burst: UPLOAD_BURST, perSecond: UPLOADS_PER_SECOND })
    const account = { bucket, underWay: 0 }
    accounts.set(personId, account)
    return account
  }

  return {
    begin(personId, now) {
      const account = accountOf(personId, now)
      if (account.underWay >= UPLOADS_AT_ONCE) return TRY_AGAIN_MS
      const retryAfter = account.bucket.take(now)
      if (retryAfter === 0) account.underWay += 1
      return retryAfter
    },
    end(personId) {
      const account = accounts.get(personId)
      if (account) account.underWay -= 1
    },
  }
}
