import { ArrowLeft, Settings } from 'lucide-react'
import { useEffect } from 'react'
import { selectServer } from '../../state/selectors.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Logo } from '../../ui/logo.tsx'
import { shortcutKeys } from '../../ui/shortcut-keys.ts'
import { WelcomeForm } from './welcome-form.tsx'
import styles from './welcome.module.css'

/** The first minute: a name, a server, talking. */
export function Welcome() {
  const { backToServer, openDialog, watchDirectory } = useActions()
  const server = useAppState(selectServer)
  useEffect(() => watchDirectory(), [watchDirectory])
  return (
    <main className={styles['screen']}>
      <Card className={styles['card']}>
        <div className={styles['top']}>
          <span className={styles['brand']}>
            <Logo />
            Parley
          </span>
          {server && (
            <Button
              variant="ghost"
              size="small"
              icon={<ArrowLeft aria-hidden="true" />}
              onClick={backToServer}
            >
              Back to {server.name}
            </Button>
          )}
          <IconButton
            label="Settings"
            shortcut={shortcutKeys(',')}
            onClick={() => openDialog('settings')}
          >
            <Settings aria-hidden="true" />
          </IconButton>
        </div>
        <h1 className={styles['title']}>Who's talking?</h1>
        <p className={styles['lead']}>Just a name. No account, nothing leaves your network.</p>
        <WelcomeForm />
      </Card>
    </main>
  )
}
