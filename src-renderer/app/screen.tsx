import { Welcome } from '../features/welcome/welcome.tsx'
import { Logo } from '../ui/logo.tsx'
import styles from './screen.module.css'
import { ServerScreen } from './server-screen.tsx'
import { useAppState } from './services-context.tsx'

export function Screen() {
  const screen = useAppState((state) => state.view.screen)
  switch (screen) {
    case 'starting':
      return <Starting />
    case 'welcome':
      return <Welcome />
    case 'server':
      return <ServerScreen />
  }
}

/** Shown for the blink between the first paint and the settings. */
function Starting() {
  return (
    <main className={styles['starting']} aria-label="Parley is starting" aria-busy="true">
      <Logo size={56} />
    </main>
  )
}
