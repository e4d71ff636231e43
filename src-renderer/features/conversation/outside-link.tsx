import type { ReactNode } from 'react'
import { useActions } from '../../app/services-context.tsx'
import { safeLink } from './safe-link.ts'

/** A link that somebody wrote: opens outside of the app unless it leads to a message here, or is only its text when it is not safe. */
export function OutsideLink({
  href,
  children,
}: {
  readonly href: string | undefined
  readonly children: ReactNode
}) {
  const { followLink } = useActions()
  const url = safeLink(href)
  if (url === null) return <>{children}</>
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      onClick={(event) => {
        event.preventDefault()
        void followLink(url)
      }}
    >
      {children}
    </a>
  )
}
