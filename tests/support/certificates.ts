import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whether this machine can make certificates. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

export interface Certificates {
  /** The authority's own certificate. */
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** An authority of its own, as in a company, and a certificate of it for this machine. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string): string => join(folder, name)
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: 'ignore' })
  }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl(
    ...['req', '-x509', ...key, '-days', '2', '-subj', '/CN=Test authority'],
    ...['-keyout', at('ca.key'), '-out', at('ca.pem')],
  )
  openssl(
    ...['req', ...key, '-subj', '/CN=redis', '-keyout', at('redis.key'), '-out', at('redis.csr')],
  )
  writeFileSync(at('san'), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
  openssl(
    ...['x509', '-req', '-in', at('redis.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
    ...['-CAcreateserial', '-days', '2', '-extfile', at('san'), '-out', at('redis.pem')],
  )
  return { ca: at('ca.pem'), cert: at('redis.pem'), key: at('redis.key') }
}
