import { memo, useMemo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import rehypeHighlight from 'rehype-highlight'
import remarkBreaks from 'remark-breaks'
import remarkGfm from 'remark-gfm'
import { OutsideLink } from '../outside-link.tsx'
import { PlainText } from '../plain-text.tsx'
import { safeLink } from '../safe-link.ts'
import { CodeBlock } from './code-block.tsx'
import { isTooTangled } from './is-too-tangled.ts'
import { literalText } from './literal-text.ts'
import { Mention } from './mention.tsx'
import { markMentions } from './mark-mentions.ts'
import styles from './markdown.module.css'
import './highlight.css'

/** Headings structure a document; in a conversation they are only a louder line. */
const Heading: Components['h1'] = ({ children }) => (
  <p className={styles['heading']} dir="auto">
    {children}
  </p>
)

const components: Components = {
  a: ({ href, children }) => <OutsideLink href={href}>{children}</OutsideLink>,
  // A picture from elsewhere would tell its host who reads this and when.
  img: ({ src, alt }) => (
    <OutsideLink href={typeof src === 'string' ? src : undefined}>{alt || src}</OutsideLink>
  ),
  p: ({ children }) => <p dir="auto">{children}</p>,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  table: ({ children }) => (
    <div className={styles['table']} role="group" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  input: ({ checked }) => (
    <input type="checkbox" checked={checked === true} disabled aria-label="Task" />
  ),
  mark: ({ children }) => <Mention>{children}</Mention>,
  hr: () => <hr className={styles['rule']} />,
}

const urlTransform = (url: string): string => safeLink(url) ?? ''

/** A text as Markdown. Memoised: parsing is the dearest thing in a row, and texts rarely change. */
export const Markdown = memo(function Markdown({
  text,
  names,
}: {
  readonly text: string
  readonly names: readonly string[]
}) {
  const rehypePlugins = useMemo(() => [rehypeHighlight, markMentions(names)], [names])
  if (isTooTangled(text)) return <PlainText text={text} />
  return (
    <ReactMarkdown
      remarkPlugins={[literalText, [remarkGfm, { singleTilde: false }], remarkBreaks]}
      rehypePlugins={rehypePlugins}
      components={components}
      urlTransform={urlTransform}
      remarkRehypeOptions={{ allowDangerousHtml: false }}
    >
      {text}
    </ReactMarkdown>
  )
})
