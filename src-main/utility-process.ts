import type { UtilityProcess } from 'electron'
import type { z } from 'zod'

/** A process of ours, as whoever started it sees it. */
export interface OwnProcess<Command> {
  post(command: Command): void
  /** Ends it at once; `onExit` follows. */
  kill(): void
}

export interface ProcessListener<Message> {
  onMessage(message: Message): void
  onExit(code: number): void
}

/** Hears what a process says that has the form of a message, and nothing else. */
export function talkWith<Command, Schema extends z.ZodType>(
  child: UtilityProcess,
  messageSchema: Schema,
  listener: ProcessListener<z.output<Schema>>,
): OwnProcess<Command> {
  child.on('message', (raw: unknown) => {
    const message = messageSchema.safeParse(raw)
    if (message.success) listener.onMessage(message.data)
  })
  child.on('exit', (code) => listener.onExit(code))
  return {
    post: (command) => child.postMessage(command),
    kill: () => {
      child.kill()
    },
  }
}

/** Of our own environment those that a process may see; everything else stays with the app. */
export const inherited = (
  environment: NodeJS.ProcessEnv,
  names: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name]
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
