import { useState, type FormEvent } from 'react'
import { PASSWORD_MAX_LENGTH } from '#shared/domain/rooms.ts'
import { useActions } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import styles from './profile-dialog.module.css'

/** A password that makes the name one's own: nobody else can have it, and other devices can be this person. */
export function NameProtection({
  name,
  isProtected,
}: {
  readonly name: string
  readonly isProtected: boolean
}) {
  const { protectName } = useActions()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const { submit, isBusy, problem } = useSubmit(protectName, () => {
    setCurrent('')
    setPassword('')
  })
  const known = isProtected ? { current } : {}
  const handleSubmit = (event: FormEvent): void => {
    event.preventDefault()
    void submit({ password, ...known })
  }
  return (
    <section className={styles['section']} aria-labelledby="name-protection">
      <h3 id="name-protection" className={styles['heading']}>
        {isProtected ? `${name} is yours alone` : `Keep the name ${name}`}
      </h3>
      <p className={styles['note']}>
        {isProtected
          ? 'Nobody else can come in under this name. With its password you are the same person on another device.'
          : 'With a password nobody else can come in under this name, and you can be the same person on another device.'}
      </p>
      <form className={styles['pair']} onSubmit={handleSubmit}>
        {isProtected && (
          <TextField
            label="Password now"
            type="password"
            value={current}
            maxLength={PASSWORD_MAX_LENGTH}
            autoComplete="current-password"
            onValueChange={setCurrent}
          />
        )}
        <TextField
          label={isProtected ? 'New password' : 'Password'}
          type="password"
          value={password}
          maxLength={PASSWORD_MAX_LENGTH}
          autoComplete="new-password"
          error={problem}
          onValueChange={setPassword}
        />
        <div className={styles['buttons']}>
          {isProtected && (
            <Button
              disabled={current === ''}
              onClick={() => void submit({ password: null, ...known })}
            >
              Give up protection
            </Button>
          )}
          <Button
            type="submit"
            variant="soft"
            isBusy={isBusy}
            disabled={password === '' || (isProtected && current === '')}
          >
            {isProtected ? 'Change password' : 'Protect name'}
          </Button>
        </div>
      </form>
    </section>
  )
}
