import { openSessionBus, openVirtualDisplay } from './display.ts'
import { resolveElectronRuntime } from './electron-runtime.ts'
import { ensureBuild } from './ensure-build.ts'
import { ensurePackage } from './ensure-package.ts'

/**
 * Before the first end-to-end test, however it was started: a current build, the Electron to run
 * it in, the packaged app, a screen nobody looks at and a session bus nobody listens to. The specs
 * find them in the environment: PARLEY_ELECTRON and PARLEY_PACKAGED are paths of executables.
 */
export default async function prepare(): Promise<() => void> {
  await ensureBuild()
  const runtime = await resolveElectronRuntime()
  process.env['PARLEY_ELECTRON'] = runtime.executable
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime.dist
  process.env['PARLEY_PACKAGED'] = await ensurePackage(runtime)

  if (process.platform !== 'linux') return () => {}
  const [screen, bus] = await Promise.all([openVirtualDisplay(), openSessionBus()])
  process.env['DISPLAY'] = `:${screen.address}`
  process.env['DBUS_SESSION_BUS_ADDRESS'] = bus.address
  delete process.env['WAYLAND_DISPLAY']
  process.env['XDG_SESSION_TYPE'] = 'x11'
  return () => {
    screen.close()
    bus.close()
  }
}
