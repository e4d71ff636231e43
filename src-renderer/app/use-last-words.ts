import { useEffect } from 'react'
import { useActions } from './services-context.tsx'

/**
 * Writes down what waits for a pause. The page may be gone at any time after it was hidden, on a phone
 * without another word. Whoever goes for good hangs up first.
 */
export function useLastWords(): void {
  const { keepEverything, endCallOnQuitting } = useActions()
  useEffect(() => {
    const keepWhenHidden = (): void => {
      if (document.visibilityState === 'hidden') keepEverything()
    }
    const leave = (): void => {
      keepEverything()
      endCallOnQuitting()
    }
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', keepWhenHidden)
    return () => {
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', keepWhenHidden)
    }
  }, [keepEverything, endCallOnQuitting])
}
