import { randomUUID } from 'node:crypto'
import { textBody, type Bucket } from './bucket.ts'
import { S3Fault, strange, type S3FaultReason } from './s3-fault.ts'

const TRIES = 'tries/'

/** A try takes a moment: older is left behind. */
const LEFT_BEHIND_AFTER_MS = 10 * 60_000

/**
 * Does once everything that is going to be done, so that what is set wrongly is found out at the start
 * and not by the first person who sends something.
 *
 * @returns one sentence about what does not work; null when everything does
 */
export async function tryOut(bucket: Bucket): Promise<string | null> {
  const [name, copy] = [`${TRIES}${randomUUID()}`, `${TRIES}${randomUUID()}`]
  const remove = () => Promise.all([name, copy].map((each) => bucket.remove(each)))
  let isWritten = false
  let doing = 'list it'
  try {
    await bucket.list(TRIES, { max: 1 })
    doing = 'write to it'
    isWritten = true
    await bucket.put(name, textBody('Parley'))
    doing = 'list it'
    const { objects } = await bucket.list(name)
    if (objects.length !== 1) throw strange('what was stored is not in the list at once')
    doing = 'read from it'
    const part = await bucket.read(name, { first: 1, last: 2 })
    if (!part) throw strange('what was stored is not there at once')
    part.discard()
    doing = 'copy in it'
    if (!(await bucket.copy(name, copy))) throw strange('an object could not be copied')
    doing = 'delete from it'
    await remove()
    return null
  } catch (error) {
    if (!(error instanceof S3Fault)) throw error
    // It may be started again and again, and leave something each time.
    if (isWritten && doing !== 'delete from it') await remove().catch(() => undefined)
    return sentenceFor(error.reason, bucket, doing)
  }
}

/** What a try left that was interrupted. */
export async function forgetTries(bucket: Bucket): Promise<void> {
  const { objects, answeredAt } = await bucket.list(TRIES)
  for (const { name, modifiedAt } of objects) {
    if (answeredAt - modifiedAt > LEFT_BEHIND_AFTER_MS) await bucket.remove(name)
  }
}

function sentenceFor(reason: S3FaultReason, { host, name }: Bucket, doing: string): string {
  const storage = `the storage at ${host}`
  switch (reason.kind) {
    case 'unreachable':
      return `Cannot reach ${storage} (${reason.code}): check MEDIA_S3_URL, and that it runs.`
    case 'silent':
      return `There is no answer from ${storage}: check MEDIA_S3_URL, and that it runs.`
    case 'strange':
      return `What answers at ${host} cannot be used, because ${reason.what}: check MEDIA_S3_URL, and read docs/operations.md about which storage can.`
    case 'refused':
      return sentenceForRefusal(reason.code ?? String(reason.status), { storage, name, doing })
  }
}

function sentenceForRefusal(
  code: string,
  { storage, name, doing }: { storage: string; name: string; doing: string },
): string {
  switch (code) {
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
      return `The key is not accepted by ${storage} (${code}): check MEDIA_S3_ACCESS_KEY and MEDIA_S3_SECRET_KEY.`
    case 'NoSuchBucket':
      return `There is no bucket "${name}" in ${storage}: create it, or correct MEDIA_S3_URL.`
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
    case 'TemporaryRedirect':
    case '301':
    case '307':
      return `The bucket "${name}" is in another region of ${storage} (${code}): set MEDIA_S3_REGION, and MEDIA_S3_URL to its address there.`
    case 'RequestTimeTooSkewed':
      return `The clock of this machine and that of ${storage} differ by more than it allows: set the clock.`
    case 'AccessDenied':
    case '403':
      return `The key may use the bucket "${name}", but not ${doing} (${code}): docs/operations.md has the rights that it needs.`
    default:
      return `The bucket "${name}" cannot be used, because ${storage} refuses to ${doing} (${code}).`
  }
}
