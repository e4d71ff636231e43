const { rm } = require('node:fs/promises')
const path = require('node:path')

/**
 * The fallback Electron carries a loader for development at `resources/app`, and Electron looks
 * there before it looks at `app.asar`: left in, the packaged app would not start itself.
 */
exports.default = async function afterPack({ appOutDir, electronPlatformName }) {
  if (electronPlatformName !== 'linux') return
  await rm(path.join(appOutDir, 'resources/app'), { recursive: true, force: true })
}
