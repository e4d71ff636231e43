import type { Rectangle } from 'electron'

/** Enough for a name, two buttons, and the words to decline with. */
const CALL_WINDOW_SIZE = { width: 360, height: 320 }

/** How far down the screen its upper edge is: where one looks, and not where notifications are. */
const FROM_THE_TOP = 0.18

/** In the middle of a screen, in its upper part; in its corner when the screen is smaller than the window. */
export function placeOn(workArea: Rectangle): Rectangle {
  const { width, height } = CALL_WINDOW_SIZE
  const free = { x: workArea.width - width, y: workArea.height - height }
  return {
    width,
    height,
    x: workArea.x + Math.max(0, Math.round(free.x / 2)),
    y: workArea.y + Math.max(0, Math.min(Math.round(workArea.height * FROM_THE_TOP), free.y)),
  }
}
