/** `npm run package`: the unpacked, runnable app in `release/`, for this computer. */
import { resolveElectronRuntime } from './lib/electron-runtime.ts'
import { ensureBuild } from './lib/ensure-build.ts'
import { ensurePackage } from './lib/ensure-package.ts'
import { giveUp } from './lib/processes.ts'

try {
  await ensureBuild()
  const runtime = await resolveElectronRuntime()
  if (runtime.kind === 'fallback')
    console.warn(
      'Warning: packaged with the fallback Electron. For tests only, never for a release.',
    )
  console.log(`The app: ${await ensurePackage(runtime)}`)
} catch (error) {
  giveUp(error instanceof Error ? error.message : String(error))
}
