import type { RedisAddress } from '../../redis-url.ts'
import { reasonOf } from './faults.ts'

/** One sentence about why Redis cannot be used, and what to do. Never with the password. */
export function sentenceForStartFailure(error: unknown, address: RedisAddress): string {
  const place = placeOf(address)
  const { code = '', message = '' } = error as { code?: string; message?: string }
  const text = `${code} ${message}`
  if (/WRONGPASS|invalid password|invalid username-password|without any password/.test(text)) {
    return `Redis at ${place} does not accept the user name or the password in REDIS_URL.`
  }
  if (/NOAUTH/.test(text)) {
    return `Redis at ${place} asks for a password: write it into REDIS_URL, as in redis://user:password@host.`
  }
  if (/DB index|SELECT is not allowed/.test(text)) {
    return `Redis at ${place} has no database ${address.db}: correct the end of REDIS_URL.`
  }
  if (/NOPERM/.test(text)) {
    return `Redis at ${place} lets the user of REDIS_URL do too little: docs/redis.md has the rights that Parley needs.`
  }
  if (/certificate|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS_CERT/i.test(text)) {
    return `Redis at ${place} shows a certificate that is not trusted (${code || reasonOf(error)}): set NODE_EXTRA_CA_CERTS to the file of its authority.`
  }
  if (
    /RESP type|Protocol error|ERR_SSL|EPROTO|wrong version|Connection is closed|ECONNRESET/i.test(
      text,
    )
  ) {
    const wanted = address.isEncrypted ? 'redis:// without TLS' : 'rediss:// with TLS'
    return `What answers at ${place} does not speak the protocol of Redis: check the port in REDIS_URL, or try ${wanted}.`
  }
  if (/LOADING/.test(text)) {
    return `Redis at ${place} is still loading its data: start Parley again when it has finished.`
  }
  return `Cannot reach Redis at ${place} (${reasonOf(error)}): start it, or correct REDIS_URL.`
}

export const placeOf = ({ host, port }: RedisAddress): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`
