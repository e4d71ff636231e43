/**
 * Who may import whom. The table in docs/architecture.md, as a check: what is only prose erodes.
 * scripts/prove-import-rules.ts shows that each rule still bites.
 */
const npm = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`
const NOT_TESTS = '[.]test[.]tsx?$'

/** Files under `from` may import `to` and nothing else. */
const only = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: NOT_TESTS },
  to: { pathNot: to },
})

/** Files under `from` may import anything but `to`. */
const never = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: NOT_TESTS },
  to: { path: to },
})

/** The library `vendor` is imported from `homes` only. */
const home = (name, homes, vendor) => ({
  name,
  severity: 'error',
  comment: 'a library has one home, so that replacing it touches one folder',
  from: { path: '^src-', pathNot: [NOT_TESTS, ...[homes].flat()] },
  to: { path: vendor },
})

const NODE =
  '^node:|^(assert|buffer|child_process|crypto|events|fs|http|https|net|os|path|stream|url|util|worker_threads|zlib)(/|$)'

module.exports = {
  forbidden: [
    only(
      'shared-is-pure',
      '^src-shared/',
      ['^src-shared/', npm('zod')],
      'it runs in every process, so it may touch none of them',
    ),
    never(
      'main-is-an-island',
      '^src-main/',
      '^src-(renderer|server)/',
      'processes share src-shared and nothing else',
    ),
    never(
      'renderer-is-an-island',
      '^src-renderer/',
      '^src-(main|server)/',
      'processes share src-shared and nothing else',
    ),
    never(
      'server-is-an-island',
      '^src-server/',
      '^src-(main|renderer)/',
      'processes share src-shared and nothing else',
    ),
    only(
      'preload-is-a-bridge',
      '^src-main/(preload|ringing/call-window-preload)[.]ts$',
      ['^src-shared/(ipc|lib)/', npm('electron')],
      'everything in it is reachable by the page',
    ),
    never(
      'renderer-has-no-node',
      '^src-renderer/',
      NODE,
      'it is sandboxed, and it also runs in a browser',
    ),

    home('electron-home', '^src-main/', npm('electron', 'electron-store')),
    home(
      'socket-io-home',
      ['^src-server/transport/', '^src-server/store/redis/'],
      npm('socket[.]io', '@socket[.]io'),
    ),
    home('socket-client-home', '^src-renderer/client/', npm('socket[.]io-client')),
    home('fastify-home', '^src-server/transport/', npm('fastify', '@fastify')),
    home('sqlite-home', '^src-server/store/sqlite/', npm('libsql')),
    home('voice-home', '^src-server/voice/', npm('node-datachannel', '@node-datachannel')),
    home('keys-home', '^src-main/keys/', npm('uiohook-napi')),
    home('s3-home', '^src-server/media/s3/', npm('aws4', 'fast-xml-parser')),
    home('redis-home', '^src-server/store/redis/', npm('ioredis')),
    home(
      'limiter-home',
      ['^src-server/store/memory/', '^src-server/store/redis/'],
      npm('rate-limiter-flexible'),
    ),
    home('log-home', '^src-server/observe/', npm('pino')),
    home(
      'react-home',
      [
        '^src-renderer/main[.]tsx$',
        '^src-renderer/(app|call-window|features|ui)/',
        '^src-renderer/state/use-store[.]ts$',
      ],
      npm('react', 'react-dom', '@base-ui', 'lucide-react', 'virtua'),
    ),
    home(
      'markdown-home',
      '^src-renderer/features/conversation/markdown/',
      npm('react-markdown', 'remark-[^/]+', 'rehype-[^/]+'),
    ),
    home('emoji-home', '^src-renderer/ui/emoji-picker/', npm('frimousse', 'emojibase-data')),
    home('zustand-home', '^src-renderer/state/', npm('zustand')),

    only(
      'ports-are-types',
      '^src-server/ports/',
      ['^src-shared/', '^src-server/ports/'],
      'a port knows the domain, not what implements it',
    ),
    only(
      'services-know-ports-only',
      '^src-server/services/',
      ['^src-shared/', '^src-server/(ports|services)/'],
      'logic that can be tested without a socket or a disk',
    ),
    never(
      'transport-knows-no-store',
      '^src-server/transport/',
      '^src-server/store/',
      'transport calls services',
    ),
    never(
      'store-knows-no-service',
      '^src-server/(store|voice|relay|media)/',
      '^src-server/(services|transport)/',
      'an adapter implements a port and knows nothing above it',
    ),
    {
      name: 'stores-are-siblings',
      severity: 'error',
      comment: 'two stores that know each other are one store',
      from: { path: '^src-server/store/([^/]+)/', pathNot: NOT_TESTS },
      to: { path: '^src-server/store/', pathNot: '^src-server/store/$1/' },
    },
    {
      name: 'one-composition-root',
      severity: 'error',
      comment: 'only open-stores.ts and what opens a store for a command name concrete stores',
      from: {
        path: '^src-server/',
        pathNot: [
          NOT_TESTS,
          '^src-server/(open-stores[.]ts|open-archive[.]ts|open-people[.]ts|store/)',
        ],
      },
      to: { path: '^src-server/store/' },
    },

    only(
      'ui-is-dumb',
      '^src-renderer/ui/',
      [
        '^src-renderer/ui/',
        npm('react', 'react-dom', '@base-ui', 'lucide-react', '@fontsource-variable', 'virtua'),
        npm('frimousse', 'emojibase-data'),
      ],
      'primitives that any feature can use',
    ),
    only(
      'media-is-alone',
      '^src-renderer/media/',
      ['^src-renderer/media/', '^src-shared/', npm('@sapphi-red/web-noise-suppressor')],
      'a library inside the app',
    ),
    only(
      'client-is-alone',
      '^src-renderer/client/',
      ['^src-renderer/client/', '^src-shared/', npm('socket[.]io-client', 'zod')],
      'the wire knows no screen',
    ),
    only(
      'state-is-alone',
      '^src-renderer/state/',
      ['^src-renderer/state/', '^src-shared/', npm('zustand', 'react')],
      'what is known, without how it came',
    ),
    never(
      'actions-have-no-view',
      '^src-renderer/actions/',
      '^src-renderer/(features|ui|app)/',
      'verbs that could be called from anywhere',
    ),
    never(
      'features-stay-thin',
      '^src-renderer/features/',
      ['^src-renderer/(client|media|platform)/', '^src-renderer/app/(?!services-context|parts/)'],
      'a feature reads state, draws and calls actions',
    ),
    {
      name: 'features-are-siblings',
      severity: 'error',
      comment: 'a feature can be deleted without breaking another one',
      from: { path: '^src-renderer/features/([^/]+)/', pathNot: NOT_TESTS },
      to: { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' },
    },

    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      // A cycle of types alone vanishes at run time, and cannot be told apart from a real one here.
      to: { circular: true },
    },
    {
      name: 'no-tests-from-src',
      severity: 'error',
      from: { path: '^src-', pathNot: NOT_TESTS },
      to: { path: `^(tests|bench)/|${NOT_TESTS}` },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'an import that leads nowhere would silently escape every rule above',
      from: {},
      to: { couldNotResolve: true, pathNot: '[?](url|worker)' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
}
