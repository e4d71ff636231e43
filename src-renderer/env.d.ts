interface ImportMetaEnv {
  /** The server to join from a page that another one serves, as during development. */
  readonly VITE_SERVER_URL?: string
}

/** Replaced by the build with the version in package.json. */
declare const __PARLEY_VERSION__: string
