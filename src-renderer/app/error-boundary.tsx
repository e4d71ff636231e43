import { Component, type ErrorInfo, type ReactNode } from 'react'
import { ErrorScreen } from './error-screen.tsx'

interface Props {
  readonly showLogs: (() => Promise<unknown>) | null
  readonly children: ReactNode
}

interface Caught {
  readonly error: unknown
  readonly where: string
}

/** The last net: a fault in drawing shows a screen with a way on instead of an empty window. */
export class ErrorBoundary extends Component<Props, { readonly caught: Caught | null }> {
  override state: { readonly caught: Caught | null } = { caught: null }

  static getDerivedStateFromError(error: unknown): { caught: Caught } {
    return { caught: { error, where: '' } }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.setState({ caught: { error, where: info.componentStack ?? '' } })
  }

  override render(): ReactNode {
    const { caught } = this.state
    if (!caught) return this.props.children
    return <ErrorScreen details={detailsOf(caught)} showLogs={this.props.showLogs} />
  }
}

function detailsOf({ error, where }: Caught): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `Parley ${__PARLEY_VERSION__}\n${navigator.userAgent}\n\n${what}\n${where}`
}
