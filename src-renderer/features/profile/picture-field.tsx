import { ImageUp, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import type { OwnProfileWire } from '#shared/protocol/wire.ts'
import { PersonAvatar } from '../../app/parts/person-avatar.tsx'
import { useActions } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import styles from './profile-dialog.module.css'

/** The picture that others see, instead of the initials. */
export function PictureField({ me }: { readonly me: OwnProfileWire }) {
  const { setAvatar, removeAvatar } = useActions()
  const input = useRef<HTMLInputElement>(null)
  const set = useSubmit(setAvatar)
  const remove = useSubmit(removeAvatar)
  const choose = (files: FileList | null): void => {
    const file = files?.[0]
    if (file) void set.submit(file)
    // The same file again is to be a choice, too.
    if (input.current) input.current.value = ''
  }
  return (
    <div>
      <div className={styles['picture']}>
        <PersonAvatar id={me.id} name={me.name} size="huge" />
        <input
          ref={input}
          type="file"
          accept="image/*"
          aria-label="Picture"
          className="visually-hidden"
          tabIndex={-1}
          onChange={(event) => choose(event.target.files)}
        />
        <Button
          icon={<ImageUp aria-hidden="true" />}
          isBusy={set.isBusy}
          onClick={() => input.current?.click()}
        >
          {me.avatar === null ? 'Choose a picture' : 'Another picture'}
        </Button>
        {me.avatar !== null && (
          <Button
            icon={<Trash2 aria-hidden="true" />}
            isBusy={remove.isBusy}
            onClick={() => void remove.submit()}
          >
            Remove
          </Button>
        )}
      </div>
      <Problem>{set.problem ?? remove.problem}</Problem>
    </div>
  )
}
