import { Search } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { findRooms } from './find-rooms.ts'
import styles from './switcher.module.css'

/** Goes to a room by typing a part of its name. */
export function Switcher() {
  const { closeDialog } = useActions()
  const isOpen = useAppState(
    (state) => state.view.dialog === 'switcher' && state.view.screen === 'server',
  )
  return (
    <Dialog isOpen={isOpen} onClose={closeDialog} look="bare" title="Go to a room">
      <Finder />
    </Dialog>
  )
}

function Finder() {
  const { closeDialog, joinRoom } = useActions()
  const rooms = useAppState((state) => state.rooms) ?? []
  const openRoom = useAppState((state) => state.openRoom)
  const [typed, setTyped] = useState('')
  const [marked, setMarked] = useState(0)
  const found = findRooms(rooms, typed)
  const chosen = found[Math.min(marked, found.length - 1)]

  const go = (room: (typeof found)[number] | undefined): void => {
    if (!room) return
    closeDialog()
    void joinRoom(room.id)
  }
  const handleKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && found.length > 0) {
      event.preventDefault()
      setMarked((Math.min(marked, found.length - 1) + step + found.length) % found.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      go(chosen)
    }
  }

  return (
    <>
      <div className={styles['line']}>
        <Search aria-hidden="true" />
        <input
          className={styles['field']}
          role="combobox"
          aria-label="Room"
          aria-expanded="true"
          aria-controls="switcher-rooms"
          aria-activedescendant={chosen && `switcher-${chosen.id}`}
          aria-autocomplete="list"
          placeholder="Go to a room"
          value={typed}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.target.value)
            setMarked(0)
          }}
          onKeyDown={handleKey}
        />
        <Kbd>Esc</Kbd>
      </div>
      <ul className={styles['list']} id="switcher-rooms" role="listbox" aria-label="Found rooms">
        {found.map((room) => (
          // The keyboard works through the field, which names the marked option.
          <li
            key={room.id}
            id={`switcher-${room.id}`}
            role="option"
            aria-selected={room === chosen}
            className={styles['option']}
            onPointerMove={() => setMarked(found.indexOf(room))}
            onClick={() => go(room)}
          >
            <span aria-hidden="true">{room.icon}</span>
            <span className={styles['name']}>{room.name}</span>
            <span className={styles['note']}>
              {room.id === openRoom ? 'open' : room.users > 0 ? `${room.users} here` : ''}
            </span>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p className={styles['none']} role="status">
          No room is called “{typed}”.
        </p>
      )}
    </>
  )
}
