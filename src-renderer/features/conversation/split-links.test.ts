import { expect, test } from 'vitest'
import { splitLinks } from './split-links.ts'

const links = (text: string) =>
  splitLinks(text)
    .filter(({ kind }) => kind === 'link')
    .map((part) => part.text)

test.each([
  ['see https://parley.test/a?b=c#d.', ['https://parley.test/a?b=c#d']],
  ['(http://parley.test/x)', ['http://parley.test/x']],
  ['https://parley.test/a_(b)', ['https://parley.test/a_(b)']],
  ['javascript:alert(1) file:///etc', []],
  ['https://', []],
])('links in %j', (text, expected) => {
  expect(links(text)).toEqual(expected)
})

test('no character of the text is lost', () => {
  const text = 'a https://x.test/1, b\n  https://y.test! https://'
  expect(
    splitLinks(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
})
