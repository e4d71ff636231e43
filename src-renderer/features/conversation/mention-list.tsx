import { Megaphone } from 'lucide-react'
import { HERE } from '#shared/domain/mentions.ts'
import { Avatar } from '../../ui/avatar.tsx'
import styles from './mention-list.module.css'
import type { MentionCompletion } from './use-mention-completion.ts'

export const MENTION_LIST_ID = 'mention-list'

export const mentionOptionId = (index: number): string => `mention-${index}`

/** People to choose from while a name is typed. The focus stays in the field. */
export function MentionList({ completion }: { readonly completion: MentionCompletion }) {
  const { names, active, choose } = completion
  return (
    <>
      <span className="visually-hidden" role="status">
        {names.length === 0 ? '' : `${names.length} ${names.length === 1 ? 'person' : 'people'}`}
      </span>
      {names.length > 0 && (
        <ul
          id={MENTION_LIST_ID}
          className={styles['list']}
          role="listbox"
          aria-label="Mention somebody"
        >
          {names.map((name, index) => (
            <li
              key={name}
              id={mentionOptionId(index)}
              className={styles['option']}
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(name)}
            >
              {name === HERE ? (
                <>
                  <Megaphone aria-hidden="true" />
                  {name}
                  <span className={styles['note']}>everybody in this room</span>
                </>
              ) : (
                <>
                  <Avatar name={name} size="small" />
                  {name}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
