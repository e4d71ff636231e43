import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { strange } from './s3-fault.ts'

/** What S3 answers with, in XML; only what is used here. */

const parser = new XMLParser({
  ignoreAttributes: true,
  // Everything stays the text that it is: a name may look like a number.
  parseTagValue: false,
  isArray: (name) => name === 'Contents',
})

export interface ListedObject {
  readonly name: string
  /** By the clock of the storage, often in whole seconds. Milliseconds since 1970. */
  readonly modifiedAt: number
}

export interface ListedPage {
  readonly objects: readonly ListedObject[]
  readonly isLast: boolean
}

const listSchema = z.object({
  ListBucketResult: z.object({
    IsTruncated: z.enum(['true', 'false']),
    Contents: z
      .array(
        z.object({ Key: z.string(), LastModified: z.string().transform(Date.parse).pipe(z.int()) }),
      )
      .default([]),
  }),
})
const copySchema = z.object({ CopyObjectResult: z.unknown() })
const errorSchema = z.object({ Error: z.object({ Code: z.string().regex(/^\w{1,64}$/) }) })

export function parseList(text: string): ListedPage {
  const parsed = listSchema.safeParse(parse(text))
  if (!parsed.success) throw strange('a list of objects cannot be read')
  const { Contents, IsTruncated } = parsed.data.ListBucketResult
  return {
    objects: Contents.map(({ Key, LastModified }) => ({ name: Key, modifiedAt: LastModified })),
    isLast: IsTruncated === 'false',
  }
}

/** A copy can fail after its status was sent: then the error is in what looks like a success. */
export const saysCopied = (text: string): boolean => {
  const parsed = parse(text)
  return copySchema.safeParse(parsed).success && !errorSchema.safeParse(parsed).success
}

/** @returns the code in an answer that is an error; null when there is none, as after HEAD */
export const errorCodeIn = (text: string): string | null =>
  errorSchema.safeParse(parse(text)).data?.Error.Code ?? null

function parse(text: string): unknown {
  try {
    return parser.parse(text)
  } catch {
    // A proxy, a login page: whatever it is, it is none of ours.
    return null
  }
}
