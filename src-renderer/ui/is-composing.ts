import type { KeyboardEvent } from 'react'

/** Enter ends a word in Japanese or Chinese input; the key code tells where the flag does not. */
export const isComposing = (event: KeyboardEvent): boolean =>
  event.nativeEvent.isComposing || event.keyCode === 229
