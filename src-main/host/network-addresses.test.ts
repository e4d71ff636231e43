import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { serverOrigins } from './network-addresses.ts'

const ipv4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  family: 'IPv4',
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  cidr: null,
})

test('the address that people can use comes first', () => {
  const origins = serverOrigins('0.0.0.0', 5000, {
    lo: [ipv4('127.0.0.1', true)],
    docker0: [ipv4('172.17.0.1')],
    ppp0: [ipv4('203.0.113.9')],
    wlan0: [ipv4('192.168.1.20')],
  })
  expect(origins).toEqual([
    'http://192.168.1.20:5000',
    'http://203.0.113.9:5000',
    'http://172.17.0.1:5000',
  ])
})

test('a computer without a network has none', () => {
  const interfaces = { lo: [ipv4('127.0.0.1', true)], eth0: [ipv4('169.254.3.4')] }
  expect(serverOrigins('0.0.0.0', 5000, interfaces)).toEqual([])
})

test('a server bound to one address has that one', () => {
  const interfaces = { wlan0: [ipv4('192.168.1.20')] }
  expect(serverOrigins('127.0.0.1', 5000, interfaces)).toEqual(['http://127.0.0.1:5000'])
})
