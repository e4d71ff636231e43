import styles from './emoji-picker.module.css'

export type SkinTone = 'none' | 'light' | 'medium-light' | 'medium' | 'medium-dark' | 'dark'

const TONES = [
  ['none', 'No skin tone', '✋'],
  ['light', 'Light skin tone', '✋🏻'],
  ['medium-light', 'Medium-light skin tone', '✋🏼'],
  ['medium', 'Medium skin tone', '✋🏽'],
  ['medium-dark', 'Medium-dark skin tone', '✋🏾'],
  ['dark', 'Dark skin tone', '✋🏿'],
] as const satisfies readonly (readonly [SkinTone, string, string])[]

/** How hands and people look; remembered. */
export function SkinTones({
  chosen,
  onChoose,
}: {
  readonly chosen: SkinTone
  readonly onChoose: (tone: SkinTone) => void
}) {
  const index = TONES.findIndex(([tone]) => tone === chosen)
  const [, name, hand] = TONES[index] ?? TONES[0]
  const [next] = TONES[(index + 1) % TONES.length] ?? TONES[0]
  return (
    <button
      type="button"
      className={styles['tone']}
      aria-label={`Change skin tone, now: ${name}`}
      onClick={() => onChoose(next)}
    >
      {hand}
    </button>
  )
}
