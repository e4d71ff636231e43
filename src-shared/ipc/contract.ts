import { z } from 'zod'
import { sessionTokenSchema } from '../domain/ids.ts'
import {
  ipcEvent,
  ipcRequest,
  type InputOf,
  type IpcEventDefinition,
  type IpcOutcome,
  type IpcRequestDefinition,
  type ReplyOf,
} from './define.ts'
import { downloadNamedSchema, downloadSchema, downloadWishSchema } from './downloads.ts'
import { hostJobOutcomeSchema, hostJobSchema, hostStatusSchema } from './host.ts'
import { keysHeardSchema, keysStatusSchema, keysWishSchema } from './keys.ts'
import { capturedSchema } from './media-access.ts'
import { notificationSchema, notificationTagSchema } from './notifications.ts'
import {
  incomingCallSchema,
  ringAnswerSchema,
  ringCommandSchema,
  ringLayerSchema,
  shownCallSchema,
} from './ringing.ts'
import { screenChoiceSchema, screenIdSchema } from './screens.ts'
import { settingsPatchSchema, settingsSchema } from './settings.ts'

const originSchema = z.url({ protocol: /^https?$/ }).max(500)

const nothing = z.null()

/** Renderer to main. Types, validation and the preload bridge are derived from this table. */
export const ipcRequests = {
  'app:info': ipcRequest({
    doc: 'Versions, for the About screen and for reports of faults.',
    input: null,
    reply: z.object({
      version: z.string(),
      electron: z.string(),
      chrome: z.string(),
      platform: z.string(),
      packaged: z.boolean(),
    }),
  }),
  'app:take-notices': ipcRequest({
    doc: 'What happened before the window could listen, such as a settings file set aside.',
    input: null,
    reply: z.array(z.string()),
  }),
  'app:show-logs': ipcRequest({
    doc: 'Opens the folder with the log files in the file manager.',
    input: null,
    reply: nothing,
  }),
  'settings:get': ipcRequest({
    doc: 'All settings.',
    input: null,
    reply: settingsSchema,
  }),
  'settings:update': ipcRequest({
    doc: 'Changes the settings that the patch names and returns all of them.',
    input: settingsPatchSchema,
    reply: settingsSchema,
  }),
  'host:status': ipcRequest({
    doc: 'The state of the server inside this app.',
    input: null,
    reply: hostStatusSchema,
  }),
  'host:start': ipcRequest({
    doc: 'Starts the server and returns when it is running or has failed.',
    input: z.object({ name: z.string().trim().min(1).max(40) }),
    reply: hostStatusSchema,
  }),
  'host:stop': ipcRequest({
    doc: 'Stops the server; returns when its process has ended.',
    input: null,
    reply: hostStatusSchema,
  }),
  'host:back-up': ipcRequest({
    doc: 'Asks where to, and writes everything that the server keeps into that file, running or not.',
    input: null,
    reply: hostJobOutcomeSchema,
  }),
  'host:restore': ipcRequest({
    doc: 'Asks which file, and puts it in place of what the server keeps; it starts again if it ran.',
    input: null,
    reply: hostJobOutcomeSchema,
  }),
  'credentials:get': ipcRequest({
    doc: 'The session token kept for a server, or null.',
    input: z.object({ origin: originSchema }),
    reply: sessionTokenSchema.nullable(),
  }),
  'credentials:set': ipcRequest({
    doc: "Keeps a session token, encrypted with the system's key store where there is one; null forgets it.",
    input: z.object({ origin: originSchema, token: sessionTokenSchema.nullable() }),
    reply: nothing,
  }),
  'notifications:show': ipcRequest({
    doc: 'Shows a notification of the system, in place of an earlier one with the same tag.',
    input: notificationSchema,
    reply: nothing,
  }),
  'media-access:open-settings': ipcRequest({
    doc: 'Opens the place where the system lets somebody allow it; false where there is none.',
    input: z.object({ what: capturedSchema }),
    reply: z.boolean(),
  }),
  'screens:list': ipcRequest({
    doc: 'The screens and windows that can be shown to others, or who else asks for one.',
    input: null,
    reply: screenChoiceSchema,
  }),
  'screens:choose': ipcRequest({
    doc: 'The page is about to capture this one. Holds for one capture that follows at once.',
    input: z.object({ id: screenIdSchema }),
    reply: nothing,
  }),
  'keys:status': ipcRequest({
    doc: 'How keys are heard while another program has the focus, and whether they are now.',
    input: null,
    reply: keysStatusSchema,
  }),
  'keys:use': ipcRequest({
    doc: 'Listens for these keys from now on, in voice; what was held ends.',
    input: keysWishSchema,
    reply: keysStatusSchema,
  }),
  'keys:retry': ipcRequest({
    doc: 'Tries again to listen, after it was allowed or after the listener failed.',
    input: null,
    reply: keysStatusSchema,
  }),
  'keys:open-settings': ipcRequest({
    doc: 'Opens the place where the system lets somebody allow it; false where there is none.',
    input: null,
    reply: z.boolean(),
  }),
  'app:set-badge': ipcRequest({
    doc: "Shows how much waits beside the app's icon, where the system can; 0 takes it away.",
    input: z.object({ count: z.int().nonnegative().max(99_999) }),
    reply: nothing,
  }),
  'downloads:save': ipcRequest({
    doc: 'Asks where to, and saves a file of a server there. False when nobody wants it after all.',
    input: downloadWishSchema,
    reply: z.boolean(),
  }),
  'downloads:cancel': ipcRequest({
    doc: 'Ends a download, if it is still under way.',
    input: downloadNamedSchema,
    reply: nothing,
  }),
  'downloads:show': ipcRequest({
    doc: 'Shows a file that was saved in the file manager.',
    input: downloadNamedSchema,
    reply: nothing,
  }),
  'ringing:ring': ipcRequest({
    doc: 'Rings for this call, or ends the ringing. Asked again after a reload of the page.',
    input: z.object({ call: incomingCallSchema.nullable() }),
    reply: nothing,
  }),
  'ringing:show': ipcRequest({
    doc: 'What tray and taskbar show while one calls or talks; null when there is no call.',
    input: z.object({ call: shownCallSchema.nullable() }),
    reply: nothing,
  }),
  'ringing:test': ipcRequest({
    doc: 'Rings for a few seconds and says of each layer what came of it.',
    input: null,
    reply: z.array(ringLayerSchema),
  }),
  'links:open': ipcRequest({
    doc: "Opens a web or mail address in the system's browser after asking.",
    input: z.object({ url: z.url({ protocol: /^(https?|mailto)$/ }).max(2_000) }),
    reply: nothing,
  }),
} as const satisfies Record<string, IpcRequestDefinition>

