import { useEffect, useRef, useState, type MouseEvent, type PointerEvent } from 'react'
import {
  FITTED,
  panBy,
  PAN_STEP,
  percentOf,
  spreadOf,
  toggleZoom,
  zoomAt,
  ZOOM_STEP,
  type Look,
  type Point,
  type Zoom,
} from '../../state/zoom.ts'

/** A notch of a usual wheel, which turns by 100, is about a fifth. */
const WHEEL_SPEED = 0.0018

/** Browsers tell of pinching on a touchpad as of small turns of a wheel with Ctrl. */
const PINCH_SPEED = 0.01

/** Some wheels turn in lines, about so many pixels each. */
const LINE_PIXELS = 16

const NOWHERE: Point = { x: 0, y: 0 }

/** Which way the picture goes when one looks further to the left, right, top or bottom. */
const PANS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: PAN_STEP, y: 0 },
  ArrowRight: { x: -PAN_STEP, y: 0 },
  ArrowUp: { x: 0, y: PAN_STEP },
  ArrowDown: { x: 0, y: -PAN_STEP },
}

/** By what a key makes it larger; both that are on the same key count, with Shift and without. */
const FACTORS: Readonly<Record<string, number>> = {
  '+': ZOOM_STEP,
  '=': ZOOM_STEP,
  '-': 1 / ZOOM_STEP,
  _: 1 / ZOOM_STEP,
}

type Change = (zoom: Zoom, look: Look) => Zoom

/** Zooming and moving a picture with wheel, fingers, mouse and keys. Another picture begins anew. */
export function useZoom(picture: string) {
  const [frame, setFrame] = useState<HTMLElement | null>(null)
  const image = useRef<HTMLImageElement>(null)
  const fingers = useRef(new Map<number, Point>())
  const [state, setState] = useState({ picture, zoom: FITTED, percent: null as number | null })
  const isSame = state.picture === picture
  const zoom = isSame ? state.zoom : FITTED

  const change = (next: Change): void => {
    const look = lookOf(frame, image.current)
    if (!look) return
    setState((before) => {
      const changed = next(before.picture === picture ? before.zoom : FITTED, look)
      return { picture, zoom: changed, percent: percentOf(changed, look) }
    })
  }
  const zoomBy = (factor: number, at = NOWHERE): void =>
    change((before, look) => zoomAt(before, look, factor, at))
  const place = (event: { readonly clientX: number; readonly clientY: number }): Point =>
    fromMiddle(frame, event)

  useFrame(frame, {
    onWheel(event) {
      const turned = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1
      const speed = event.ctrlKey ? PINCH_SPEED : WHEEL_SPEED
      zoomBy(Math.exp(-event.deltaY * turned * speed), place(event))
    },
    onResize: () => change((before, look) => panBy(before, look, NOWHERE)),
  })

  const letGo = ({ pointerId }: PointerEvent): void => void fingers.current.delete(pointerId)
  return {
    zoom,
    /** What is shown in percent of what the file has; null before it is there. */
    percent: isSame ? state.percent : null,
    zoomIn: () => zoomBy(ZOOM_STEP),
    zoomOut: () => zoomBy(1 / ZOOM_STEP),
    fit: () => change(() => FITTED),
    /** @returns whether the key means something here */
    handleKey(key: string): boolean {
      const [factor, pan] = [FACTORS[key], zoom.scale > 1 ? PANS[key] : undefined]
      if (factor !== undefined) zoomBy(factor)
      else if (pan) change((before, look) => panBy(before, look, pan))
      else if (key === '0') change(() => FITTED)
      else return false
      return true
    },
    /** For what the picture is looked at through. */
    frameProps: {
      ref: setFrame,
      onDoubleClick: (event: MouseEvent) => {
        const at = place(event)
        change((before, look) => toggleZoom(before, look, at))
      },
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        fingers.current.set(event.pointerId, place(event))
      },
      onPointerMove(event: PointerEvent) {
        if (!fingers.current.has(event.pointerId)) return
        const then = spreadOf([...fingers.current.values()])
        fingers.current.set(event.pointerId, place(event))
        const now = spreadOf([...fingers.current.values()])
        const moved = { x: now.middle.x - then.middle.x, y: now.middle.y - then.middle.y }
        const factor = then.width > 0 ? now.width / then.width : 1
        change((before, look) => panBy(zoomAt(before, look, factor, then.middle), look, moved))
      },
      onPointerUp: letGo,
      onPointerCancel: letGo,
    },
    imageProps: {
      ref: image,
      /** From now on its size is known. */
      onLoad: () => change((before) => before),
      style: { transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` },
    },
  }
}

function fromMiddle(
  frame: HTMLElement | null,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): Point {
  const box = frame?.getBoundingClientRect()
  if (!box) return NOWHERE
  return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 }
}

/** Null while there is nothing to be seen. */
function lookOf(frame: HTMLElement | null, image: HTMLImageElement | null): Look | null {
  if (!frame || !image || image.naturalWidth === 0) return null
  return {
    frame: { width: frame.clientWidth, height: frame.clientHeight },
    fitted: { width: image.offsetWidth, height: image.offsetHeight },
    natural: { width: image.naturalWidth, height: image.naturalHeight },
  }
}

interface FrameListeners {
  onWheel(event: WheelEvent): void
  onResize(): void
}

/** A wheel is listened to without React, whose listeners may not keep the window from scrolling. */
function useFrame(frame: HTMLElement | null, listeners: FrameListeners): void {
  const newest = useRef(listeners)
  useEffect(() => {
    newest.current = listeners
  })
  useEffect(() => {
    if (!frame) return
    const handleWheel = (event: WheelEvent): void => {
      event.preventDefault()
      newest.current.onWheel(event)
    }
    frame.addEventListener('wheel', handleWheel, { passive: false })
    const observer = new ResizeObserver(() => newest.current.onResize())
    observer.observe(frame)
    return () => {
      frame.removeEventListener('wheel', handleWheel)
      observer.disconnect()
    }
  }, [frame])
}
