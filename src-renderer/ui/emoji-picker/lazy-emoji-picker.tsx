import { lazy, Suspense } from 'react'
import type { EmojiPickerProps } from './emoji-picker.tsx'
import styles from './emoji-picker.module.css'

/** The list of all emoji weighs more than the rest of the page: it comes when it is wanted. */
const EmojiPicker = lazy(() =>
  import('./emoji-picker.tsx').then(
    (module) => ({ default: module.EmojiPicker }),
    () => ({ default: NotLoaded }),
  ),
)

export function LazyEmojiPicker(props: EmojiPickerProps) {
  return (
    <Suspense fallback={<div className={styles['loading']} aria-busy="true" />}>
      <EmojiPicker {...props} />
    </Suspense>
  )
}

function NotLoaded() {
  return (
    <p className={styles['loading']} role="alert">
      The emoji could not be loaded. Check the connection and open this again.
    </p>
  )
}
