import { net, protocol } from 'electron'
import { pathToFileURL } from 'node:url'
import { fileFor } from './app-files.ts'
import { contentSecurityPolicyFor } from './content-security-policy.ts'

const SCHEME = 'app'

/** The page's origin: a secure context without a certificate, and nobody else's. */
export const APP_ORIGIN = `${SCHEME}://parley`

/** Must run before the app is ready. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        // Without it another origin could read our files through fetch (CVE-2026-70604).
        corsEnabled: true,
        codeCache: true,
      },
    },
  ])
}

/** Serves the files of the renderer build, and nothing outside of that folder. */
export function serveAppProtocol(rendererFolder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const file = fileFor(request.url, rendererFolder)
    if (request.method !== 'GET' || file === null) return new Response(null, { status: 404 })
    const found = await net.fetch(pathToFileURL(file).href).catch(() => null)
    if (!found?.ok) return new Response(null, { status: 404 })
    const headers = new Headers(found.headers)
    headers.set('Content-Security-Policy', contentSecurityPolicyFor(new URL(request.url).pathname))
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    headers.set('Cross-Origin-Resource-Policy', 'same-origin')
    return new Response(found.body, { status: 200, headers })
  })
}
