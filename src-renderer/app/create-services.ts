import { createActions } from '../actions/create-actions.ts'
import type { ActionContext } from '../actions/context.ts'
import { start } from '../actions/start.ts'
import { sendFileInBrowser } from '../client/send-file.ts'
import { browserWakeSignals } from '../client/wake-signals.ts'
import { openSocketIoWire } from '../client/wire.ts'
import { boostThrough } from '../media/boosted-sound.ts'
import { browserNoteRecorder } from '../media/browser-note-recorder.ts'
import { createBrowserVoice } from '../media/browser-voice.ts'
import { createCallPictures } from '../media/call-pictures.ts'
import { createPictureSources } from '../media/call-picture-sources.ts'
import { lookAtPictureInBrowser } from '../media/look-at-picture.ts'
import { createSoundPlayer } from '../media/sound-player.ts'
import { createKeptMedia } from '../platform/kept-media.ts'
import type { Platform } from '../platform/platform.ts'
import { createAppStore } from '../state/store.ts'
import { randomUuid } from './random-uuid.ts'
import type { Services } from './services-context.tsx'

/** Sound of a server on another origin may go through a context only with its leave. */
function createSound(): HTMLAudioElement {
  const sound = new Audio()
  sound.crossOrigin = 'anonymous'
  return sound
}

/** Puts the app together; the only place that names the concrete parts. */
export function createServices(platform: Platform): Services & { start: () => Promise<unknown> } {
  const store = createAppStore()
  const context: ActionContext = {
    store,
    platform,
    openWire: openSocketIoWire,
    wakeSignals: browserWakeSignals,
    fetch: window.fetch.bind(window),
    player: createSoundPlayer(createSound, (element) =>
      boostThrough(() => new AudioContext(), element),
    ),
    voice: createBrowserVoice(window),
    pictures: createCallPictures(createPictureSources(window)),
    createNoteRecorder: browserNoteRecorder(window),
    sendFile: sendFileInBrowser,
    lookAtPicture: lookAtPictureInBrowser,
    keptMedia: createKeptMedia(),
    now: Date.now,
    random: Math.random,
    newUuid: randomUuid,
    current: { session: null },
  }
  return { store, actions: createActions(context), start: () => start(context) }
}
