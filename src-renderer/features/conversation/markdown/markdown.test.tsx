import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ServicesProvider, type Services } from '../../../app/services-context.tsx'
import { createAppStore } from '../../../state/store.ts'
import { isTooTangled } from './is-too-tangled.ts'
import { Markdown } from './markdown.tsx'

/** Nothing here is clicked: the actions are only asked for. */
const services = { store: createAppStore(), actions: {} } as Services

const draw = (text: string, names: readonly string[] = []): string =>
  renderToStaticMarkup(
    createElement(ServicesProvider, {
      services,
      children: createElement(Markdown, { text, names }),
    }),
  )

const links = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)

test.each([
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](java\tscript:alert(1))',
  '[a](&#106;avascript:alert(1))',
  '[a](data:text/html,<script>alert(1)</script>)',
  '[a](vbscript:x)',
  '[a](file:///etc/passwd)',
  '[a](parley://x)',
  '[a](//example.org)',
  '[a](#top)',
  '<javascript:alert(1)>',
  '<parley://host>',
  '![a](javascript:alert(1))',
  '[a]: javascript:alert(1)\n\n[a]',
])('%j is no link', (text) => {
  expect(links(draw(text))).toEqual([])
})

test.each([
  ['https://example.org/a_b_c', 'https://example.org/a_b_c'],
  ['<https://example.org>', 'https://example.org'],
  ['www.example.org', 'http://www.example.org'],
  ['a@example.org', 'mailto:a@example.org'],
  ['[a](https://example.org "title")', 'https://example.org'],
])('%j is a link', (text, href) => {
  expect(links(draw(text))).toEqual([href])
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<b>x</b>',
  '<!-- x -->',
  'a <i onclick="x">b</i>',
  '<svg/onload=alert(1)>',
  '&lt;b&gt; &copy;',
])('%j is shown as it was typed', (text) => {
  const shown = draw(text).replace(/^<p dir="auto">|<\/p>$/g, '')
  expect(shown).not.toMatch(/</)
  expect(decode(shown)).toBe(text)
})

const textOf = (html: string): string => decode(html.replace(/<[^>]+>/g, ''))

const decode = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

test('a picture from the network is a link with its description, and loads nothing', () => {
  const html = draw('![a cat](https://example.org/cat.png)')
  expect(html).not.toContain('<img')
  expect(html).toContain('>a cat</a>')
})

test('the usual marks are drawn', () => {
  const html = draw('**b** *i* ~~s~~ `c`\nnew line\n\n> q\n\n- l\n\n# H')
  for (const element of ['strong', 'em', 'del', 'code', 'br', 'blockquote', 'li']) {
    expect(html).toContain(`<${element}`)
  }
  expect(html).not.toContain('<h1')
})

test('people are named in text and not in code or links', () => {
  const html = draw('@Anna `@Anna` [@Anna](https://example.org) **@Anna**', ['Anna'])
  expect(html.match(/>@Anna<\/strong>/g)).toHaveLength(2)
})

test('code has its language and colours', () => {
  const html = draw('```js\nconst a = 1\n```')
  expect(html).toContain('hljs-keyword')
  expect(html).toContain('>js</span>')
  expect(draw('```<b>\nx\n```')).not.toContain('<b>')
})

test('an address with a character reference is a link, and stays as typed', () => {
  const html = draw('[x](http://a.test/?a=1&amp;b=2)')
  expect(html).toContain('href="http://a.test/?a=1&amp;amp;b=2"')
})

test('references in code stay as they are', () => {
  expect(textOf(draw('`&nbsp;` and\n```html\n[1] &nbsp;\n```'))).toContain('[1] &nbsp;')
})

test('a large table stays in its box', () => {
  expect(draw('| a | b |\n|---|---|\n| 1 | 2 |')).toMatch(/<div[^>]*role="group"[^>]*><table/)
})

/** Longest that drawing one message may take here, in milliseconds; a hang takes minutes. */
const BEARABLE_MS = 3_000

test.each([
  ['quotes', '>'.repeat(8_000)],
  ['quotes with spaces', '> '.repeat(4_000)],
  ['lists', '- '.repeat(4_000)],
  ['numbers', '1. '.repeat(2_600)],
  ['mixed', '> - 1. '.repeat(1_100)],
  ['brackets', '['.repeat(8_000)],
  ['images', '!['.repeat(4_000)],
  ['links', '[a](b'.repeat(1_600)],
  ['stars', '*a'.repeat(4_000)],
  ['many stars', `${'*'.repeat(4_000)}a${'*'.repeat(3_999)}`],
  ['underscores', '_a_'.repeat(2_600)],
  ['tildes', '~~a'.repeat(2_600)],
  ['backticks', Array.from({ length: 120 }, (_, index) => '`'.repeat(index)).join(' ')],
  ['angles', '<a'.repeat(4_000)],
  ['a table', `${'|a'.repeat(1_900)}\n${'|-'.repeat(1_900)}\n`],
  ['indented lists', Array.from({ length: 120 }, (_, i) => `${' '.repeat(i)}- a`).join('\n')],
  ['addresses', 'http://a.'.repeat(880)],
  ['letters', 'a@'.repeat(4_000)],
  ['references', '[a]: b\n'.repeat(1_100)],
  ['footnotes', '[^1]: a\n'.repeat(1_000)],
])('%s without end are drawn in bearable time', (_what, text) => {
  const startedAt = performance.now()
  expect(draw(text).length).toBeGreaterThan(0)
  expect(performance.now() - startedAt).toBeLessThan(BEARABLE_MS)
})

test('ordinary texts are not taken for tangled ones', () => {
  expect(isTooTangled('- a\n  - b\n    - c\n> > quoted twice')).toBe(false)
  expect(isTooTangled('**bold** '.repeat(100))).toBe(false)
  expect(isTooTangled('---\n* * *\n----------------------------------------')).toBe(false)
})
