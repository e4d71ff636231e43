import type { MicrophoneState } from '#shared/domain/audio.ts'
import { createEmitter } from '#shared/lib/emitter.ts'
import type { NoteRecorder } from '../../../src-renderer/media/note-recorder.ts'

/** Recorders without a microphone: they note what they are told, and record what the test says. */
export function createSilentRecorders() {
  const told: string[] = []
  let microphone: MicrophoneState = 'open'
  let emit: ((name: 'piece' | 'measured' | 'lost', payload: never) => void) | null = null
  let waiting: Promise<void> = Promise.resolve()
  const create = (): NoteRecorder => {
    const emitter = createEmitter<{
      piece: Blob
      measured: { readonly seconds: number; readonly peak: number }
      lost: null
    }>()
    emit = emitter.emit as typeof emit
    const open = (what: string) => async (): Promise<MicrophoneState> => {
      told.push(what)
      await waiting
      return microphone
    }
    return {
      on: emitter.on,
      start: open('start'),
      resume: open('resume'),
      pause: async () => void told.push('pause'),
      stop: async () => void told.push('stop'),
    }
  }
  return {
    create,
    told,
    setMicrophone: (next: MicrophoneState) => void (microphone = next),
    /** The question of the browser stays on the screen until this is called. */
    hold() {
      let release = (): void => undefined
      waiting = new Promise((resolve) => (release = resolve))
      return release
    },
    /** Something is said, and a piece of it comes out. */
    speak(seconds: number, text = `until ${seconds}`) {
      emit?.('measured', { seconds, peak: 0.5 } as never)
      emit?.('piece', new Blob([text], { type: 'audio/webm' }) as never)
    },
    lose: () => emit?.('lost', null as never),
  }
}
