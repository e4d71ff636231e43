/** The beginnings of files, enough for anybody who looks at what a file says it is. */

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

const WAV_HEADER_BYTES = 44

const RATE = 8_000

/**
 * A WAV file with a tone that every player plays: 8 kHz, 8 bit, mono.
 * @param amplitude up to 127
 */
export const wav = (seconds = 0.1, hertz = 440, amplitude = 90): Buffer =>
  melody([hertz], seconds, amplitude)

/** The same with one tone after the other. @param seconds of each */
export function melody(tones: readonly number[], seconds: number, amplitude = 90): Buffer {
  const each = Math.round(seconds * RATE)
  const samples = each * tones.length
  const file = Buffer.alloc(WAV_HEADER_BYTES + samples)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(RATE, 24)
  file.writeUInt32LE(RATE, 28)
  file.writeUInt16LE(1, 32)
  file.writeUInt16LE(8, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(samples, 40)
  for (let at = 0; at < samples; at += 1) {
    const hertz = tones[Math.floor(at / each)] ?? 0
    file[WAV_HEADER_BYTES + at] =
      128 + Math.round(amplitude * Math.sin((2 * Math.PI * hertz * at) / RATE))
  }
  return file
}

export const sounds = {
  webm: Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104', 'hex'),
  ogg: bytes(`OggS\0\x02${'\0'.repeat(20)}\x01\x13OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0`),
  mp4: bytes('\0\0\0\x18ftypM4A \0\0\0\0M4A mp42'),
  mp3: bytes(`ID3\x03\0\0\0\0\0\0\xff\xfb\x90\x64${'\0'.repeat(500)}`),
  aac: bytes(`\xff\xf1\x50\x80\x02\x1f\xfc${'\0'.repeat(100)}`),
  wav: wav(),
} as const

export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

/** What must never run on the server's origin, whatever it is called. */
export const disguises = {
  html: bytes('<!doctype html><script>alert(1)</script>'),
  svg: bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  'svg with a prologue': bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
  zip: bytes(`PK\x03\x04${'\0'.repeat(60)}`),
  pdf: bytes('%PDF-1.4\n'),
  text: bytes('Just words'),
  'a shell script': bytes('#!/bin/sh\nrm -rf /\n'),
} as const
