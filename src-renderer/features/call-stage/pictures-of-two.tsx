import { useState } from 'react'
import type { PictureName } from '#shared/domain/call-pictures.ts'
import { classNames } from '../../ui/class-names.ts'
import { keyOf } from './arrange.ts'
import { CallPicture } from './call-picture.tsx'
import styles from './call-stage.module.css'
import { wordsForPicture } from './words-for-picture.ts'

/** One picture as large as there is room, and the others over its corner or beside it. */
export function PicturesOfTwo({
  partner,
  pictures,
}: {
  readonly partner: string
  readonly pictures: readonly PictureName[]
}) {
  const [wanted, setWanted] = useState<string | null>(null)
  const large = pictures.find((name) => keyOf(name) === wanted) ?? pictures[0]
  if (!large) return null
  const small = pictures.filter((name) => name !== large)
  return (
    // What is there to be read is not covered.
    <div className={classNames(styles['pictures'], large.lane === 'screen' && styles['beside'])}>
      <CallPicture
        name={large}
        words={wordsForPicture(large, partner)}
        className={styles['large']}
      />
      {small.length > 0 && (
        <div className={styles['small']}>
          {small.map((name, place) => (
            <CallPicture
              // By its place: what was enlarged makes room for another one there, and the focus stays.
              key={place}
              name={name}
              words={wordsForPicture(name, partner)}
              className={styles['tile']}
              click={{ label: 'Make larger', act: () => setWanted(keyOf(name)) }}
            />
          ))}
        </div>
      )}
    </div>
  )
}
