/** One line of a result; the first one of a benchmark is what the others are compared with. */
export interface Row {
  readonly name: string
  readonly values: Readonly<Record<string, number>>
}

export interface Benchmark {
  readonly name: string
  readonly about: string
  /** Several rows of the same name are runs of the same thing; they are averaged. */
  run(): Promise<readonly Row[]>
}
