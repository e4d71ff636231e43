import { Unavailable } from '../../ports/unavailable.ts'
import type { VoiceLink } from '../../ports/voice-link.ts'

type Answer = Parameters<VoiceLink['serve']>[0]

/** Questions of the only instance there is: it answers itself. */
export function createMemoryVoiceLink(self: string): VoiceLink {
  let answer: Answer | null = null

  return {
    async ask(instance, question) {
      if (instance !== self || !answer) throw new Unavailable('There is no such instance')
      return answer(question, self)
    },
    serve: (given) => void (answer = given),
  }
}
