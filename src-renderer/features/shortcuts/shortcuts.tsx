import { useActions, useAppState } from '../../app/services-context.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { altKeys, shiftKeys, shortcutKeys } from '../../ui/shortcut-keys.ts'
import styles from './shortcuts.module.css'

const GROUPS = [
  {
    name: 'Getting around',
    keys: [
      ['Go to a room or a person', shortcutKeys('K')],
      ['Search messages', shortcutKeys('F')],
      ['Previous room', altKeys('↑')],
      ['Next room', altKeys('↓')],
      ['Settings', shortcutKeys(',')],
      ['This list', shortcutKeys('/')],
      ['Close or cancel', 'Esc'],
    ],
  },
  {
    name: 'Voice',
    keys: [
      ['Mute or unmute', shiftKeys('M')],
      ['Deafen or undeafen', shiftKeys('D')],
      ['Accept or decline a call that rings', `${shiftKeys('A')}, ${shiftKeys('D')}`],
      ['Talk, with push-to-talk', 'The key in the settings'],
    ],
  },
  {
    name: 'Reading',
    keys: [
      ['From message to message', '↑ ↓'],
      ['What can be done with it', 'Tab'],
    ],
  },
  {
    name: 'Large pictures',
    keys: [
      ['Larger or smaller', '+ −'],
      ['Fit to the window', '0'],
      ['Previous or next one; move it while it is large', '← →'],
    ],
  },
  {
    name: 'Writing',
    keys: [
      ['Send', 'Enter'],
      ['New line', 'Shift Enter'],
      ['Edit my last message', '↑'],
      ['Mention somebody', '@'],
    ],
  },
] as const

/** The cheat sheet. */
export function Shortcuts() {
  const { closeDialog } = useActions()
  const isOpen = useAppState((state) => state.view.dialog === 'shortcuts')
  return (
    <Dialog isOpen={isOpen} onClose={closeDialog} width="narrow" title="Keyboard shortcuts">
      <div className={styles['groups']}>
        {GROUPS.map((group) => (
          <section key={group.name}>
            <h3 className={styles['heading']}>{group.name}</h3>
            <dl className={styles['list']}>
              {group.keys.map(([what, key]) => (
                <div key={what}>
                  <dt>{what}</dt>
                  <dd>
                    <Kbd>{key}</Kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
