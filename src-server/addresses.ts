import { networkInterfaces } from 'node:os'

/** Interfaces of virtual machines and containers: reachable for nobody else, so listed last. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|zt|tailscale|utun|wg|tun|tap)/i

/** IPv4 addresses under which other computers may reach this one, likeliest first. */
function lanAddresses(): readonly string[] {
  const found = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, rank: VIRTUAL.test(name) ? 1 : 0 })),
  )
  return found.toSorted((one, other) => one.rank - other.rank).map(({ address }) => address)
}

/** The one line that tells where the server is, for people to type into a browser. */
export function readyLine(host: string, port: number): string {
  const local = `http://localhost:${port}`
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const isLoopback = /^(127\.|::1$|localhost$)/.test(host)
  const outside = isEverywhere ? lanAddresses()[0] : isLoopback ? undefined : host
  if (outside === undefined)
    return `Parley is ready at ${isLoopback && host !== 'localhost' ? originOf(host, port) : local}`
  const main = `Parley is ready at ${originOf(outside, port)}`
  return isEverywhere ? `${main} (also ${local})` : main
}

const originOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`
