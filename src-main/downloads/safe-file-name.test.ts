import { expect, test } from 'vitest'
import { safeFileName } from './safe-file-name.ts'

test.each([
  ['report.pdf', 'report.pdf'],
  ['../../.bashrc', '.bashrc'],
  ['C:\\Windows\\a.txt', 'a.txt'],
  ['what? "why": <a|b>*.txt', 'what_ _why__ _a_b__.txt'],
  ['nul', '_nul'],
  ['Com1.txt', '_Com1.txt'],
  ['console.log', 'console.log'],
  ['tail.txt. . ', 'tail.txt'],
  ['a\u202egpj.exe', 'agpj.exe'],
  ['a\u0000b\n.txt', 'ab.txt'],
  ['...', 'file'],
  ['/', 'file'],
  ['Größe 語 🎈.zip', 'Größe 語 🎈.zip'],
])('%j is stored as %j', (name, stored) => {
  expect(safeFileName(name)).toBe(stored)
})

test('a name has an end that any disk takes', () => {
  expect(safeFileName(`${'a'.repeat(500)}.txt`)).toMatch(/^a{196}\.txt$/)
})
