import { About } from '../features/about/about.tsx'
import { AddPeopleDialog } from '../features/add-people/add-people-dialog.tsx'
import { BlockDialog } from '../features/blocking/block-dialog.tsx'
import { CallsDialog } from '../features/calls/calls-dialog.tsx'
import { ForwardDialog } from '../features/forwarding/forward-dialog.tsx'
import { HostPanel } from '../features/host/host-panel.tsx'
import { ModerationDialog } from '../features/moderation/moderation-dialog.tsx'
import { PasswordDialog } from '../features/welcome/password-dialog.tsx'
import { ProfileDialog } from '../features/profile/profile-dialog.tsx'
import { RoomDialog } from '../features/room-settings/room-dialog.tsx'
import { UnlockDialog } from '../features/room-settings/unlock-dialog.tsx'
import { ScreenPicker } from '../features/call-stage/screen-picker.tsx'
import { ServerDialog } from '../features/server-settings/server-dialog.tsx'
import { SettingsDialog } from '../features/settings/settings-dialog.tsx'
import { Shortcuts } from '../features/shortcuts/shortcuts.tsx'
import { Switcher } from '../features/switcher/switcher.tsx'

/** Everything that opens over the screen. Each one knows itself whether it is open. */
export function Dialogs() {
  return (
    <>
      <About />
      <AddPeopleDialog />
      <BlockDialog />
      <CallsDialog />
      <ForwardDialog />
      <HostPanel />
      <ModerationDialog />
      <PasswordDialog />
      <ProfileDialog />
      <RoomDialog />
      <ScreenPicker />
      <ServerDialog />
      <SettingsDialog />
      <Shortcuts />
      <Switcher />
      <UnlockDialog />
    </>
  )
}
