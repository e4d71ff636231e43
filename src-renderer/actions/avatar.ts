import { fail } from '#shared/lib/result.ts'
import { uploadFile } from '../client/upload-file.ts'
import { squarePicture } from '../media/square-picture.ts'
import { asSentence } from './as-sentence.ts'
import type { ActionContext } from './context.ts'
import type { Done } from './manage-rooms.ts'
import { updateProfile } from './profiles.ts'

/** Shows a picture of us to others, the middle of it as a small square. */
export async function setAvatar(context: ActionContext, file: Blob): Promise<Done> {
  const { session } = context.current
  if (!session?.token) return fail('There is no connection to a server.')
  const picture = await squarePicture(file)
  if (!picture) return fail('This is not a picture that can be shown. Try a PNG, JPEG or WebP.')
  const { token, server } = session
  const stored = await uploadFile(picture, {
    origin: server.origin,
    token,
    sendFile: context.sendFile,
  })
  if (!stored.ok) return fail(asSentence(stored.error.sentence))
  return updateProfile(context, { avatar: stored.value })
}

export const removeAvatar = (context: ActionContext): Promise<Done> =>
  updateProfile(context, { avatar: null })
