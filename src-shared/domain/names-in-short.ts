/** As many names as fit into a line; of more than that the first ones and how many more there are. */
const NAMED_MAX = 3

/** "Ben", "Ben and Cem", "Ben, Cem and Dora", "Ben, Cem and 2 more"; empty for nobody. */
export function namesInShort(names: readonly string[]): string {
  const isShort = names.length <= NAMED_MAX
  const named = isShort ? names.slice(0, -1) : names.slice(0, NAMED_MAX - 1)
  const last = isShort ? (names.at(-1) ?? '') : `${names.length - named.length} more`
  return named.length === 0 ? last : `${named.join(', ')} and ${last}`
}

/** What somebody does who calls, with the others who are in the call already. @param what "is calling" */
export const withOthers = (what: string, others: readonly string[]): string =>
  others.length === 0 ? what : `${what}, with ${namesInShort(others)}`
