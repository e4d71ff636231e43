import { expect, test } from 'vitest'
import { readS3Place } from './s3-place.ts'

const SECRET = 'do-not-print-this'
const given = {
  MEDIA_S3_URL: 'https://minio.lan:9000/parley',
  MEDIA_S3_ACCESS_KEY: 'KEY',
  MEDIA_S3_SECRET_KEY: SECRET,
}
const read = (settings: Record<string, string>) => readS3Place((name) => settings[name] ?? '')
const place = (settings: Record<string, string>) => {
  const { ok, ...rest } = read({ ...given, ...settings })
  return ok ? (rest as { value: unknown }).value : rest
}
const problems = (settings: Record<string, string>): string => {
  const answer = read(settings)
  return answer.ok ? '' : answer.error.join(' ')
}

test('without any of its settings there is none', () => {
  expect(read({})).toEqual({ ok: true, value: null })
})

test('names the bucket in the path, except with Amazon', () => {
  expect(place({})).toEqual({
    origin: 'https://minio.lan:9000',
    bucket: 'parley',
    style: 'path',
    region: 'us-east-1',
    accessKey: 'KEY',
    secretKey: SECRET,
    prefix: '',
  })
  const onAmazon = { MEDIA_S3_URL: 'https://s3.eu-central-1.amazonaws.com/parley/' }
  expect(place(onAmazon)).toMatchObject({ style: 'host', region: 'eu-central-1', bucket: 'parley' })
  const dotted = { MEDIA_S3_URL: 'https://s3.eu-central-1.amazonaws.com/chat.example.org' }
  expect(place(dotted)).toMatchObject({ style: 'path' })
})

test('takes what is set otherwise', () => {
  const settings = {
    MEDIA_S3_URL: 'http://10.0.0.7:3900/files',
    MEDIA_S3_REGION: 'garage',
    MEDIA_S3_STYLE: 'HOST',
    MEDIA_S3_PREFIX: 'team/chat/',
  }
  expect(place(settings)).toMatchObject({
    origin: 'http://10.0.0.7:3900',
    region: 'garage',
    style: 'host',
    prefix: 'team/chat/',
  })
})

test.each([
  ['parley', /MEDIA_S3_URL cannot be read/],
  ['s3://parley', /MEDIA_S3_URL cannot be read/],
  ['https://minio.lan', /does not end in the name of one bucket/],
  ['https://minio.lan/parley/files', /MEDIA_S3_PREFIX/],
  ['https://minio.lan/Parley', /does not end in the name of one bucket/],
  ['https://minio.lan/parley?x=1', /after "\?" or "#"/],
  [`https://KEY:${SECRET}@minio.lan/parley`, /MEDIA_S3_ACCESS_KEY/],
])('refuses the address %s', (MEDIA_S3_URL, sentence) => {
  const said = problems({ ...given, MEDIA_S3_URL })
  expect(said).toMatch(sentence)
  expect(said).not.toContain(SECRET)
})

test.each([
  [{ MEDIA_S3_SECRET_KEY: '' }, /must both be set/],
  [{ MEDIA_S3_ACCESS_KEY: '' }, /must both be set/],
  [{ MEDIA_S3_SECRET_KEY: `${SECRET} ä` }, /must both be set/],
  [{ MEDIA_S3_REGION: 'eu central' }, /MEDIA_S3_REGION is "eu central"/],
  [{ MEDIA_S3_PREFIX: '../other' }, /MEDIA_S3_PREFIX is "\.\.\/other"/],
  [{ MEDIA_S3_STYLE: 'dns' }, /MEDIA_S3_STYLE is "dns"/],
])('refuses %j', (settings, sentence) => {
  const said = problems({ ...given, ...settings })
  expect(said).toMatch(sentence)
  expect(said).not.toContain(SECRET)
})

test('settings that would do nothing are told', () => {
  expect(problems({ MEDIA_S3_SECRET_KEY: SECRET })).toMatch(
    /^MEDIA_S3_SECRET_KEY is set, but MEDIA_S3_URL, .* is not\.$/,
  )
  expect(problems({ MEDIA_S3_SECRET_KEY: SECRET })).not.toContain(SECRET)
})
