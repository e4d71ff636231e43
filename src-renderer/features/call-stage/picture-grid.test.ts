import { expect, test } from 'vitest'
import { gridOf } from './picture-grid.ts'

test.each([
  [1, { columns: 1, rows: 1, lastLineAt: 1 }],
  [2, { columns: 2, rows: 1, lastLineAt: 1 }],
  [3, { columns: 2, rows: 2, lastLineAt: 2 }],
  [4, { columns: 2, rows: 2, lastLineAt: 1 }],
  [5, { columns: 3, rows: 2, lastLineAt: 2 }],
  [6, { columns: 3, rows: 2, lastLineAt: 1 }],
  [7, { columns: 3, rows: 3, lastLineAt: 3 }],
  [8, { columns: 3, rows: 3, lastLineAt: 2 }],
  [9, { columns: 3, rows: 3, lastLineAt: 1 }],
  [11, { columns: 4, rows: 3, lastLineAt: 2 }],
])('%i pictures stand evenly, the last line in the middle', (count, grid) => {
  expect(gridOf(count, 'wide')).toEqual(grid)
})

test.each([
  [1, { columns: 1, rows: 1, lastLineAt: 1 }],
  [4, { columns: 1, rows: 4, lastLineAt: 1 }],
  [5, { columns: 2, rows: 3, lastLineAt: 2 }],
  [8, { columns: 2, rows: 4, lastLineAt: 1 }],
])('%i pictures stand below each other where there is more height than width', (count, grid) => {
  expect(gridOf(count, 'tall')).toEqual(grid)
})
