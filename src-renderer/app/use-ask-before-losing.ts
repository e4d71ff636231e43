import { useEffect } from 'react'
import { isUnsaved } from '../state/recording.ts'
import { useAppState } from './services-context.tsx'

/** A page that is closed takes along what it recorded, so the person is asked first. */
export function useAskBeforeLosing(): void {
  const isLosing = useAppState(({ recording }) => isUnsaved(recording))
  useEffect(() => {
    if (!isLosing) return
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isLosing])
}
