import type { MenuItemConstructorOptions } from 'electron'
import { withOthers } from '#shared/domain/names-in-short.ts'
import type { IncomingCall, RingCommand, ShownCall } from '#shared/ipc/ringing.ts'
import type { Choice } from '../ringing/ring-layer.ts'

/** What the tray is about. */
export interface TrayState {
  readonly ringing: IncomingCall | null
  readonly call: ShownCall | null
}

export type TrayPicture = 'idle' | 'ringing' | 'call'

export interface TrayVerbs {
  open(): void
  answer(choice: Choice): void
  command(command: RingCommand): void
  quit(): void
}

/** What rings comes first, whatever else goes on. */
export function trayPicture({ ringing, call }: TrayState): TrayPicture {
  if (ringing) return 'ringing'
  return call ? 'call' : 'idle'
}

/** In one line what goes on; null when nothing does. */
export function trayWords({ ringing, call }: TrayState, now: number): string | null {
  if (ringing) return wordsForRinging(ringing)
  return call && wordsForCall(call, now)
}

/** Calls come first; opening is always there, because not every tray tells that it was clicked. */
export function trayMenu(
  state: TrayState,
  now: number,
  verbs: TrayVerbs,
): MenuItemConstructorOptions[] {
  const { ringing, call } = state
  return [
    ...(ringing ? ringingItems(ringing, verbs) : []),
    ...(call ? callItems(call, now, verbs) : []),
    { label: 'Open Parley', click: () => verbs.open() },
    { type: 'separator' },
    { label: 'Quit Parley', click: () => verbs.quit() },
  ]
}

const ringingItems = (
  ringing: IncomingCall,
  { answer }: TrayVerbs,
): MenuItemConstructorOptions[] => [
  { label: escaped(wordsForRinging(ringing)), enabled: false },
  { label: 'Accept', click: () => answer({ kind: 'accept' }) },
  { label: 'Decline', click: () => answer({ kind: 'decline', text: null }) },
  { type: 'separator' },
]

const callItems = (
  call: ShownCall,
  now: number,
  { command }: TrayVerbs,
): MenuItemConstructorOptions[] => [
  { label: escaped(wordsForCall(call, now)), enabled: false },
  { label: call.isMuted ? 'Unmute' : 'Mute', click: () => command('toggle-mute') },
  ...(call.isSharing
    ? [{ label: 'Stop sharing your screen', click: () => command('stop-sharing') }]
    : []),
  { label: 'Hang up', click: () => command('hang-up') },
  { type: 'separator' },
]

const wordsForRinging = ({ from, others }: IncomingCall): string =>
  withOthers(`${from} is calling`, others)

function wordsForCall({ with: name, phase, since }: ShownCall, now: number): string {
  if (phase === 'calling') return `Calling ${name}`
  if (phase === 'connecting') return `Connecting with ${name}`
  if (since === null) return `In a call with ${name}`
  const minutes = Math.floor(Math.max(0, now - since) / 60_000)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return `In a call with ${name}, ${hours > 0 ? `${hours} h ${rest} min` : `${rest} min`}`
}

/** In a menu, a single ampersand would underline what is behind it. */
const escaped = (words: string): string => words.replaceAll('&', '&&')
