import { useState } from 'react'
import type { GlobalKeyName } from '#shared/domain/global-keys.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { keysName } from '../../ui/key-name.ts'
import { Problem } from '../../ui/problem.tsx'
import styles from './settings-dialog.module.css'
import { useKeyRecorder } from './use-key-recorder.ts'

/** A key that works wherever the focus is: chosen by pressing it, alone or with others. */
export function GlobalKeyField({
  name,
  label,
}: {
  readonly name: GlobalKeyName
  readonly label: string
}) {
  const { setGlobalKey } = useActions()
  const codes = useAppState((state) => state.settings.voice.globalKeys[name])
  const isUnusable = useAppState(
    ({ globalKeys }) => globalKeys?.status.unusable.includes(name) ?? false,
  )
  const [problem, setProblem] = useState<string | null>(null)
  const take = (next: readonly string[] | null): void => {
    const taken = setGlobalKey(name, next)
    setProblem(taken.ok ? null : taken.error)
  }
  const { isRecording, toggle } = useKeyRecorder(take)
  return (
    <div role="group" aria-label={label}>
      <div className={styles['test']}>
        <span className={styles['label']}>{label}</span>
        <span className={styles['key']}>
          {codes === null ? 'None' : <Kbd>{keysName(codes)}</Kbd>}
        </span>
        <Button
          size="small"
          aria-label={isRecording ? `Press the ${label}` : `Choose the ${label}`}
          aria-pressed={isRecording}
          onClick={toggle}
        >
          {isRecording ? 'Press the keys…' : 'Choose'}
        </Button>
        {codes !== null && !isRecording && (
          <Button size="small" aria-label={`Clear the ${label}`} onClick={() => take(null)}>
            Clear
          </Button>
        )}
      </div>
      <Problem>{problem ?? (isUnusable ? UNUSABLE : null)}</Problem>
    </div>
  )
}

const UNUSABLE =
  'These keys cannot be used on this system, or another program has them. Choose others, for example Ctrl with a letter.'
