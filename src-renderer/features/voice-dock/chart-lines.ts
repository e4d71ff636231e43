/** The lowest scale: a calm connection is not to look like a mountain range. */
const LEAST_TOP_MS = 100

/** The number at the upper edge: round, and with room above the highest value. */
export const scaleOf = (values: readonly number[]): number =>
  Math.max(LEAST_TOP_MS, Math.ceil((Math.max(...values) * 1.1) / 50) * 50)

/**
 * Values as the points of polylines, the newest at the right edge. Where one is unknown the line is
 * broken, because nothing was measured there.
 */
export function linesOf(
  values: readonly (number | null)[],
  size: {
    readonly width: number
    readonly height: number
    readonly top: number
    readonly slots: number
  },
): readonly string[] {
  const { width, height, top, slots } = size
  const shown = values.slice(-slots)
  const step = width / (slots - 1)
  const lines: string[][] = [[]]
  for (const [index, value] of shown.entries()) {
    if (value === null) {
      lines.push([])
      continue
    }
    const x = width - (shown.length - 1 - index) * step
    const y = height - (Math.min(value, top) / top) * height
    lines.at(-1)?.push(`${round(x)},${round(y)}`)
  }
  return lines.filter((line) => line.length > 0).map((line) => asLine(line).join(' '))
}

/** A single point would not be drawn: it is given a second one beside it. */
const asLine = (points: readonly string[]): readonly string[] =>
  points.length === 1 ? [...points, ...points] : points

const round = (value: number): number => Math.round(value * 10) / 10
