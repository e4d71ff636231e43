import { readFileSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { parseEnv } from 'node:util'

export type Environment = Readonly<Record<string, string | undefined>>

/** What the machine says, passed in so that reading a configuration stays a pure function. */
export interface Machine {
  readonly hostname: string
  readonly platform: string
  readonly homeDir: string
  readonly workingDir: string
}

export const thisMachine = (): Machine => ({
  hostname: hostname(),
  platform: process.platform,
  homeDir: homedir(),
  workingDir: process.cwd(),
})

/** `.env` in the working directory, under the real environment. Lines it cannot read are skipped. */
export function readEnvironment(): Environment {
  return { ...readEnvFile(), ...process.env }
}

function readEnvFile(): Environment {
  try {
    return parseEnv(readFileSync('.env', 'utf8'))
  } catch {
    // No such file, or not one that can be read: it is optional.
    return {}
  }
}