/** Main to renderer. */
export const ipcEvents = {
  'host:status-changed': ipcEvent({
    doc: 'The server inside this app changed its state.',
    payload: hostStatusSchema,
  }),
  'host:job-progress': ipcEvent({
    doc: 'How far a backup or a restore is.',
    payload: hostJobSchema,
  }),
  'app:notice': ipcEvent({
    doc: 'Something a user should know, as one sentence.',
    payload: z.string(),
  }),
  'notifications:clicked': ipcEvent({
    doc: 'Somebody clicked on a notification; the window has come to the front.',
    payload: z.object({ tag: notificationTagSchema }),
  }),
  'keys:status-changed': ipcEvent({
    doc: 'Keys are heard now, or no more, or in another way.',
    payload: keysStatusSchema,
  }),
  'keys:heard': ipcEvent({
    doc: 'A chosen key was pressed or let go of, or everything held is to end.',
    payload: keysHeardSchema,
  }),
  'downloads:changed': ipcEvent({
    doc: 'A file of a server is on its way to the disk, is there, or is not.',
    payload: downloadSchema,
  }),
  'app:idle': ipcEvent({
    doc: 'Whether this computer is left alone. It is not until this says so.',
    payload: z.object({ isIdle: z.boolean() }),
  }),
  'ringing:answered': ipcEvent({
    doc: 'Somebody accepted or declined: in the call window, a notification, the tray, or by key.',
    payload: ringAnswerSchema,
  }),
  'ringing:command': ipcEvent({
    doc: 'Somebody chose something about the present call in the tray.',
    payload: ringCommandSchema,
  }),
  'app:command': ipcEvent({
    doc: 'A menu item was chosen that the window carries out.',
    payload: z.enum(['about', 'settings', 'shortcuts']),
  }),
} as const satisfies Record<string, IpcEventDefinition>

export type IpcRequestName = keyof typeof ipcRequests
export type IpcEventName = keyof typeof ipcEvents

export type IpcInput<Name extends IpcRequestName> = InputOf<(typeof ipcRequests)[Name]>
export type IpcReply<Name extends IpcRequestName> = ReplyOf<(typeof ipcRequests)[Name]>
export type IpcEventPayload<Name extends IpcEventName> = z.output<
  (typeof ipcEvents)[Name]['payload']
>

/** What the preload script puts at `window.parley`; the only thing of Electron the page can see. */
export interface ParleyBridge {
  request<Name extends IpcRequestName>(
    name: Name,
    input: IpcInput<Name>,
  ): Promise<IpcOutcome<IpcReply<Name>>>
  /** @returns the call that stops listening */
  on<Name extends IpcEventName>(
    name: Name,
    listener: (payload: IpcEventPayload<Name>) => void,
  ): () => void
}
