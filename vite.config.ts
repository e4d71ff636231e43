import react from '@vitejs/plugin-react'
import { builtinModules } from 'node:module'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import packageJson from './package.json' with { type: 'json' }

const here = (path: string): string => resolve(import.meta.dirname, path)

/** The server's libraries stay outside its bundle: native ones must, and faults stay readable. */
const serverLibraries = Object.keys(packageJson.dependencies)

const nodeBuiltins = [...builtinModules, /^node:/]

const isExternalTo = (libraries: readonly string[]) => [
  'electron',
  ...nodeBuiltins,
  ...libraries.map((name) => new RegExp(`^${name}(/|$)`)),
]

/** A bundle that runs in Node or in Electron's main process. */
const processBundle = (options: {
  outDir: string
  entries: Record<string, string>
  format: 'es' | 'cjs'
  libraries: readonly string[]
}) => ({
  consumer: 'server' as const,
  resolve: { noExternal: true as const, external: [...options.libraries] },
  build: {
    outDir: here(options.outDir),
    emptyOutDir: options.format === 'es',
    // The oldest runtime that must run this: Node 20.18, inside the Electron that tests may use.
    target: 'node20.18',
    ssr: true,
    minify: false,
    sourcemap: true,
    copyPublicDir: false,
    rolldownOptions: {
      input: options.entries,
      external: isExternalTo(options.libraries),
      output: {
        format: options.format,
        entryFileNames: options.format === 'cjs' ? '[name].cjs' : '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      },
    },
  },
})

export default defineConfig({
  root: here('src-renderer'),
  cacheDir: here('node_modules/.vite'),
  define: {
    __PARLEY_VERSION__: JSON.stringify(packageJson.version),
  },
  plugins: [react()],
  resolve: {
    alias: {
      // Its variant for browsers decodes by writing markup into an element, which the content
      // security policy refuses; the one for everything else looks into a table.
      'decode-named-character-reference': here(
        'node_modules/decode-named-character-reference/index.js',
      ),
    },
  },
  environments: {
    client: {
      build: {
        outDir: here('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome130',
        sourcemap: true,
        // A data: URL would need a hole in the content security policy.
        assetsInlineLimit: 0,
        rolldownOptions: {
          input: {
            index: here('src-renderer/index.html'),
            'call-window': here('src-renderer/call-window.html'),
          },
        },
      },
    },
    main: processBundle({
      outDir: 'dist/main',
      entries: {
        main: here('src-main/main.ts'),
        'key-listener': here('src-main/keys/key-listener.ts'),
      },
      format: 'es',
      // A native library, which is there where it could be installed.
      libraries: Object.keys(packageJson.optionalDependencies),
    }),
    preload: processBundle({
      outDir: 'dist/main',
      entries: { preload: here('src-main/preload.ts') },
      format: 'cjs',
      libraries: [],
    }),
    // Of its own: what two preload scripts share would become a file that neither may load.
    callWindowPreload: processBundle({
      outDir: 'dist/main',
      entries: { 'call-window-preload': here('src-main/ringing/call-window-preload.ts') },
      format: 'cjs',
      libraries: [],
    }),
    server: processBundle({
      outDir: 'dist/server',
      entries: {
        main: here('src-server/main.ts'),
        embedded: here('src-server/embedded.ts'),
        'sqlite-worker': here('src-server/store/sqlite/worker.ts'),
        'voice-worker': here('src-server/voice/worker.ts'),
      },
      format: 'es',
      libraries: serverLibraries,
    }),
  },
  builder: {
    async buildApp(builder) {
      // One after the other: main empties dist/main before preload adds to it.
      for (const name of ['client', 'main', 'preload', 'callWindowPreload', 'server']) {
        const environment = builder.environments[name]
        if (environment) await builder.build(environment)
      }
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          root: here('.'),
          include: ['src-*/**/*.test.ts', 'src-*/**/*.test.tsx'],
          // They wait for nothing, but for their turn where the machine has more to do.
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          root: here('.'),
          include: ['tests/contract/**/*.test.ts'],
          globalSetup: [here('scripts/lib/vitest-setup.ts')],
          // Each test has stores of its own, on a disk or in a process, and other tests run beside it.
          testTimeout: 40_000,
          hookTimeout: 40_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          root: here('.'),
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: [here('scripts/lib/vitest-setup.ts')],
          testTimeout: 40_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          root: here('.'),
          include: ['tests/faults/**/*.test.ts'],
          globalSetup: [here('scripts/lib/vitest-setup.ts')],
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
