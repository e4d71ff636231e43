import { Images } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { NO_PEOPLE_COLUMN, useMediaQuery } from '../../ui/use-media-query.ts'

/** Opens and closes what was sent here, beside the conversation. */
export function MediaButton() {
  const { openMedia, closeMedia } = useActions()
  const isOpen = useAppState((state) => state.mediaList !== null)
  const isDrawer = useMediaQuery(NO_PEOPLE_COLUMN)
  return (
    <IconButton
      label="Media and files"
      variant="outline"
      aria-expanded={isDrawer ? undefined : isOpen}
      onClick={isOpen && !isDrawer ? closeMedia : openMedia}
    >
      <Images aria-hidden="true" />
    </IconButton>
  )
}
