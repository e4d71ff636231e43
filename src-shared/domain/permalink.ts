import { z } from 'zod'
import { roomIdSchema, seqSchema, type RoomId } from './ids.ts'
import type { ServerOrigin } from './server-address.ts'

/** The address of one message: whoever may read it finds it there, in the app and in a browser. */
export interface Permalink {
  readonly origin: ServerOrigin
  readonly roomId: RoomId
  readonly seq: number
}

/** Behind the hash, so that a browser does not send it and every server answers with its page. */
const HASH = /^#\/([a-z0-9-]+)\/([0-9]{1,15})$/

const placeSchema = z.object({ roomId: roomIdSchema, seq: z.coerce.number().pipe(seqSchema) })

export const permalinkTo = ({ origin, roomId, seq }: Permalink): string =>
  `${origin}/#/${roomId}/${seq}`

/** @returns where the link leads, or null when it is no link to a message */
export function parsePermalink(text: string): Permalink | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  if (!isWeb || url.pathname !== '/' || url.search !== '' || url.username !== '') return null
  const [, roomId, seq] = HASH.exec(url.hash) ?? []
  const place = placeSchema.safeParse({ roomId, seq })
  return place.success ? { origin: url.origin, ...place.data } : null
}
