import { SCREEN_NAME_MAX, type ScreenChoice, type ScreenSource } from '#shared/ipc/screens.ts'

/** Whoever chose something means it for the capture that follows at once, and for no other; milliseconds. */
const CHOSEN_FOR_MS = 10_000

/** Large enough to tell one window from another; pixels. */
const PICTURE_SIZE = { width: 320, height: 180 }

/** The part of Electron's `DesktopCapturerSource` that is used. */
export interface CapturerSource {
  readonly id: string
  readonly name: string
  readonly thumbnail: { isEmpty(): boolean; toDataURL(): string }
}

/** What of the system is needed, so that tests need none. */
export interface ScreenSystem<Source extends CapturerSource> {
  readonly getSources: (options: {
    readonly types: ('screen' | 'window')[]
    readonly thumbnailSize: { readonly width: number; readonly height: number }
  }) => Promise<readonly Source[]>
  /** It has a picker of its own, which asking for the sources opens. */
  readonly asksItself: boolean
  /** Whether it lets this app see the screen. */
  readonly isRefused: () => boolean
  /** Milliseconds of a clock that only grows. */
  readonly now: () => number
}

/** Which screen or window a page may capture: what somebody chose a moment ago, once. */
export function createScreens<Source extends CapturerSource>(system: ScreenSystem<Source>) {
  const { getSources, asksItself, isRefused, now } = system
  let chosen: { readonly id: string; readonly until: number } | null = null

  const sourcesOf = (size = PICTURE_SIZE): Promise<readonly Source[]> =>
    getSources({ types: ['screen', 'window'], thumbnailSize: size })

  const isFresh = (): boolean => chosen !== null && chosen.until >= now()

  return {
    /** What there is to choose from. */
    async list(): Promise<ScreenChoice> {
      if (asksItself) return { by: 'system' }
      if (isRefused()) return { by: 'nobody' }
      return { by: 'app', sources: (await sourcesOf()).map(toSource) }
    },

    /** The next capture is of this one. */
    choose(id: string): void {
      chosen = { id, until: now() + CHOSEN_FOR_MS }
    },

    /** Whether a page that asks now would get anything. */
    isExpected: (): boolean => asksItself || isFresh(),

    /** @returns what a page that asks now gets; null for nothing */
    async take(): Promise<Source | null> {
      const wanted = isFresh() ? chosen : null
      chosen = null
      // No pictures of all the others are needed any more.
      const none = { width: 0, height: 0 }
      if (asksItself) return (await sourcesOf(none))[0] ?? null
      if (!wanted) return null
      return (await sourcesOf(none)).find(({ id }) => id === wanted.id) ?? null
    },
  }
}

export type Screens = ReturnType<typeof createScreens>

const toSource = ({ id, name, thumbnail }: CapturerSource): ScreenSource => ({
  id,
  name: name.slice(0, SCREEN_NAME_MAX),
  kind: id.startsWith('screen:') ? 'screen' : 'window',
  picture: thumbnail.isEmpty() ? null : thumbnail.toDataURL(),
})
