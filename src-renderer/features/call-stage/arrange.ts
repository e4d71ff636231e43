import type { PictureName } from '#shared/domain/call-pictures.ts'

/** What tells one picture from another. */
export const keyOf = ({ lane, of }: PictureName): string => `${lane} ${of ?? 'own'}`

/** What somebody clicked, for as long as the same screen is shown: a new one is what everybody is to see. */
export interface Choice {
  /** Null for all of them evenly. */
  readonly large: string | null
  readonly screen: string | null
}

export interface Arrangement {
  /** Null where all are of the same size. */
  readonly large: PictureName | null
  readonly others: readonly PictureName[]
  /** The screen that somebody else shows, if one does. */
  readonly screen: string | null
}

/** One picture large, if one is wanted or somebody shows their screen, and the others beside it. */
export function arrange(pictures: readonly PictureName[], choice: Choice | null): Arrangement {
  const first = pictures.find(({ lane, of }) => lane === 'screen' && of !== null)
  const screen = first ? keyOf(first) : null
  const wanted = choice?.screen === screen ? choice.large : screen
  const large = pictures.find((name) => keyOf(name) === wanted) ?? null
  return { large, others: pictures.filter((name) => name !== large), screen }
}
