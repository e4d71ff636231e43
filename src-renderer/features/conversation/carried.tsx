import { FileText } from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectServer } from '../../state/selectors.ts'
import type { ShownMessage } from '../../state/timeline.ts'
import styles from './carried.module.css'
import { VoicePlayer } from './voice-player.tsx'

/** What a message carries beside its text: recordings play here, files open outside of the window. */
export function Carried({ message }: { readonly message: ShownMessage }) {
  const { followLink } = useActions()
  const origin = useAppState((state) => selectServer(state)?.origin)
  const { voice, files } = message
  if (origin === undefined || (!voice && files.length === 0)) return null
  const open = (path: string) => () => void followLink(new URL(path, origin).href)
  return (
    <div className={styles['list']}>
      {voice && <VoicePlayer voice={voice} />}
      {files.map((file) => (
        <button key={file.blobId} type="button" className={styles['item']} onClick={open(file.url)}>
          <FileText aria-hidden="true" />
          <span className={styles['name']}>{file.name}</span>
          <span className={styles['note']}>{inUnits(file.size)}</span>
        </button>
      ))}
    </div>
  )
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const

function inUnits(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${Number((bytes / 1_000 ** step).toPrecision(3))} ${UNITS[step]}`
}
