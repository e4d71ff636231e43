import { createScope, type Undo } from '#shared/lib/scope.ts'
import { NO_EMOJI_HABITS } from '../state/emoji-habits.ts'
import { keepActivity } from './activity.ts'
import { followCalls } from './call-events.ts'
import type { ActionContext } from './context.ts'
import { followDownloads } from './downloads.ts'
import { keepDrafts } from './drafts.ts'
import { followGlobalKeys } from './global-keys.ts'
import { handleHostStatus } from './hosting.ts'
import { keepBadge } from './badge.ts'
import { keepListened } from './listened.ts'
import { keepSilence } from './keep-silence.ts'
import { handleNotificationClick } from './notification-click.ts'
import { followMediaList } from './media-list.ts'
import { showNotice } from './notices.ts'
import { followPlayer } from './playback.ts'
import { returnToCall } from './return-to-call.ts'
import { endSession } from './session.ts'
import { openDialog } from './view.ts'
import { followVoice } from './voice-events.ts'

/** Brings the window to life: what was kept, what happened before, and what will be told. */
export async function start(context: ActionContext): Promise<Undo> {
  const { store, platform } = context
  const scope = createScope()
  scope.add(() => endSession(context))
  scope.add(platform.onNotice((sentence) => showNotice(context, sentence)))
  scope.add(platform.notifications.onClick((tag) => handleNotificationClick(context, tag)))
  store.setState({ notificationPermission: platform.notifications.permission() })
  // Before what plays the next one at the end of one.
  scope.add(keepListened(context))
  scope.add(followPlayer(context))
  store.setState({ canRecordNotes: context.createNoteRecorder !== null })
  scope.add(followMediaList(context))
  scope.add(followDownloads(context))
  scope.add(keepSilence(context))
  scope.add(followVoice(context))
  scope.add(followCalls(context))
  scope.add(followGlobalKeys(context))
  scope.add(keepBadge(context))
  scope.add(keepActivity(context))
  scope.add(platform.onCommand((command) => openDialog(context, command)))
  if (platform.host) {
    scope.add(platform.host.onJob((hostJob) => store.setState({ hostJob })))
    scope.add(platform.host.onStatus((status) => handleHostStatus(context, status)))
    const status = await platform.host.status()
    store.setState({ host: status.ok ? status.value : { phase: 'off' } })
  }
  const settings = await platform.settings.get()
  if (settings.ok) store.setState({ settings: settings.value })
  else showNotice(context, `The settings could not be read: ${settings.error}`, 'problem')
  store.setState(({ view }) => ({
    homeServer: platform.homeServer,
    drafts: platform.memory.drafts(),
    emojiHabits: platform.memory.emojiHabits() ?? NO_EMOJI_HABITS,
    view: { ...view, screen: 'welcome' },
  }))
  const appInfo = await platform.appInfo?.()
  if (appInfo?.ok) store.setState({ appInfo: appInfo.value })
  const notices = await platform.takeNotices()
  if (notices.ok) for (const sentence of notices.value) showNotice(context, sentence, 'problem')
  scope.add(() => keepDrafts(context))
  void returnToCall(context)
  return () => scope.close()
}
