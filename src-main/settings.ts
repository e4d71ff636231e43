import {
  DEFAULT_SETTINGS,
  settingsSchema,
  type Settings,
  type SettingsPatch,
} from '#shared/ipc/settings.ts'
import { openJsonStore } from './json-store.ts'

export interface SettingsKeeper {
  get(): Settings
  /** @returns all settings after the change */
  update(patch: SettingsPatch): Settings
}

export function openSettings(options: {
  readonly folder: string
  readonly now: () => Date
  readonly onSetAside: (sentence: string) => void
}): SettingsKeeper {
  const store = openJsonStore({
    ...options,
    name: 'settings',
    version: 1,
    schema: settingsSchema,
    fallback: DEFAULT_SETTINGS,
  })
  return {
    get: store.get,
    update(patch) {
      // Keys that the patch leaves undefined must not erase what is stored.
      const named = Object.entries(patch).filter(([, value]) => value !== undefined)
      store.set(settingsSchema.parse({ ...store.get(), ...Object.fromEntries(named) }))
      return store.get()
    },
  }
}
