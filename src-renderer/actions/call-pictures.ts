import { createScope, type Undo } from '#shared/lib/scope.ts'
import { PICTURE_LANES, type PictureLane, type PictureName } from '#shared/domain/call-pictures.ts'
import { isSilentByHold } from '../state/calls.ts'
import { wordsForPictureProblem } from '../state/call-picture-words.ts'
import { groupIdOf } from '../state/group-calls.ts'
import { tellMedia } from './call-course.ts'
import type { ActionContext } from './context.ts'
import { sendToGroup } from './group-calls.ts'
import { offerInNotice, showNotice } from './notices.ts'
import { changeCalls, partOf, placeOf } from './call-part.ts'
import { updateSettings } from './settings.ts'

/** The last question what to show; the answer to any other comes too late. */
const questions = new WeakMap<ActionContext, symbol>()

/** Connects the pictures of a call with what goes out and with what is shown, for as long as the app runs. */
export function followPictures(context: ActionContext): Undo {
  const { pictures } = context
  const scope = createScope()
  scope.add(
    pictures.on('own', (lane) => {
      const isOn = pictures.own()[lane] !== null
      changeCalls(context, ({ own }) => ({ own: { ...own, [lane]: isOn } }))
      if (groupIdOf(context.store.getState()) !== null) return sendToGroup(context, lane)
      const part = partOf(context)
      if (!part) return
      void part.line?.send(lane)
      void tellMedia(context)
    }),
  )
  scope.add(
    context.store.subscribe(({ calls }, { calls: before }) => {
      if (isSilentByHold(calls) === isSilentByHold(before)) return
      for (const lane of PICTURE_LANES) void partOf(context)?.line?.send(lane)
    }),
  )
  scope.add(
    pictures.on('ended', (lane) => {
      if (lane === 'camera') showNotice(context, 'The camera is gone.', 'problem')
    }),
  )
  scope.add(pictures.on('cameras', (cameras) => context.store.setState({ cameras })))
  scope.add(pictures.on('arriving', (arriving) => changeCalls(context, () => ({ arriving }))))
  return () => scope.close()
}

/** Turns the own camera on or off, in a call. */
export async function toggleCamera(context: ActionContext): Promise<void> {
  const { pictures, store } = context
  if (store.getState().calls.own.camera) pictures.close('camera')
  else await openPicture(context, 'camera')
}

/** Takes another camera, at once if one is on. @param id null for what the system uses */
export async function chooseCamera(context: ActionContext, id: string | null): Promise<void> {
  const { store } = context
  const camera = store.getState().cameras.find((device) => device.id === id) ?? null
  await updateSettings(context, { camera })
  // It may have been turned off meanwhile.
  if (store.getState().calls.own.camera) await openPicture(context, 'camera')
}

/** Shows a screen or window to the others; which one is asked by whoever can. */
export async function shareScreen(context: ActionContext): Promise<void> {
  const { screens } = context.platform
  if (!screens) return openPicture(context, 'screen')
  const place = placeOf(context)
  if (place === null) return
  const question = Symbol('what to show')
  questions.set(context, question)
  const choice = await screens.list()
  if (placeOf(context) !== place || questions.get(context) !== question) return
  if (!choice.ok) return showNotice(context, choice.error, 'problem')
  const offered = choice.value
  if (offered.by === 'app') return changeCalls(context, () => ({ screens: offered.sources }))
  if (offered.by === 'system') return openPicture(context, 'screen')
  offerSettings(context, 'screen', 'Parley may not see your screen.')
}

/** Shows this one of those that were offered. */
export async function shareThis(context: ActionContext, id: string): Promise<void> {
  cancelSharing(context)
  const place = placeOf(context)
  const chosen = await context.platform.screens?.choose(id)
  // It was chosen for those with whom one talked then.
  if (placeOf(context) !== place) return
  if (chosen && !chosen.ok) return showNotice(context, chosen.error, 'problem')
  await openPicture(context, 'screen', true)
}

export function cancelSharing(context: ActionContext): void {
  questions.delete(context)
  changeCalls(context, () => ({ screens: null }))
}

export const stopSharing = ({ pictures }: ActionContext): void => pictures.close('screen')

export const showPicture = (
  { pictures }: ActionContext,
  name: PictureName,
  element: HTMLVideoElement,
): Undo => pictures.show(name, element)

async function openPicture(
  context: ActionContext,
  lane: PictureLane,
  isChosenHere = false,
): Promise<void> {
  if (placeOf(context) === null) return
  const problem = await context.pictures.open(lane, context.store.getState().settings.camera)
  // The call is over: nothing is captured outside of one.
  if (placeOf(context) === null) return context.pictures.close(lane)
  if (problem === null) return
  const isDesktop = context.platform.mediaAccess !== null
  const words = wordsForPictureProblem(lane, problem, { isDesktop, isChosenHere })
  if (words === null) return
  if (problem === 'refused' && lane === 'camera' && isDesktop) {
    return offerSettings(context, 'camera', words)
  }
  showNotice(context, words, 'problem')
}

function offerSettings(context: ActionContext, what: PictureLane, words: string): void {
  offerInNotice(context, words, {
    doing: 'Open system settings',
    act: () => void openSettings(context, what),
  })
}

async function openSettings(context: ActionContext, what: PictureLane): Promise<void> {
  const opened = await context.platform.mediaAccess?.openSettings(what)
  if (opened?.ok && opened.value) return
  const name = what === 'camera' ? 'use the camera' : 'see the screen'
  showNotice(context, `Allow Parley to ${name} in the settings of your system.`)
}
