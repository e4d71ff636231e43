import {
  ChevronDown,
  Info,
  Keyboard,
  LogOut,
  Phone,
  Plus,
  Radio,
  Settings,
  Shield,
} from 'lucide-react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { selectMay } from '../../state/manage.ts'
import { selectPeopleOnServer, selectServer } from '../../state/selectors.ts'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { shortcutKeys } from '../../ui/shortcut-keys.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './server-header.module.css'

/** Which server this is, how the line to it is doing, and what can be done with it. */
export function ServerHeader() {
  const { openDialog, leaveServer, manageRoom } = useActions()
  const mayCreate = useAppState(selectMay('room:create'))
  const mayAdminister = useAppState(selectMay('audit:read'))
  const server = useAppState(selectServer)
  if (!server) return null
  return (
    <header className={styles['header']}>
      <Menu
        trigger={
          <button type="button" className={styles['trigger']} aria-label={`${server.name}, menu`}>
            <span className={styles['name']}>{server.name}</span>
            <ChevronDown aria-hidden="true" />
          </button>
        }
      >
        {server.isOwn && (
          <>
            <MenuItem icon={<Radio />} onSelect={() => openDialog('host')}>
              Host panel
            </MenuItem>
            <MenuSeparator />
          </>
        )}
        {mayCreate && (
          <MenuItem icon={<Plus />} onSelect={() => manageRoom({ kind: 'new' })}>
            Create a room
          </MenuItem>
        )}
        {mayAdminister && (
          <MenuItem icon={<Shield />} onSelect={() => openDialog('server')}>
            Server administration
          </MenuItem>
        )}
        {(mayCreate || mayAdminister) && <MenuSeparator />}
        <MenuItem icon={<Phone />} onSelect={() => openDialog('calls')}>
          Calls
        </MenuItem>
        <MenuItem
          icon={<Settings />}
          shortcut={shortcutKeys(',')}
          onSelect={() => openDialog('settings')}
        >
          Settings
        </MenuItem>
        <MenuItem
          icon={<Keyboard />}
          shortcut={shortcutKeys('/')}
          onSelect={() => openDialog('shortcuts')}
        >
          Keyboard shortcuts
        </MenuItem>
        <MenuItem icon={<Info />} onSelect={() => openDialog('about')}>
          About Parley
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<LogOut />} tone="danger" onSelect={leaveServer}>
          Leave server
        </MenuItem>
      </Menu>
      {server.isOwn ? (
        <button
          type="button"
          className={classNames(styles['line'], styles['lineButton'])}
          onClick={() => openDialog('host')}
        >
          <Status />
        </button>
      ) : (
        <div className={styles['line']}>
          <Status />
        </div>
      )}
    </header>
  )
}

function Status() {
  const phase = useAppState((state) => state.link.phase)
  const server = useAppState(selectServer)
  const people = useAppState(selectPeopleOnServer)
  const where = server?.isOwn
    ? 'Hosted on this computer'
    : (server?.origin.replace(/^https?:\/\//, '') ?? '')
  return (
    <>
      <span className={classNames(styles['dot'], styles[phase])} aria-hidden="true" />
      <span className={styles['status']}>{wordsFor(phase, where, people)}</span>
    </>
  )
}

function wordsFor(phase: string, where: string, people: number): string {
  switch (phase) {
    case 'online':
      return `${where} · ${people === 1 ? '1 person' : `${people} people`}`
    case 'connecting':
      return 'Connecting…'
    case 'closed':
      return 'Closed by the host'
    case 'refused':
      return 'Not let in'
    default:
      return 'Reconnecting…'
  }
}
