import type { S3Place } from '../../s3-place.ts'

/** Where requests about a bucket go. */
export interface BucketAddress {
  readonly isEncrypted: boolean
  /** As it is looked up: an IPv6 address has no brackets here. */
  readonly hostname: string
  /** Null for the usual one. */
  readonly port: string | null
  /** As it stands in the header `Host`. */
  readonly host: string
  /** What the path of an object begins with, before the slash. */
  readonly root: string
}

export function addressOf({ origin, bucket, style }: S3Place): BucketAddress {
  const { protocol, hostname, port } = new URL(origin)
  const isInPath = style === 'path'
  const name = isInPath ? hostname : `${bucket}.${hostname}`
  return {
    isEncrypted: protocol === 'https:',
    hostname: name.replace(/^\[|\]$/g, ''),
    port: port === '' ? null : port,
    host: port === '' ? name : `${name}:${port}`,
    root: isInPath ? `/${bucket}` : '',
  }
}
