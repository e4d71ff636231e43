import { expect, test } from 'vitest'
import { cleanFileName, isShownInPlace, parseRecording, voiceTypeOf } from './media.ts'

const bytes = 'UklGRg=='

test.each([
  `data:audio/webm;base64,${bytes}`,
  `data:audio/webm;codecs=opus;base64,${bytes}`,
  `DATA:Audio/WebM;codecs="opus, vorbis";BASE64,${bytes}`,
  `data:audio/vnd.wave;rate=8000;channels=1;base64,${bytes}`,
])('%s is a recording', (text) => {
  expect(parseRecording(text)).toEqual({ bytes: new Uint8Array(Buffer.from('RIFF')) })
})

test.each([
  '',
  'data:',
  bytes,
  `data:text/html;base64,${bytes}`,
  `data:image/svg+xml;base64,${bytes}`,
  `data:audio/webm,${bytes}`,
  `data:audio/webm;base64`,
  `data:audio/webm;base64;${bytes}`,
  `data:audio/;base64,${bytes}`,
  `data:audio/webm;base64,${bytes.slice(0, -1)}`,
  `data:audio/webm;base64,UklG Rg==`,
  `data:audio/webm;base64,%55klGRg==`,
  ` data:audio/webm;base64,${bytes}`,
  `https://example.org/audio/webm;base64,${bytes}`,
  `data:audio/webm${';a=b'.repeat(10_000)};base64,${bytes}`,
])('%.60s is none', (text) => {
  expect(parseRecording(text)).toBeNull()
})

test('only containers of sound are a voice, and nothing else by the name of a property', () => {
  expect(voiceTypeOf('video/webm')).toBe('audio/webm')
  expect(voiceTypeOf('audio/ogg; codecs=opus')).toBe('audio/ogg')
  for (const type of [null, 'image/png', 'text/html', 'constructor', '__proto__', 'audio/midi']) {
    expect(voiceTypeOf(type)).toBeNull()
  }
})

test.each([
  ['plan.txt', 'plan.txt'],
  ['  Urlaub 2026 – Ärger.jpg ', 'Urlaub 2026 – Ärger.jpg'],
  ['/etc/passwd', 'passwd'],
  ['C:\\Users\\Anna\\a.docx', 'a.docx'],
  ['../../..', 'file'],
  ['..', 'file'],
  ['', 'file'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a\u0000b\r\nc', 'abc'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
])('a file that is called %j is called %j', (given, name) => {
  expect(cleanFileName(given)).toBe(name)
})

test('what could run is never shown in place', () => {
  for (const type of ['image/png', 'audio/webm', 'audio/ogg', 'video/mp4']) {
    expect(isShownInPlace(type)).toBe(true)
  }
  for (const type of ['image/svg+xml', 'text/html', 'application/xml', 'application/pdf', '']) {
    expect(isShownInPlace(type)).toBe(false)
  }
})
