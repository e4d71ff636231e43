import type { Undo } from './scope.ts'

/** Typed events for managers that say things without knowing who listens. */
export interface Emitter<Events extends object> {
  /** @returns the call that stops listening */
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): Undo
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void
}

export function createEmitter<Events extends object>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(payload: never) => void>>()
  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener)
      return () => set.delete(listener)
    },
    emit(name, payload) {
      // A copy, because a listener may stop listening while it is being told.
      for (const listener of [...(listeners.get(name) ?? [])]) {
        ;(listener as (value: typeof payload) => void)(payload)
      }
    },
  }
}
