import { EmojiPicker as Picker, type EmojiPickerListProps } from 'frimousse'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { emojiData } from './emoji-data.ts'
import styles from './emoji-picker.module.css'
import { SkinTones, type SkinTone } from './skin-tones.tsx'

/** As many as fit into the narrowest window beside the scroll bar. */
const COLUMNS = 8

const components: NonNullable<EmojiPickerListProps['components']> = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className={styles['category']}>
      {category.label}
    </div>
  ),
  Row: ({ children, ...props }) => (
    <div {...props} {...countedFromOne(props, 'aria-rowindex')} className={styles['row']}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...props }) => (
    <button
      {...props}
      {...countedFromOne(props, 'aria-colindex')}
      type="button"
      className={styles['emoji']}
    >
      {emoji.emoji}
    </button>
  ),
}

/** ARIA counts rows and columns from one (WAI-ARIA 1.2, 6.6); the library does so from zero. */
const countedFromOne = <Name extends 'aria-rowindex' | 'aria-colindex'>(
  props: { readonly [Key in Name]?: number | undefined },
  name: Name,
) => ({ [name]: (props[name] ?? 0) + 1 })

export interface EmojiPickerProps {
  readonly skinTone: SkinTone
  /** Used lately, the newest first. */
  readonly recent: readonly string[]
  readonly onPick: (emoji: string) => void
  readonly onSkinTone: (tone: SkinTone) => void
}

/** All emoji: search, categories, the ones used lately, and the skin tone. */
export function EmojiPicker({ skinTone, recent, onPick, onSkinTone }: EmojiPickerProps) {
  const [search, setSearch] = useState('')
  return (
    <Picker.Root
      className={styles['picker']}
      columns={COLUMNS}
      skinTone={skinTone}
      resolveEmojiData={resolveEmojiData}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
    >
      <div className={styles['search']}>
        <Search aria-hidden="true" />
        <Picker.Search
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          aria-label="Search emoji"
          placeholder="Search emoji"
          autoFocus
        />
      </div>
      {recent.length > 0 && search === '' && (
        <div className={styles['recent']} role="group" aria-label="Used lately">
          {recent.map((emoji) => (
            <button
              key={emoji}
              type="button"
              className={styles['emoji']}
              onClick={() => onPick(emoji)}
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
      <Picker.Viewport className={styles['viewport']}>
        <Picker.Empty className={styles['empty']}>
          {({ search: sought }) => `No emoji for “${sought}”.`}
        </Picker.Empty>
        <Picker.List aria-label="Emoji" components={components} />
      </Picker.Viewport>
      <div className={styles['foot']}>
        <Picker.ActiveEmoji>
          {({ emoji }) => (
            <span className={styles['active']}>
              {emoji ? (
                <>
                  <span aria-hidden="true">{emoji.emoji}</span> {emoji.label}
                </>
              ) : (
                'Choose an emoji'
              )}
            </span>
          )}
        </Picker.ActiveEmoji>
        <SkinTones chosen={skinTone} onChoose={onSkinTone} />
      </div>
    </Picker.Root>
  )
}

const resolveEmojiData = () => emojiData
