import { expect, test } from 'vitest'
import { createReportReader } from './report-reader.ts'
import { writeNack, writePli } from './rtcp.ts'

test('a flood of reports is not read, and what comes later is', () => {
  const read = createReportReader()
  const report = writePli(7)
  for (let count = 0; count < 1_000; count += 1) expect(read(report, 0)).toHaveLength(1)
  expect(read(report, 0)).toEqual([])
  expect(read(report, 10)).toEqual([{ type: 'key-frame', ssrc: 7 }])
})

test('of one who misses everything no more is read than is kept', () => {
  const everything = Array.from({ length: 17_000 }, (_, at) => at)
  const [said] = createReportReader()(writeNack(7, everything), 0)
  expect(said?.type === 'lost' && said.numbers.length).toBeLessThan(600)
})
