import type { ComponentProps } from 'react'
import type { PersonId } from '#shared/domain/ids.ts'
import { selectPicture } from '../../state/pictures.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { useAppState } from '../services-context.tsx'

/** Somebody with the picture that they chose, wherever a person is shown. */
export function PersonAvatar({
  id,
  ...rest
}: Omit<ComponentProps<typeof Avatar>, 'picture'> & { readonly id: PersonId | null }) {
  const picture = useAppState((state) => selectPicture(state, id))
  return <Avatar {...rest} picture={picture} />
}
