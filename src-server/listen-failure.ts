import type { ListenFailure } from './create-server.ts'

/** One sentence about why the server cannot listen, and what to do. */
export function sentenceForListenFailure(
  { code }: ListenFailure,
  { host, port }: { readonly host: string; readonly port: number },
): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program. Set PORT to another number, for example PORT=${port < 65_535 ? port + 1 : 5000}, or to 0 for any free port.`
    case 'EACCES':
      return `This user may not listen on port ${port}. Set PORT to a number above 1023.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This computer has no address ${host}. Set HOST to 0.0.0.0 or to one of its own addresses.`
    default:
      return `Cannot listen on ${host} port ${port} (${code}). Set HOST or PORT to something else.`
  }
}
