import { useEffect } from 'react'
import { useActions } from './services-context.tsx'

/** Tells whether somebody looks at the window, so that what arrives meanwhile counts as unread. */
export function useWindowFocus(): void {
  const { changeAttention } = useActions()
  useEffect(() => {
    const tell = (): void => {
      changeAttention({ isFocused: document.visibilityState === 'visible' && document.hasFocus() })
    }
    tell()
    window.addEventListener('focus', tell)
    window.addEventListener('blur', tell)
    document.addEventListener('visibilitychange', tell)
    return () => {
      window.removeEventListener('focus', tell)
      window.removeEventListener('blur', tell)
      document.removeEventListener('visibilitychange', tell)
    }
  }, [changeAttention])
}
