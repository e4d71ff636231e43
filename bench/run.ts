import type { Benchmark, Row } from './benchmark.ts'
import { acceptToSound } from './accept-to-sound.ts'
import { ackLatency } from './ack-latency.ts'
import { files, filesOnS3 } from './files.ts'
import { firstWord } from './first-word.ts'
import { redisHistory, sqliteHistory } from './long-history.ts'
import { groupPictures } from './group-pictures.ts'
import { lossyCall } from './lossy-call.ts'
import { mouthToEar } from './mouth-to-ear.ts'
import { voice } from './voice.ts'
import { textFanOut } from './text-fan-out.ts'

const benchmarks: readonly Benchmark[] = [
  textFanOut,
  ackLatency,
  files,
  filesOnS3,
  sqliteHistory,
  redisHistory,
  voice,
  groupPictures,
  mouthToEar,
  acceptToSound,
  firstWord,
  lossyCall,
]

function averageByName(rows: readonly Row[]): Row[] {
  return [...Map.groupBy(rows, ({ name }) => name)].map(([name, runs]) => {
    const keys = Object.keys(runs[0]?.values ?? {})
    const mean = (key: string): number =>
      runs.reduce((sum, { values }) => sum + (values[key] ?? 0), 0) / runs.length
    return { name, values: Object.fromEntries(keys.map((key) => [key, mean(key)])) }
  })
}

/** Each value with its ratio to the yardstick, because only ratios travel between machines. */
function print(rows: readonly Row[]): void {
  const [yardstick] = rows
  const table = rows.map(({ name, values }) => {
    const cells = Object.entries(values).map(([key, value]) => {
      const compared = yardstick?.values[key]
      const ratio = !compared ? '' : ` (×${(value / compared).toFixed(2)})`
      return [key, value.toPrecision(4) + ratio]
    })
    return [name, Object.fromEntries(cells)]
  })
  console.table(Object.fromEntries(table))
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name))
if (unknown.length > 0) {
  const names = benchmarks.map(({ name }) => name).join(', ')
  console.error(`There is no benchmark "${unknown.join('", "')}". There are: ${names}`)
  process.exit(1)
}

for (const benchmark of benchmarks) {
  if (wanted.length > 0 && !wanted.includes(benchmark.name)) continue
  console.log(`${benchmark.name}: ${benchmark.about}`)
  print(averageByName(await benchmark.run()))
}
