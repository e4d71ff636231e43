import { About } from '../features/about/about.tsx'
import { HostPanel } from '../features/host/host-panel.tsx'
import { SettingsDialog } from '../features/settings/settings-dialog.tsx'
import { Shortcuts } from '../features/shortcuts/shortcuts.tsx'
import { Switcher } from '../features/switcher/switcher.tsx'

/** Everything that opens over the screen. Each one knows itself whether it is open. */
export function Dialogs() {
  return (
    <>
      <About />
      <HostPanel />
      <SettingsDialog />
      <Shortcuts />
      <Switcher />
    </>
  )
}
