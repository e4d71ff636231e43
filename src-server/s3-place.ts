import { fail, succeed, type Result } from '#shared/lib/result.ts'

/** Storage that speaks S3: where it is, and how to get in. */
export interface S3Place {
  /** Of the storage itself, without the bucket: `https://host` or `https://host:port`. */
  readonly origin: string
  readonly bucket: string
  /** Whether the bucket is a part of the path or of the name of the host. */
  readonly style: 'path' | 'host'
  readonly region: string
  readonly accessKey: string
  /** Never printed, never logged. */
  readonly secretKey: string
  /** What all names begin with, so that several servers can share a bucket; empty, or ends in "/". */
  readonly prefix: string
}

const FORM = 'must look like https://s3.example.org/bucket'

/** Where the name of the region is a matter of taste, it is usually this one. */
const USUAL_REGION = 'us-east-1'

/** The names of the settings after MEDIA_S3_; all of them are nothing without URL. */
const OTHERS = ['ACCESS_KEY', 'SECRET_KEY', 'REGION', 'PREFIX', 'STYLE'] as const

/**
 * Reads the settings that begin with MEDIA_S3_.
 *
 * @param textOf a setting, trimmed, and empty when it is unset
 * @returns null when none is set, or one sentence for each problem, none of which repeats a secret
 */
export function readS3Place(
  textOf: (name: string) => string,
): Result<S3Place | null, readonly string[]> {
  const of = (name: 'URL' | (typeof OTHERS)[number]): string => textOf(`MEDIA_S3_${name}`)
  if (of('URL') === '') {
    const stray = OTHERS.filter((name) => of(name) !== '')
    return stray.length === 0
      ? succeed(null)
      : fail([`MEDIA_S3_${stray[0]} is set, but MEDIA_S3_URL, which ${FORM}, is not.`])
  }
  const problems: string[] = []
  const address = parseAddress(of('URL'))
  if (!address.ok) problems.push(address.error)

  const [accessKey, secretKey] = [of('ACCESS_KEY'), of('SECRET_KEY')]
  // What is not in ASCII could not be sent, and would only be found out as a key that is wrong.
  if (!/^[\x21-\x7e]+$/.test(accessKey) || !/^[\x21-\x7e]+$/.test(secretKey)) {
    problems.push(
      'MEDIA_S3_ACCESS_KEY and MEDIA_S3_SECRET_KEY must both be set, to the key with which MEDIA_S3_URL can be used.',
    )
  }

  const region = of('REGION') || (address.ok && regionOf(address.value.host)) || USUAL_REGION
  if (!/^[a-z0-9-]{1,64}$/i.test(region)) {
    problems.push(`MEDIA_S3_REGION is "${region}", but must be a name such as eu-central-1.`)
  }

  const folder = of('PREFIX').replace(/\/$/, '')
  if (folder !== '' && !/^[a-z0-9_-]{1,64}(\/[a-z0-9_-]{1,64}){0,7}$/i.test(folder)) {
    problems.push(
      `MEDIA_S3_PREFIX is "${folder}", but must be a name of letters, digits, "-" or "_", or several with "/" between them.`,
    )
  }

  const style = of('STYLE').toLowerCase() || (address.ok ? usualStyle(address.value) : 'path')
  if (style !== 'path' && style !== 'host') {
    problems.push(
      `MEDIA_S3_STYLE is "${style}", but must be path or host: where the bucket is named in an address.`,
    )
  }

  if (!address.ok || problems.length > 0 || (style !== 'path' && style !== 'host')) {
    return fail(problems)
  }
  const { origin, bucket } = address.value
  const prefix = folder === '' ? '' : `${folder}/`
  return succeed({ origin, bucket, style, region, accessKey, secretKey, prefix })
}

interface Address {
  readonly origin: string
  readonly host: string
  readonly bucket: string
}

function parseAddress(text: string): Result<Address, string> {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    return fail(`MEDIA_S3_URL cannot be read: it ${FORM}.`)
  }
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') {
    return fail(
      `MEDIA_S3_URL has a user name or a password in it: it ${FORM}, and keys go into MEDIA_S3_ACCESS_KEY and MEDIA_S3_SECRET_KEY.`,
    )
  }
  if (url.search !== '' || url.hash !== '') {
    return fail(`MEDIA_S3_URL has something after "?" or "#", which has no meaning: it ${FORM}.`)
  }
  const bucket = url.pathname.slice(1).replace(/\/$/, '')
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    return fail(
      `MEDIA_S3_URL does not end in the name of one bucket: it ${FORM}, and a folder in the bucket goes into MEDIA_S3_PREFIX.`,
    )
  }
  return succeed({ origin: url.origin, host: url.hostname, bucket })
}

/** Amazon says it in the name of the host. */
const regionOf = (host: string): string | undefined =>
  /^s3[.-](?:dualstack\.)?([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(host)?.[1]

/**
 * Every storage but a few understands buckets in the path; Amazon would rather have them in the name
 * of the host, where one with a dot does not fit its certificate.
 */
const usualStyle = ({ host, bucket }: Address): S3Place['style'] =>
  /\.amazonaws\.com(\.cn)?$/.test(host) && !bucket.includes('.') ? 'host' : 'path'
