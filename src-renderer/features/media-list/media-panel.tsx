import { X } from 'lucide-react'
import { useEffect, useState, type KeyboardEvent } from 'react'
import type { MediaKind } from '#shared/domain/media-kinds.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import styles from './media-panel.module.css'
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
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') closeMedia()
  }
  return (
    <aside className={styles['panel']} aria-label="Media and files" onKeyDown={closeOnEscape}>
      <div className={styles['head']}>
        <h2 className={styles['heading']}>Media and files</h2>
        <button
          type="button"
          aria-label="Close media and files"
          className={styles['close']}
          onClick={closeMedia}
        >
          <X aria-hidden="true" />
        </button>
      </div>
      <Tabs label="What to list" value={list.kind} options={KINDS} onChange={chooseMedia}>
        <MediaView list={list} />
      </Tabs>
    </aside>
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
