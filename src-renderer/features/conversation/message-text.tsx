import { Component, lazy, Suspense, type ComponentType, type ReactNode } from 'react'
import { useConversationTools } from './conversation-tools.tsx'
import { isOnlyEmoji } from './only-emoji.ts'
import { PlainText } from './plain-text.tsx'
import styles from './message-text.module.css'

/** Not needed for the first paint, so it comes after it. Without it a text is shown as typed. */
const Markdown = lazy(
  (): Promise<{ default: ComponentType<{ text: string; names: readonly string[] }> }> =>
    import('./markdown/markdown.tsx').then(
      (module) => ({ default: module.Markdown }),
      () => ({ default: PlainText }),
    ),
)

/** What somebody said: Markdown, drawn as elements and never as markup. */
export function MessageText({ text }: { readonly text: string }) {
  const { names } = useConversationTools()
  if (isOnlyEmoji(text)) return <p className={styles['emoji']}>{text}</p>
  return (
    <div className={styles['text']}>
      <OrPlain key={text} text={text}>
        <Suspense fallback={<PlainText text={text} />}>
          <Markdown text={text} names={names} />
        </Suspense>
      </OrPlain>
    </div>
  )
}

/** A text that breaks the Markdown library breaks nothing else: it is shown as it was typed. */
class OrPlain extends Component<
  { readonly text: string; readonly children: ReactNode },
  { readonly isBroken: boolean }
> {
  override state = { isBroken: false }

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true }
  }

  override render(): ReactNode {
    return this.state.isBroken ? <PlainText text={this.props.text} /> : this.props.children
  }
}
