import { useEffect, useRef, useState, type FormEvent, type RefObject } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { JoinProblem } from '../../state/join-form.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { HomeServer } from './home-server.tsx'
import { HostSection } from './host-section.tsx'
import { RecentServers } from './recent-servers.tsx'
import styles from './welcome.module.css'

export function WelcomeForm() {
  const actions = useActions()
  const rememberedName = useAppState((state) => state.settings.name)
  const canHost = useAppState((state) => state.host !== null)
  const firstServer = useAppState((state) => state.settings.recentServers[0]?.origin)
  const homeServer = useAppState((state) => state.homeServer)
  const [name, setName] = useState(rememberedName)
  const [address, setAddress] = useState('')
  const nameField = useRef<HTMLInputElement>(null)
  const addressField = useRef<HTMLInputElement>(null)
  const problem = useProblem({ name: nameField, address: addressField })
  const busyWith = useAppState((state) => state.joinForm.busyWith)

  /** Enter in the name field does what the person most likely came for. */
  const joinTheObvious = (event: FormEvent): void => {
    event.preventDefault()
    if (homeServer !== null) void actions.joinKnownServer(name, homeServer)
    else if (address.trim() !== '') void actions.joinAddress(name, address)
    else if (firstServer !== undefined) void actions.joinKnownServer(name, firstServer)
    else if (canHost) void actions.startHosting(name)
  }
  const joinTyped = (event: FormEvent): void => {
    event.preventDefault()
    void actions.joinAddress(name, address)
  }

  return (
    <>
      <form onSubmit={joinTheObvious} noValidate>
        <TextField
          ref={nameField}
          label="Your name"
          value={name}
          onValueChange={setName}
          error={problem?.field === 'name' ? problem.message : null}
          autoComplete="nickname"
          autoFocus
          spellCheck={false}
        />
        {homeServer !== null && <HomeServer origin={homeServer} />}
      </form>
      {homeServer === null && (
        <>
          <RecentServers name={name} />
          <form onSubmit={joinTyped} noValidate className={styles['section']}>
            <TextField
              ref={addressField}
              label="Server address"
              isLabelHidden
              placeholder="Paste an invite or type an address"
              value={address}
              onValueChange={setAddress}
              error={problem?.field === 'address' ? problem.message : null}
              inputMode="url"
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              action={
                <Button type="submit" variant="soft" isBusy={busyWith?.kind === 'address'}>
                  Join
                </Button>
              }
            />
          </form>
        </>
      )}
      {canHost && <HostSection name={name} />}
    </>
  )
}

/** Moves the focus to the field that can solve a new problem. */
function useProblem(fields: {
  name: RefObject<HTMLInputElement | null>
  address: RefObject<HTMLInputElement | null>
}): JoinProblem | null {
  const problem = useAppState((state) => state.joinForm.problem)
  const { name, address } = fields
  useEffect(() => {
    if (problem?.field === 'name') name.current?.focus()
    if (problem?.field === 'address') address.current?.focus()
  }, [problem, name, address])
  return problem
}
