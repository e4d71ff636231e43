import { expect, test } from 'vitest'
import { isWayland, withPortal } from './way-of-keys.ts'

test.each([
  [{ XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' }, true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, true],
  [{ WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0', XDG_SESSION_TYPE: 'x11' }, false],
  [{ DISPLAY: ':0' }, false],
  [{}, false],
])('a Linux desktop with %j is Wayland: %j', (environment, expected) => {
  expect(isWayland({ platform: 'linux', environment })).toBe(expected)
})

test('only Linux has Wayland', () => {
  const environment = { XDG_SESSION_TYPE: 'wayland' }
  expect(isWayland({ platform: 'darwin', environment })).toBe(false)
})

test.each([
  ['', 'GlobalShortcutsPortal'],
  ['One,Two', 'One,Two,GlobalShortcutsPortal'],
  ['GlobalShortcutsPortal', 'GlobalShortcutsPortal'],
])('to the features %j the portal is added once', (features, expected) => {
  expect(withPortal(features)).toBe(expected)
})
