/** The part of a `unified` processor that is used here. */
interface Processor {
  data(): Record<string, unknown>
}

/** HTML and character references are what somebody typed, to be read as they stand. */
const DISABLED = {
  disable: { null: ['htmlFlow', 'htmlText', 'characterReference', 'codeIndented'] },
}

/** A plugin for the parser: leaves everything alone that is not Markdown. */
export function literalText(this: unknown): void {
  // oxlint-disable-next-line oxc/no-this-in-exported-function -- that is how plugins get the processor
  const data = (this as Processor).data()
  const known = data['micromarkExtensions']
  data['micromarkExtensions'] = [...(Array.isArray(known) ? known : []), DISABLED]
}
