import { startHelper, type Helper } from './start-helper.ts'

/** macOS and Windows always have a screen; on Linux these two variables say where it is. */
export const hasDisplay = () =>
  process.platform !== 'linux' ||
  Boolean(process.env['DISPLAY']) ||
  Boolean(process.env['WAYLAND_DISPLAY'])

/** Larger than any window that a test opens. */
const SCREEN = '1920x1200x24'

/**
 * A screen of our own, so that tests look the same everywhere and no window takes the
 * developer's focus. Xvfb picks a free number itself; its address is that number.
 */
export const openVirtualDisplay = (): Promise<Helper> =>
  startHelper('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'])

/**
 * A session bus of our own: tray and notifications talk to one, and the developer's own desktop
 * must not show what the tests say.
 */
export const openSessionBus = (): Promise<Helper> =>
  startHelper('dbus-daemon', ['--session', '--nofork', '--print-address=3'])
