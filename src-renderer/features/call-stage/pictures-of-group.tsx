import { useEffect, useRef, useState, type CSSProperties } from 'react'
import type { PictureName } from '#shared/domain/call-pictures.ts'
import type { GroupCallView } from '../../state/group-calls.ts'
import { classNames } from '../../ui/class-names.ts'
import { arrange, keyOf, type Choice } from './arrange.ts'
import { CallPicture } from './call-picture.tsx'
import styles from './call-stage.module.css'
import { gridOf } from './picture-grid.ts'
import { wordsForPicture } from './words-for-picture.ts'

/** Everybody who is seen in the same size, or one picture large and the others in a strip. */
export function PicturesOfGroup({
  group,
  pictures,
}: {
  readonly group: GroupCallView
  readonly pictures: readonly PictureName[]
}) {
  const place = useRef<HTMLDivElement>(null)
  const [choice, setChoice] = useState<Choice | null>(null)
  const followFocus = useFocusAfterMove(place)
  const { large, others, screen } = arrange(pictures, choice)
  const choose = (next: PictureName | null): void =>
    setChoice({ large: next && keyOf(next), screen })
  const propsOf = (name: PictureName) => {
    const person = group.others.find(({ id }) => id === name.of)
    return { name, words: wordsForPicture(name, person?.name ?? 'Somebody') }
  }
  const enlarge = (name: PictureName) => ({
    label: 'Make larger',
    act() {
      choose(name)
      if (!large) followFocus(name)
    },
  })
  if (!large) {
    return (
      <div
        ref={place}
        className={classNames(styles['pictures'], styles['even'])}
        style={gridStyle(others.length)}
      >
        {others.map((name, index) => (
          <CallPicture
            {...propsOf(name)}
            key={keyOf(name)}
            className={styles['cell']}
            style={cellStyle(index, others.length)}
            click={others.length > 1 ? enlarge(name) : null}
          />
        ))}
      </div>
    )
  }
  const shrink = {
    label: 'Make smaller',
    act() {
      choose(null)
      followFocus(large)
    },
  }
  return (
    <div ref={place} className={classNames(styles['pictures'], styles['striped'])}>
      <CallPicture
        {...propsOf(large)}
        className={styles['main']}
        click={others.length > 0 ? shrink : null}
      />
      {others.length > 0 && (
        <div className={styles['strip']}>
          {others.map((name, index) => (
            // By its place: what was enlarged makes room for another one there, and the focus stays.
            <CallPicture
              {...propsOf(name)}
              key={index}
              className={styles['tile']}
              click={enlarge(name)}
            />
          ))}
        </div>
      )}
    </div>
  )
}

const SHAPES = ['wide', 'tall'] as const

/** For both shapes: the style sheet knows which one the place has. */
const gridStyle = (count: number): CSSProperties =>
  Object.assign(
    {},
    ...SHAPES.map((shape) => {
      const { columns, rows } = gridOf(count, shape)
      return { [`--${shape}-columns`]: columns, [`--${shape}-rows`]: rows }
    }),
  )

/** The first one of the last line says where that begins. */
const cellStyle = (index: number, count: number): CSSProperties =>
  Object.assign(
    {},
    ...SHAPES.map((shape) => {
      const { columns, rows, lastLineAt } = gridOf(count, shape)
      return index === columns * (rows - 1) ? { [`--${shape}-start`]: lastLineAt } : {}
    }),
  )

/** Whoever enlarges a picture by the keyboard, or makes it small again, stays at that picture. */
function useFocusAfterMove(place: {
  readonly current: HTMLElement | null
}): (name: PictureName) => void {
  const moved = useRef<string | null>(null)
  useEffect(() => {
    if (moved.current === null) return
    const key = moved.current
    moved.current = null
    for (const button of place.current?.querySelectorAll<HTMLElement>('[data-picture]') ?? []) {
      if (button.dataset['picture'] === key) button.focus()
    }
  })
  return (name) => {
    moved.current = keyOf(name)
  }
}
