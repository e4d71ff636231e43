import { Disc, Square } from 'lucide-react'
import { useState } from 'react'
import type { RecordingInto } from '#shared/domain/audio.ts'
import marks from '../../app/parts/button-marks.module.css'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectMay } from '../../state/manage.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './voice-dock.module.css'

const FILES: readonly { readonly value: RecordingInto; readonly label: string }[] = [
  { value: 'one-file', label: 'One file for everybody together' },
  { value: 'file-each', label: 'One file for each person' },
]

/** Begins a recording of the room and ends it; not there for whom the server would refuse it. */
export function RecordButton({ className }: { readonly className?: string | undefined }) {
  const { stopRecording } = useActions()
  const [isOpen, setOpen] = useState(false)
  const phase = useAppState(({ recording }) => recording.phase)
  const isConnected = useAppState(({ voice }) => voice.link.phase === 'in')
  const may = useAppState((state) => state.canRecord && selectMay('voice:record')(state))
  if (phase === 'asking' || phase === 'running') {
    return (
      <IconButton
        label="Stop recording"
        className={classNames(className, marks['off'])}
        onClick={stopRecording}
      >
        <Square aria-hidden="true" />
      </IconButton>
    )
  }
  if (!may) return null
  return (
    <>
      <IconButton
        label="Record"
        className={className}
        disabled={!isConnected || phase === 'saving'}
        onClick={() => setOpen(true)}
      >
        <Disc aria-hidden="true" />
      </IconButton>
      <Dialog
        isOpen={isOpen && isConnected}
        onClose={() => setOpen(false)}
        width="narrow"
        title="Record this room?"
        description="Everybody in the room sees and hears that you record, from the first moment to the last."
      >
        <Question onClose={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

function Question({ onClose }: { readonly onClose: () => void }) {
  const { startRecording } = useActions()
  const [into, setInto] = useState<RecordingInto>('one-file')
  return (
    <Form
      onSubmit={() => {
        onClose()
        void startRecording(into)
      }}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Start recording
          </Button>
        </>
      }
    >
      <Choice label="Files" isStacked value={into} options={FILES} onChange={setInto} />
      <p className={styles['consent']}>
        It is kept on this device only, and saved when you stop or leave. Many countries ask that
        everybody agrees first.
      </p>
    </Form>
  )
}
