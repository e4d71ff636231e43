import { useLayoutEffect } from 'react'
import { useAppState } from './services-context.tsx'

/** Puts the chosen theme where the style sheets look for it; "system" leaves it to the system. */
export function useTheme(): void {
  const theme = useAppState((state) => state.settings.theme)
  useLayoutEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset['theme']
    else dataset['theme'] = theme
  }, [theme])
}
