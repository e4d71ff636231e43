/** Of the place that they stand in. */
export type Shape = 'wide' | 'tall'

/** How equal pictures stand beside and below each other. */
export interface PictureGrid {
  readonly columns: number
  readonly rows: number
  /** In half columns, from 1: where the first one of the last line begins, so that the line is in the middle. */
  readonly lastLineAt: number
}

export function gridOf(count: number, shape: Shape): PictureGrid {
  const columns = COLUMNS[shape](count)
  const rows = Math.ceil(count / columns)
  const inLast = count - columns * (rows - 1)
  return { columns, rows, lastLineAt: columns - inLast + 1 }
}

const COLUMNS: Readonly<Record<Shape, (count: number) => number>> = {
  /** One, two, two by two, three by two, three by three, and then four beside each other. */
  wide(count) {
    if (count <= 2) return Math.max(1, count)
    if (count <= 4) return 2
    return count <= 9 ? 3 : 4
  },
  /** Below each other, as on a phone, and two beside each other where that makes them larger. */
  tall: (count) => (count <= 4 ? 1 : 2),
}
