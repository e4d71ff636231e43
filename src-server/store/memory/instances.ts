import type { InstanceNews, Instances } from '../../ports/instances.ts'

/** News of a server that is one instance: whoever listens hears at once, and nothing is missed. */
export function createMemoryInstances(): Instances {
  const listeners: ((news: InstanceNews) => void)[] = []
  return {
    tell: (news) => listeners.forEach((listener) => listener(news)),
    listen: (listener) => void listeners.push(listener),
    missed: () => {},
  }
}
