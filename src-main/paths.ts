import { join } from 'node:path'

/** Where things are, relative to the bundle of the main process (`dist/main`). */
export interface AppPaths {
  readonly preload: string
  readonly callWindowPreload: string
  readonly renderer: string
  readonly serverEntry: string
  readonly keyListener: string
  readonly icon: string
  readonly trayPictures: string
}

/** @param bundleFolder the folder of the running bundle, in the source tree or inside the archive */
export const bundlePaths = (bundleFolder: string): AppPaths => ({
  preload: join(bundleFolder, 'preload.cjs'),
  callWindowPreload: join(bundleFolder, 'call-window-preload.cjs'),
  renderer: join(bundleFolder, '..', 'renderer'),
  serverEntry: join(bundleFolder, '..', 'server', 'embedded.js'),
  keyListener: join(bundleFolder, 'key-listener.js'),
  icon: join(bundleFolder, '..', '..', 'build', 'icons', '256x256.png'),
  trayPictures: join(bundleFolder, '..', '..', 'build', 'tray'),
})
