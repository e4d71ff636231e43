import { execFileSync } from 'node:child_process'

/** Keys of the screen itself, as X names them: whichever window has the focus, or none of ours. */
export const keyboard = {
  down: (key: string): void => run('keydown', key),
  up: (key: string): void => run('keyup', key),
  press: (key: string): void => run('key', key),
}

/** Of a mouse: 8 and 9 are the buttons at its side. */
export const mouse = {
  down: (button: number): void => run('mousedown', String(button)),
  up: (button: number): void => run('mouseup', String(button)),
}

const run = (...words: readonly string[]): void => void execFileSync('xdotool', words)
