import { Search } from 'lucide-react'
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import styles from './finder.module.css'
import { isComposing } from './is-composing.ts'
import { Kbd } from './kbd.tsx'

export interface FinderOption {
  readonly id: string
  readonly icon: ReactNode
  readonly name: string
  /** A word about it, at the end of the line. */
  readonly note: ReactNode
}

/** A field and what it finds: typed, moved through and chosen without leaving the keyboard. */
export function Finder<Option extends FinderOption>({
  label,
  placeholder,
  listLabel,
  find,
  none,
  isForSeveral = false,
  onChoose,
}: {
  readonly label: string
  readonly placeholder: string
  readonly listLabel: string
  readonly find: (typed: string) => readonly Option[]
  /** Said when nothing is found. */
  readonly none: (typed: string) => string
  /** One is chosen after the other: what was typed for the last one is gone then. */
  readonly isForSeveral?: boolean
  readonly onChoose: (option: Option) => void
}) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [marked, setMarked] = useState(0)
  const found = find(typed)
  const index = Math.min(marked, found.length - 1)
  const chosen = found[index]
  const optionId = (option: Option): string => `${id}-${option.id}`

  const mark = (next: number): void => {
    setMarked(next)
    const option = found[next]
    if (option) document.getElementById(optionId(option))?.scrollIntoView({ block: 'nearest' })
  }
  const choose = (option: Option): void => {
    onChoose(option)
    if (!isForSeveral) return
    setTyped('')
    setMarked(0)
  }
  const handleKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && found.length > 0) mark((index + step + found.length) % found.length)
    else if (event.key !== 'Enter' || isComposing(event) || !chosen) return
    else choose(chosen)
    event.preventDefault()
  }

  return (
    <>
      <div className={styles['line']}>
        <Search aria-hidden="true" />
        <input
          className={styles['field']}
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={chosen && optionId(chosen)}
          aria-autocomplete="list"
          placeholder={placeholder}
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
      <ul className={styles['list']} id={id} role="listbox" aria-label={listLabel}>
        {found.map((option, at) => (
          // The keyboard works through the field, which names the marked option.
          <li
            key={option.id}
            id={optionId(option)}
            role="option"
            aria-selected={option === chosen}
            className={styles['option']}
            onPointerMove={() => setMarked(at)}
            onClick={() => choose(option)}
          >
            <span className={styles['icon']} aria-hidden="true">
              {option.icon}
            </span>
            <span className={styles['name']}>{option.name}</span>
            <span className={styles['note']}>{option.note}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p className={styles['none']} role="status">
          {none(typed)}
        </p>
      )}
    </>
  )
}
