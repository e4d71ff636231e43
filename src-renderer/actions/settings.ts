import type { SettingsPatch } from '#shared/ipc/settings.ts'
import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'

/** Changes settings at once on the screen, then where they are kept. */
export async function updateSettings(context: ActionContext, patch: SettingsPatch): Promise<void> {
  const { store, platform } = context
  store.setState(({ settings }) => ({ settings: { ...settings, ...withoutUndefined(patch) } }))
  const kept = await platform.settings.update(patch)
  if (!kept.ok) showNotice(context, `The change could not be saved: ${kept.error}`, 'problem')
}

/** `exactOptionalPropertyTypes` tells a missing property from an undefined one; a spread does not. */
const withoutUndefined = <Patch extends object>(
  patch: Patch,
): { [Key in keyof Patch]: Exclude<Patch[Key], undefined> } =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as never
