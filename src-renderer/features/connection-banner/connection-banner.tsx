import { CloudOff, DoorClosed, RefreshCw, ServerCrash, ShieldAlert } from 'lucide-react'
import { useEffect } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { unreachable } from '#shared/lib/unreachable.ts'

/** Says when the line to the server is not what it should be, and what happens next. */
export function ConnectionBanner() {
  return (
    <div role="status">
      <Line />
    </div>
  )
}

function Line() {
  const link = useAppState((state) => state.link)
  const host = useAppState((state) => state.host)
  if (link.phase === 'none' || link.phase === 'online') return null
  if (link.server.isOwn && host?.phase === 'restarting') return <HostRestarting />
  if (link.server.isOwn && host?.phase === 'failed') return <HostFailed message={host.message} />
  switch (link.phase) {
    case 'connecting':
      return (
        <Banner tone="neutral" icon={<Spinner />}>
          Connecting to {link.server.name}…
        </Banner>
      )
    case 'offline':
      return <Offline reason={link.reason} nextRetryAt={link.nextRetryAt} />
    case 'closed':
      return <Closed name={link.server.name} />
    case 'refused':
      return <Refused message={link.message} />
    default:
      return unreachable(link)
  }
}

function Offline({
  reason,
  nextRetryAt,
}: {
  readonly reason: string
  readonly nextRetryAt: number
}) {
  const { reconnectNow } = useActions()
  const seconds = useSecondsUntil(nextRetryAt)
  return (
    <Banner
      tone="warning"
      icon={<CloudOff />}
      actions={
        <Button size="small" onClick={reconnectNow}>
          Try now
        </Button>
      }
    >
      <strong>{reason}</strong>
      {/* Read out once, not every second. */}
      <span aria-hidden="true">
        {seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again…'} What you write is sent
        then.
      </span>
    </Banner>
  )
}

function Closed({ name }: { readonly name: string }) {
  const { leaveServer } = useActions()
  return (
    <Banner
      tone="neutral"
      icon={<DoorClosed />}
      actions={
        <Button size="small" variant="primary" onClick={leaveServer}>
          Back to start
        </Button>
      }
    >
      <strong>The host stopped {name}.</strong>
      <span>You can still read what is here. Its history comes back with the server.</span>
    </Banner>
  )
}

function Refused({ message }: { readonly message: string }) {
  const { leaveServer } = useActions()
  return (
    <Banner
      tone="danger"
      icon={<ShieldAlert />}
      actions={
        <Button size="small" onClick={leaveServer}>
          Back to start
        </Button>
      }
    >
      <strong>The server did not let you back in.</strong>
      <span>{message}</span>
    </Banner>
  )
}

function HostRestarting() {
  const attempt = useAppState((state) =>
    state.host?.phase === 'restarting' ? state.host.attempt : 1,
  )
  return (
    <Banner tone="warning" icon={<RefreshCw />}>
      <strong>Your server stopped by itself and is being restarted.</strong>
      <span>
        {attempt === 1 ? 'This takes a moment.' : `Attempt ${attempt}.`} What was said before is
        kept.
      </span>
    </Banner>
  )
}

function HostFailed({ message }: { readonly message: string }) {
  const { leaveServer, showLogs } = useActions()
  return (
    <Banner
      tone="danger"
      icon={<ServerCrash />}
      actions={
        <>
          {showLogs && (
            <Button size="small" onClick={() => void showLogs()}>
              Show logs
            </Button>
          )}
          <Button size="small" variant="primary" onClick={leaveServer}>
            Back to start
          </Button>
        </>
      }
    >
      <strong>Your server could not be kept running.</strong>
      <span>{message}</span>
    </Banner>
  )
}

function useSecondsUntil(time: number): number {
  const { watchClock } = useActions()
  const seconds = useAppState((state) => Math.ceil((time - state.now) / 1_000))
  useEffect(() => watchClock(), [watchClock])
  return Math.min(Math.max(seconds, 0), 60)
}
