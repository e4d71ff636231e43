import { expect, test } from 'vitest'
import type { S3Place } from '../../s3-place.ts'
import { addressOf } from './address.ts'

const at = (origin: string, style: S3Place['style']) =>
  addressOf({
    ...{ origin, style, bucket: 'parley' },
    ...{ region: 'eu-central-1', accessKey: 'KEY', secretKey: 'secret', prefix: '' },
  })

test('a bucket is named in the path or in the host, and not in both', () => {
  expect(at('https://s3.eu-central-1.amazonaws.com', 'host')).toEqual({
    isEncrypted: true,
    hostname: 'parley.s3.eu-central-1.amazonaws.com',
    port: null,
    host: 'parley.s3.eu-central-1.amazonaws.com',
    root: '',
  })
  expect(at('http://minio.lan:9000', 'path')).toEqual({
    isEncrypted: false,
    hostname: 'minio.lan',
    port: '9000',
    host: 'minio.lan:9000',
    root: '/parley',
  })
})

test('an IPv6 address has its brackets where they belong', () => {
  expect(at('http://[fd00::7]:3900', 'path')).toMatchObject({
    hostname: 'fd00::7',
    host: '[fd00::7]:3900',
  })
})
