import { expect, test } from 'vitest'
import type { RoomId } from '#shared/domain/ids.ts'
import { createRoomOrder } from './room-order.ts'

const general = 'general' as RoomId
const music = 'music' as RoomId

/** A write that ends when the test says so. */
function pending<Value>() {
  let succeed: (value: Value) => void = () => {}
  let fail: (error: Error) => void = () => {}
  const promise = new Promise<Value>((resolve, reject) => {
    succeed = resolve
    fail = reject
  })
  return { promise, succeed, fail }
}

test('a change that is stored earlier than the one before it is told after it', async () => {
  const order = createRoomOrder()
  const told: number[] = []
  const [first, second] = [pending<number>(), pending<number>()]
  const tell = (value: number) => told.push(value)
  const both = [
    order.change(general, () => first.promise, tell),
    order.change(general, () => second.promise, tell),
  ]
  second.succeed(2)
  await order.change(music, async () => 10, tell)
  expect(told).toEqual([10])
  first.succeed(1)
  expect(await Promise.all(both)).toEqual([1, 2])
  expect(told).toEqual([10, 1, 2])
})

test('writes start at once', () => {
  const order = createRoomOrder()
  const started: number[] = []
  const start = (id: number) => async () => started.push(id)
  void order.change(general, start(1), () => {})
  void order.change(general, start(2), () => {})
  expect(started).toEqual([1, 2])
})

test('a change that fails is not told and does not stop the next one', async () => {
  const order = createRoomOrder()
  const told: number[] = []
  const first = pending<number>()
  const failing = order.change(
    general,
    () => first.promise,
    (value) => told.push(value),
  )
  const next = order.change(
    general,
    async () => 2,
    (value) => told.push(value),
  )
  first.fail(new Error('The disk is full'))
  await expect(failing).rejects.toThrow('The disk is full')
  expect(await next).toBe(2)
  expect(told).toEqual([2])
})
