import { useAppState } from '../../app/services-context.tsx'
import { mediaItemsOf, type MediaList } from '../../state/media-list.ts'
import { selectServer } from '../../state/selectors.ts'
import { FileRows } from './file-rows.tsx'
import { ListEnd } from './list-end.tsx'
import styles from './media-list.module.css'
import { Empty, Failed, Loading } from './media-states.tsx'
import { PictureGrid } from './picture-grid.tsx'
import { VoiceRows } from './voice-rows.tsx'

/** One kind of what was sent, the newest first; or that there is nothing, or why it is not seen. */
export function MediaView({ list }: { readonly list: MediaList }) {
  const { kind, phase, messages } = list
  if (messages.length === 0) {
    if (phase.kind === 'failed') return <Failed reason={phase.reason} />
    return phase.kind === 'ready' ? <Empty kind={kind} /> : <Loading kind={kind} />
  }
  return (
    <div
      // Another list begins at its top.
      key={`${list.roomId} ${kind}`}
      className={styles['scroll']}
      aria-busy={phase.kind === 'loading' || undefined}
    >
      <Listed list={list} />
      <ListEnd list={list} />
    </div>
  )
}

function Listed({ list }: { readonly list: MediaList }) {
  const origin = useAppState((state) => selectServer(state)?.origin)
  if (list.kind === 'voice') return <VoiceRows messages={list.messages} />
  if (origin === undefined) return null
  const items = mediaItemsOf(list, origin)
  return list.kind === 'pictures' ? <PictureGrid items={items} /> : <FileRows items={items} />
}
