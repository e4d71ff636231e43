import { useStore } from 'zustand'
import type { AppState } from './app-state.ts'
import type { AppStore } from './store.ts'

/** Reads a part of what is known and draws again when it changes. */
export const useStoreValue = <Value>(store: AppStore, select: (state: AppState) => Value): Value =>
  useStore(store, select)
