/** How a picture lies in the frame that it is looked at through. */
export interface Zoom {
  /** 1 fits into the frame. */
  readonly scale: number
  /** How far the middle of the picture is from the middle of the frame, in pixels. */
  readonly x: number
  readonly y: number
}

export const FITTED: Zoom = { scale: 1, x: 0, y: 0 }

/** In pixels; for a point, from the middle of the frame. */
export interface Point {
  readonly x: number
  readonly y: number
}

interface Size {
  readonly width: number
  readonly height: number
}

/** What is looked at: the frame, the picture when it fits, and how many pixels the file has. */
export interface Look {
  readonly frame: Size
  readonly fitted: Size
  readonly natural: Size
}

/** One press of a key or a button. */
export const ZOOM_STEP = 1.5

/** Pixels of a pan with an arrow key. */
export const PAN_STEP = 60

/** As far as single pixels are seen, whatever the picture is. */
const SCALE_MAX = 8

/** Twice what the file has: more shows nothing more. */
const NATURAL_MAX = 2

const scaleMax = ({ fitted, natural }: Look): number =>
  Math.max(SCALE_MAX, (natural.width / Math.max(1, fitted.width)) * NATURAL_MAX)

/** Larger or smaller, with what is at the point staying where it is. */
export function zoomAt(zoom: Zoom, look: Look, factor: number, at: Point): Zoom {
  const scale = Math.min(scaleMax(look), Math.max(1, zoom.scale * factor))
  const ratio = scale / zoom.scale
  const x = at.x - (at.x - zoom.x) * ratio
  const y = at.y - (at.y - zoom.y) * ratio
  return withinFrame({ scale, x, y }, look)
}

export const panBy = (zoom: Zoom, look: Look, by: Point): Zoom =>
  withinFrame({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, look)

/** To what the file has, or to twice the frame where that is hardly larger; and back. */
export function toggleZoom(zoom: Zoom, look: Look, at: Point): Zoom {
  if (zoom.scale > 1) return FITTED
  const natural = look.natural.width / Math.max(1, look.fitted.width)
  return zoomAt(zoom, look, natural > ZOOM_STEP ? natural : 2, at)
}

/** How large it is shown in percent of what the file has. */
export const percentOf = ({ scale }: Zoom, { fitted, natural }: Look): number =>
  Math.round((scale * fitted.width * 100) / Math.max(1, natural.width))

/** Where the middle of one finger or two is, and how far they are apart. */
export function spreadOf(points: readonly Point[]): {
  readonly middle: Point
  readonly width: number
} {
  const [one = { x: 0, y: 0 }, other = one] = points
  return {
    middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 },
    width: Math.hypot(one.x - other.x, one.y - other.y),
  }
}

/** A picture larger than its frame covers it, and a smaller one is in its middle. */
function withinFrame({ scale, x, y }: Zoom, { frame, fitted }: Look): Zoom {
  const bounded = (offset: number, size: number, room: number): number => {
    const most = Math.max(0, (size * scale - room) / 2)
    return Math.min(most, Math.max(-most, offset))
  }
  return {
    scale,
    x: bounded(x, fitted.width, frame.width),
    y: bounded(y, fitted.height, frame.height),
  }
}
