import { useSyncExternalStore } from 'react'

/** Widths at which the layout changes; the style sheets use the same numbers. */
export const ONE_COLUMN = '(max-width: 719px)'
export const NO_PEOPLE_COLUMN = '(max-width: 959px)'

/** Fingers: nothing hovers, and small targets are missed. */
export const COARSE_POINTER = '(pointer: coarse)'

export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )
}
