/** The server's two sentences about coming and going. */
const COMING_OR_GOING = /^(.+) (joined|left) the room$/u

/**
 * Turns a run of notices into few lines: twenty people joining is one event for a reader.
 *
 * Of each person only the last word counts, so that somebody with a bad connection is named once.
 * Notices of any other kind keep their own line and their place.
 */
export function foldNotices(texts: readonly string[]): readonly string[] {
  const lines: string[] = []
  let run = new Map<string, 'joined' | 'left'>()
  const endRun = (): void => {
    const line = sentenceFor(run)
    if (line !== '') lines.push(line)
    run = new Map()
  }
  for (const text of texts) {
    const [, name, verb] = COMING_OR_GOING.exec(text) ?? []
    if (name !== undefined && (verb === 'joined' || verb === 'left')) {
      // Deleted first, because a map keeps the place of an entry that is only overwritten.
      run.delete(name)
      run.set(name, verb)
    } else {
      endRun()
      lines.push(text)
    }
  }
  endRun()
  return lines
}

function sentenceFor(run: ReadonlyMap<string, 'joined' | 'left'>): string {
  const namesFor = (wanted: string): string[] =>
    [...run].filter(([, verb]) => verb === wanted).map(([name]) => name)
  const joined = namesFor('joined')
  const left = namesFor('left')
  if (left.length === 0) return joined.length === 0 ? '' : `${listed(joined)} joined the room`
  if (joined.length === 0) return `${listed(left)} left the room`
  return `${listed(joined)} joined, ${listed(left)} left the room`
}

function listed(names: readonly string[]): string {
  const [first, second] = names
  if (names.length === 1) return `${first}`
  return names.length === 2 ? `${first} and ${second}` : `${first} and ${names.length - 1} others`
}
