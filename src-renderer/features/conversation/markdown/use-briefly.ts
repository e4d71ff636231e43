import { useEffect, useState } from 'react'

/** Long enough to be seen, in milliseconds. */
const BRIEFLY_MS = 1_600

/** Something that is true for a moment after it was set. */
export function useBriefly(): readonly [boolean, () => void] {
  const [since, setSince] = useState<number | null>(null)
  useEffect(() => {
    if (since === null) return
    const timer = setTimeout(() => setSince(null), BRIEFLY_MS)
    return () => clearTimeout(timer)
  }, [since])
  return [since !== null, () => setSince(Date.now())]
}
