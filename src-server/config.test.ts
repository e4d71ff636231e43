import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { defaultDataDir } from './data-dir.ts'

const machine = {
  hostname: 'annas-pc',
  platform: 'linux',
  homeDir: '/home/anna',
  workingDir: '/srv',
}

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  const config = readConfig(environment, machine)
  return config.ok ? [] : config.error
}

describe('the configuration', () => {
  test('has a sensible value for everything', () => {
    expect(readConfig({}, machine)).toEqual({
      ok: true,
      value: {
        port: 5000,
        host: '0.0.0.0',
        dataDir: '/home/anna/.local/share/parley',
        clientOrigins: [],
        allowedHosts: [],
        serverName: 'Parley on annas-pc',
        isProduction: false,
        logLevel: 'warn',
        redis: null,
        redisPrefix: 'parley',
        mediaS3: null,
        voicePort: null,
        voiceAddresses: [],
        voiceRelay: 'as-reached',
        icePlaces: { stunUrls: [], turn: null },
        callTimes: { ringMs: 45_000, connectMs: 30_000, graceMs: 20_000 },
      },
    })
  })

  test('takes every variable, trimmed; empty ones count as unset', () => {
    const config = readConfig(
      {
        PORT: ' 0 ',
        HOST: '::1',
        DATA_DIR: 'data',
        CLIENT_URL: 'http://localhost:3000/, https://chat.example.org/path ,',
        ALLOWED_HOSTS: 'Chat.Example.org., parley.lan',
        SERVER_NAME: 'Our office',
        NODE_ENV: 'production',
        LOG_LEVEL: 'DEBUG',
        REDIS_URL: ' ',
        VOICE_PORT: ' 40000 ',
        VOICE_ADDRESS: '203.0.113.7, 2001:db8::7',
        VOICE_RELAY: 'voice.example.org:443',
        STUN_URLS: 'stun:stun.lan, stun:203.0.113.7:3478',
        TURN_URLS: ' turn:turn.lan ',
        TURN_SECRET: 'north',
        CALL_RING_SECONDS: ' 600 ',
        CALL_GRACE_SECONDS: '1',
      },
      machine,
    )
    expect(config).toMatchObject({
      ok: true,
      value: {
        port: 0,
        host: '::1',
        callTimes: { ringMs: 600_000, graceMs: 1_000 },
        dataDir: '/srv/data',
        clientOrigins: ['http://localhost:3000', 'https://chat.example.org'],
        allowedHosts: ['chat.example.org', 'parley.lan'],
        serverName: 'Our office',
        isProduction: true,
        logLevel: 'debug',
        redis: null,
        voicePort: 40_000,
        voiceAddresses: ['203.0.113.7', '2001:db8::7'],
        voiceRelay: { host: 'voice.example.org', port: 443 },
        icePlaces: {
          stunUrls: ['stun:stun.lan', 'stun:203.0.113.7:3478'],
          turn: { urls: ['turn:turn.lan'], secret: 'north' },
        },
      },
    })
  })

  test.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['HOST', 'http://localhost'],
    ['HOST', 'my host'],
    ['CLIENT_URL', 'localhost:3000'],
    ['CLIENT_URL', 'ftp://x'],
    ['CLIENT_URL', '*'],
    ['ALLOWED_HOSTS', 'http://x'],
    ['ALLOWED_HOSTS', '*'],
    ['LOG_LEVEL', 'loud'],
    ['SERVER_NAME', 'x'.repeat(41)],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'http://localhost'],
    ['REDIS_URL', 'redis://'],
    ['REDIS_URL', 'redis://localhost:99999'],
    ['REDIS_URL', 'redis://localhost/one'],
    ['REDIS_URL', 'redis://localhost/-1'],
    ['REDIS_URL', 'redis://localhost/10000'],
    ['REDIS_URL', 'redis://localhost?db=1'],
    ['REDIS_URL', 'redis://anna@localhost'],
    ['REDIS_URL', 'redis://db.lan'],
    ['REDIS_URL', 'rediss://10.0.0.5:6380'],
    ['REDIS_URL', 'redis://127.0.0.1.example.org'],
    ['REDIS_URL', 'redis://:100%zz@localhost'],
    ['REDIS_PREFIX', 'my parley'],
    ['REDIS_PREFIX', 'a:b'],
    ['REDIS_PREFIX', '{a}'],
    ['REDIS_PREFIX', 'x'.repeat(33)],
    ['VOICE_PORT', 'voice'],
    ['VOICE_PORT', '65536'],
    ['VOICE_ADDRESS', 'chat.example.org'],
    ['VOICE_ADDRESS', '203.0.113.7:5000'],
    ['VOICE_ADDRESS', 'fe80::1%eth0'],
    ['CALL_RING_SECONDS', '0'],
    ['CALL_RING_SECONDS', '601'],
    ['CALL_RING_SECONDS', '45s'],
    ['CALL_RING_SECONDS', '1.5'],
    ['CALL_GRACE_SECONDS', '-1'],
    ['CALL_GRACE_SECONDS', '301'],
    ['VOICE_RELAY', 'turn:voice.example.org'],
    ['VOICE_RELAY', 'voice.example.org:0'],
    ['VOICE_RELAY', 'voice.example.org:65536'],
    ['VOICE_RELAY', '2001:db8::7'],
    ['STUN_URLS', 'stun.example.org'],
    ['TURN_URLS', 'turn:turn.example.org'],
    ['TURN_SECRET', 'north'],
  ])('%s=%s is explained in one sentence that names it', (name, value) => {
    const problems = problemsOf({ [name]: value })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name} .*\\.( .*\\.)?$`))
  })

  test.each([
    ['', {}, 'as-reached'],
    ['', { REDIS_URL: 'redis://localhost' }, 'off'],
    ['OFF', {}, 'off'],
    ['[2001:db8::7]', {}, { host: '[2001:db8::7]', port: null }],
    ['192.0.2.7:5000', { REDIS_URL: 'redis://localhost' }, { host: '192.0.2.7', port: 5000 }],
  ])('VOICE_RELAY=%s with %o', (VOICE_RELAY, more, voiceRelay) => {
    expect(readConfig({ VOICE_RELAY, ...more }, machine)).toMatchObject({ value: { voiceRelay } })
  })

  test.each([
    ['redis://localhost', { host: 'localhost', port: 6379, isEncrypted: false, db: 0 }],
    ['REDIS://[::1]:7000/15', { host: '::1', port: 7000, isEncrypted: false, db: 15 }],
    ['redis://:p%40ss@db', { host: 'db', username: null, password: 'p@ss' }],
    [
      'rediss://anna:s3cret@db.lan:6380/2',
      {
        host: 'db.lan',
        port: 6380,
        isEncrypted: true,
        username: 'anna',
        password: 's3cret',
        db: 2,
      },
    ],
  ])('REDIS_URL=%s', (url, expected) => {
    const config = readConfig({ REDIS_URL: url, REDIS_PREFIX: 'office-2' }, machine)
    expect(config).toMatchObject({ ok: true, value: { redis: expected, redisPrefix: 'office-2' } })
  })

  test('never repeats the password of REDIS_URL', () => {
    for (const url of ['redis://:hunter2@db/x', 'http://u:hunter2@db', 'redis://u:hunter2@db:x']) {
      expect(problemsOf({ REDIS_URL: url }).join()).not.toContain('hunter2')
    }
  })

  test('tells all problems at once', () => {
    expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'y', CLIENT_URL: 'z' })).toHaveLength(3)
  })
})

test.each([
  ['linux', {}, '/home/anna/.local/share/parley'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/parley'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/anna/.local/share/parley'],
  ['darwin', {}, '/home/anna/Library/Application Support/Parley'],
  [
    'win32',
    { LOCALAPPDATA: 'C:\\Users\\anna\\AppData\\Local' },
    'C:\\Users\\anna\\AppData\\Local\\Parley',
  ],
])('on %s with %j data is kept in %s', (platform, environment, folder) => {
  expect(defaultDataDir(environment, { ...machine, platform })).toBe(folder)
})
