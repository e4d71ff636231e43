import { Check, Copy } from 'lucide-react'
import { Children, isValidElement, useRef, type ReactNode } from 'react'
import { useActions } from '../../../app/services-context.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import styles from './markdown.module.css'
import { useBriefly } from './use-briefly.ts'

/** Code with the name of its language and a button that copies it. */
export function CodeBlock({ children }: { readonly children: ReactNode }) {
  const { copyText } = useActions()
  const code = useRef<HTMLPreElement>(null)
  const [isCopied, showCopied] = useBriefly()
  const language = languageOf(children)
  const copy = (): void => {
    void copyText((code.current?.textContent ?? '').replace(/\n$/, ''), 'Code')
    showCopied()
  }
  return (
    <div className={styles['codeBlock']}>
      {language !== null && <span className={styles['language']}>{language}</span>}
      <IconButton
        label={isCopied ? 'Copied' : 'Copy code'}
        className={styles['copy']}
        onClick={copy}
      >
        {isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      </IconButton>
      <pre ref={code} dir="ltr" tabIndex={0} role="group" aria-label="Code">
        {children}
      </pre>
    </div>
  )
}

function languageOf(children: ReactNode): string | null {
  const [code] = Children.toArray(children)
  if (!isValidElement<{ className?: string }>(code)) return null
  return /language-([\w+#.-]+)/.exec(code.props.className ?? '')?.[1] ?? null
}
