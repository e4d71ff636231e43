import { useAppState } from '../../app/services-context.tsx'
import { typingLine } from '../../state/typing.ts'
import styles from './typing-line.module.css'

/** Who is typing. The line keeps its place while nobody is, so that nothing jumps. */
export function TypingLine() {
  const text = useAppState(({ typists }) => typingLine(typists))
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
    </p>
  )
}
