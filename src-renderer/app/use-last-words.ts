import { useEffect } from 'react'
import { useActions } from './services-context.tsx'

/**
 * Writes down what waits for a pause. The page may be gone at any time after it was hidden, on a phone
 * without another word.
 */
export function useLastWords(): void {
  const { keepEverything } = useActions()
  useEffect(() => {
    const keepWhenHidden = (): void => {
      if (document.visibilityState === 'hidden') keepEverything()
    }
    window.addEventListener('pagehide', keepEverything)
    document.addEventListener('visibilitychange', keepWhenHidden)
    return () => {
      window.removeEventListener('pagehide', keepEverything)
      document.removeEventListener('visibilitychange', keepWhenHidden)
    }
  }, [keepEverything])
}
