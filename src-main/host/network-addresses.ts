import type { NetworkInterfaceInfo } from 'node:os'

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** Made by software; people around you are hardly ever behind one of these. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|zt|tailscale|lxc|vEthernet)/i

/**
 * The addresses of this computer that others on the network can use, the likeliest first: real
 * adapters before virtual ones, private ranges before public ones. IPv4 only, because that is what
 * people can read to each other; link-local (169.254) addresses lead nowhere.
 */
function reachableAddresses(interfaces: Interfaces): string[] {
  return Object.entries(interfaces)
    .flatMap(([name, addresses]) => (addresses ?? []).map((address) => ({ name, ...address })))
    .filter(({ family, internal, address }) => {
      return family === 'IPv4' && !internal && !address.startsWith('169.254.')
    })
    .map(({ name, address }) => ({ address, rank: rankOf(name, address) }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ address }) => address)
}

const rankOf = (name: string, address: string): number =>
  (VIRTUAL.test(name) ? 2 : 0) + (isPrivate(address) ? 0 : 1)

/** Under which origins a server can be reached: everywhere, unless it was bound to one address. */
export function serverOrigins(bindAddress: string, port: number, interfaces: Interfaces): string[] {
  const isEverywhere = bindAddress === '0.0.0.0' || bindAddress === '::'
  const addresses = isEverywhere ? reachableAddresses(interfaces) : [bindAddress]
  return addresses.map((address) => `http://${address}:${port}`)
}

/** RFC 1918. */
const isPrivate = (address: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address)
