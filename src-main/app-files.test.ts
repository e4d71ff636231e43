import { describe, expect, test } from 'vitest'
import { fileFor } from './app-files.ts'

const FOLDER = '/opt/parley/renderer'

describe('the files behind app://parley/', () => {
  test('the root is the page', () => {
    expect(fileFor('app://parley/', FOLDER)).toBe(`${FOLDER}/index.html`)
  })

  test('a file of the build is found, whatever follows its path', () => {
    expect(fileFor('app://parley/assets/a%20b.js?v=1#x', FOLDER)).toBe(`${FOLDER}/assets/a b.js`)
  })

  test.each([
    'app://parley/../main/main.js',
    'app://parley/..%2f..%2f..%2fetc/passwd',
    'app://parley/%2e%2e/%2e%2e/etc/passwd',
    'app://parley/..%5c..%5cwindows',
    'app://parley/assets%00.js',
    'app://parley/%E0%A4%A',
    'app://other/index.html',
    'app://parley.evil/index.html',
    'file:///etc/passwd',
    'not a url',
  ])('nothing outside of the folder is reached through %s', (url) => {
    const file = fileFor(url, FOLDER)
    expect(file === null || file.startsWith(`${FOLDER}/`)).toBe(true)
  })
})
