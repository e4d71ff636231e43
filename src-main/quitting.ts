import type { App } from 'electron'

/** Whether somebody wants the app to end, which is more than closing its window. */
export interface Quitting {
  readonly isUnderWay: () => boolean
  /** Somebody thought better of it. */
  readonly cancel: () => void
}

export function watchQuitting(app: Pick<App, 'on'>): Quitting {
  let isUnderWay = false
  app.on('before-quit', () => {
    isUnderWay = true
  })
  return {
    isUnderWay: () => isUnderWay,
    cancel() {
      isUnderWay = false
    },
  }
}
