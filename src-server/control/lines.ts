/** The lines of a stream of text, without their ends. What comes after the last end is no line. */
export async function* linesOf(
  pieces: AsyncIterable<string>,
  maxLength: number,
): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxLength) throw new Error('A line is too long')
    yield* lines
  }
}
