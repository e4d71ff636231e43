import { CSPProvider } from '@base-ui/react/csp-provider'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { Notices } from '../features/notices/notices.tsx'
import { VoiceAnnouncer } from '../features/voice-dock/voice-announcer.tsx'
import { Dialogs } from './dialogs.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Screen } from './screen.tsx'
import { ServicesProvider, type Services } from './services-context.tsx'
import { useKeyboardShortcuts } from './use-keyboard-shortcuts.ts'
import { useAskBeforeLosing } from './use-ask-before-losing.ts'
import { useNoStrayDrops } from './use-no-stray-drops.ts'
import { useLastWords } from './use-last-words.ts'
import { useTalkKey } from './use-talk-key.ts'
import { useTheme } from './use-theme.ts'
import { useWindowFocus } from './use-window-focus.ts'
import { useWindowTitle } from './use-window-title.ts'

/** How long the pointer rests before a tooltip appears, in milliseconds. */
const TOOLTIP_DELAY_MS = 400

export function App({ services }: { readonly services: Services }) {
  return (
    <ErrorBoundary showLogs={services.actions.showLogs}>
      <ServicesProvider services={services}>
        <CSPProvider disableStyleElements>
          <TooltipProvider delay={TOOLTIP_DELAY_MS}>
            <Window />
          </TooltipProvider>
        </CSPProvider>
      </ServicesProvider>
    </ErrorBoundary>
  )
}

function Window() {
  useTheme()
  useWindowTitle()
  useKeyboardShortcuts()
  useTalkKey()
  useWindowFocus()
  useLastWords()
  useAskBeforeLosing()
  useNoStrayDrops()
  return (
    <>
      <Screen />
      <Dialogs />
      <Notices />
      <VoiceAnnouncer />
    </>
  )
}
