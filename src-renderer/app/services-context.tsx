import { createContext, useContext, type ReactNode } from 'react'
import type { Actions } from '../actions/create-actions.ts'
import type { AppState } from '../state/app-state.ts'
import type { AppStore } from '../state/store.ts'
import { useStoreValue } from '../state/use-store.ts'

/** What features work with: what is known, and what can be done. */
export interface Services {
  readonly store: AppStore
  readonly actions: Actions
}

const ServicesContext = createContext<Services | null>(null)

export function ServicesProvider({
  services,
  children,
}: {
  readonly services: Services
  readonly children: ReactNode
}) {
  return <ServicesContext value={services}>{children}</ServicesContext>
}

function useServices(): Services {
  const services = useContext(ServicesContext)
  if (!services) throw new Error('A feature was drawn outside of ServicesProvider')
  return services
}

/** The verbs of the app; always the same object. */
export const useActions = (): Actions => useServices().actions

/** Reads a part of what is known. The selector must return the same value for the same state. */
export const useAppState = <Value,>(select: (state: AppState) => Value): Value =>
  useStoreValue(useServices().store, select)
