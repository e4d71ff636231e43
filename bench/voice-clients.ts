import { fork } from 'node:child_process'
import { once } from 'node:events'

/** What somebody sends. */
export type Sends = 'nothing' | 'sound' | 'picture'

export type ToLoad =
  | { readonly type: 'join'; readonly id: number; readonly offer: string; readonly sends: Sends }
  | {
      readonly type: 'join-bare'
      readonly id: number
      readonly port: number
      readonly sends: Sends
    }
  | {
      readonly type: 'join-mumble'
      readonly id: number
      readonly port: number
      readonly speaks: boolean
      readonly way: 'udp' | 'tcp'
    }
  | { readonly type: 'talk' | 'hush' }
  | { readonly type: 'count' }
export type FromLoad =
  | { readonly type: 'answer'; readonly id: number; readonly sdp: string }
  | { readonly type: 'connected'; readonly id: number }
  | { readonly type: 'count'; readonly received: number }

export interface VoiceClients {
  tell(message: ToLoad): void
  /** The next message of this type, about this client where it is about one. */
  next<Type extends FromLoad['type']>(
    type: Type,
    id?: number,
  ): Promise<Extract<FromLoad, { type: Type }>>
  /** Packets that have arrived at anybody so far. */
  count(): Promise<number>
  stop(): Promise<void>
}

/** Starts the process in which all the people of the voice benchmark are. */
export function startVoiceClients(): VoiceClients {
  const child = fork(new URL('voice-load.ts', import.meta.url), { execArgv: [] })
  child.setMaxListeners(0)
  const next: VoiceClients['next'] = (type, id) =>
    new Promise((resolve, reject) => {
      const listen = (message: FromLoad): void => {
        if (message.type !== type || (id !== undefined && 'id' in message && message.id !== id)) {
          return
        }
        child.off('message', listen)
        resolve(message as Parameters<typeof resolve>[0])
      }
      child.on('message', listen)
      child.once('exit', () => reject(new Error('The clients ended')))
    })
  const tell = (message: ToLoad): void => void child.send(message)
  return {
    tell,
    next,
    async count() {
      const counted = next('count')
      tell({ type: 'count' })
      return (await counted).received
    },
    async stop() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
