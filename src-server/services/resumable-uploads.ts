import type { Person } from '#shared/domain/people.ts'
import type { UploadReply } from '#shared/protocol/http.ts'
import { succeed } from '#shared/lib/result.ts'
import { FILE_MAX_BYTES } from '#shared/protocol/limits.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { PartialUpload, PartialUploads } from '../ports/partial-uploads.ts'
import { fileTooLarge, UPLOAD_KEPT_MS, type Media } from './media.ts'
import { refuse, type Outcome } from './outcome.ts'
import { createRepeat } from './repeat.ts'

const FORGET_EVERY_MS = 15 * 60_000

export interface UploadPart {
  /** Where in the file it begins. */
  readonly offset: number
  readonly content: AsyncIterable<Uint8Array>
}

export type ResumableUploads = ReturnType<typeof createResumableUploads>

/** Bringing a file in more than one piece, because connections break. */
export function createResumableUploads(deps: {
  readonly uploads: PartialUploads
  readonly media: Pick<Media, 'upload'>
  readonly clock: Clock
  readonly log: Log
}) {
  const { uploads, media, clock, log } = deps
  const repeat = createRepeat(clock, FORGET_EVERY_MS, forgetOld)

  /** From here on it is a file like any other, and whoever asks again is told the same. */
  async function complete(
    person: Person,
    id: string,
  ): Promise<Outcome<UploadReply, 'invalid' | 'too-large' | 'not-found'>> {
    const content = await uploads.read(person.id, id)
    if (!content) return noSuchUpload()
    const stored = await media.upload(person, content)
    if (stored.ok) await uploads.finish(person.id, id, stored.value)
    return stored
  }

  async function forgetOld(): Promise<void> {
    try {
      await uploads.forget(clock.now() - UPLOAD_KEPT_MS)
    } catch (error) {
      log.warn({ err: error }, 'could not clear away unfinished uploads; trying again later')
    }
  }

  return {
    /** @returns what to go on with */
    async begin(person: Person, size: number): Promise<Outcome<string, 'invalid' | 'too-large'>> {
      if (size === 0) return refuse('invalid', 'The file is empty')
      if (size > FILE_MAX_BYTES) return fileTooLarge()
      return succeed(await uploads.create(person.id, size))
    },

    async progress(person: Person, id: string): Promise<Outcome<PartialUpload, 'not-found'>> {
      const found = await uploads.find(person.id, id)
      return found ? succeed(found) : noSuchUpload()
    },

    /** @returns how far it is now, and what it became when that was the end of it */
    async goOn(
      person: Person,
      id: string,
      part: UploadPart,
    ): Promise<
      Outcome<Omit<PartialUpload, 'size'>, 'invalid' | 'too-large' | 'not-found' | 'conflict'>
    > {
      const upload = await uploads.find(person.id, id)
      if (!upload) return noSuchUpload()
      const { size, reply } = upload
      if (part.offset === size && reply) return succeed({ offset: size, reply })
      const appended = await uploads.append(person.id, id, part)
      switch (appended.kind) {
        case 'unknown':
          return noSuchUpload()
        case 'conflict':
          return refuse('conflict', `It goes on at byte ${appended.offset}`)
        case 'too-large':
          return refuse('invalid', 'That is more than the file was said to have')
        case 'interrupted':
          return refuse('invalid', 'The file did not arrive in full')
        case 'appended': {
          const { offset } = appended
          if (offset < size) return succeed({ offset, reply: null })
          const completed = await complete(person, id)
          return completed.ok ? succeed({ offset, reply: completed.value }) : completed
        }
      }
    },

    start: repeat.start,
    stop: repeat.stop,
  }
}

const noSuchUpload = () => refuse('not-found', 'There is no such upload, or not any more')
