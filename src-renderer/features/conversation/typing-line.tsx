import { useAppState } from '../../app/services-context.tsx'
import { selectOpenPerson } from '../../state/selectors.ts'
import { typingLine } from '../../state/typing.ts'
import styles from './typing-line.module.css'

/** Who is typing, or that the other one is away. The line keeps its place while nobody is, so that nothing jumps. */
export function TypingLine() {
  const text = useAppState(({ typists }) => typingLine(typists))
  const awayName = useAppState((state) => {
    const person = selectOpenPerson(state)
    return person?.presence === 'offline' ? person.name : null
  })
  return (
    <p className={styles['line']} role="status">
      {text !== '' && (
        <>
          <span className={styles['dots']} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span className={styles['text']}>{text}</span>
        </>
      )}
      {text === '' && awayName !== null && (
        <span className={styles['text']}>{awayName} is offline and gets this later.</span>
      )}
    </p>
  )
}
