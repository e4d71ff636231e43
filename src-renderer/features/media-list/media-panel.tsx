import { useEffect, useState } from 'react'
import type { MediaKind } from '#shared/domain/media-kinds.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { MediaView } from './media-view.tsx'

const KINDS = [
  { value: 'pictures', label: 'Pictures' },
  { value: 'files', label: 'Files' },
  { value: 'voice', label: 'Voice' },
] as const satisfies readonly { readonly value: MediaKind; readonly label: string }[]

/** What was sent in the conversation, beside it. */
export function MediaPanel() {
  const { closeMedia, chooseMedia } = useActions()
  const list = useAppState((state) => state.mediaList)
  useFocusBack()
  if (!list) return null
  return (
    <SidePanel title="Media and files" closeLabel="Close media and files" onClose={closeMedia}>
      <Tabs label="What to list" value={list.kind} options={KINDS} onChange={chooseMedia}>
        <MediaView list={list} />
      </Tabs>
    </SidePanel>
  )
}

/** When this goes away with the focus inside, that returns to where it was before. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      const isLost = document.activeElement === document.body
      if (isLost && before instanceof HTMLElement) before.focus()
    },
    [before],
  )
}
