import { expect, test } from 'vitest'
import { BackendUnavailable, openBackend, UnknownBackend } from './backend.ts'
import { present } from './test/backends.ts'

test('auto takes the first that can be had and says why not the others', async () => {
  const { name, report } = await openBackend()
  expect(report.at(-1)).toMatch(new RegExp(`^${name}: used, `))
  for (const line of report.slice(0, -1)) expect(line).toMatch(/^(gpu|fast-cpu): not used, ./)
  if (!present.includes('gpu')) expect(report[0]).toMatch(/^gpu: not used, @tensorflow\/tfjs-node-gpu /)
})

test('a backend that is asked for and cannot be had is an error, not another backend', async () => {
  await expect(openBackend({ backend: 'cuda' as never })).rejects.toThrow(UnknownBackend)
  if (present.includes('gpu')) return expect(await openBackend({ backend: 'gpu' })).toMatchObject({ name: 'gpu' })
  const refused = await openBackend({ backend: 'gpu' }).catch((error) => error)
  expect(refused).toBeInstanceOf(BackendUnavailable)
  expect(refused).toMatchObject({ code: 'E_BACKEND_UNAVAILABLE', backend: 'gpu' })
  expect(refused.message).toMatch(/^backend gpu was asked for and cannot be had: gpu: not used, .*"auto" takes what/)
})

test.each(present)('%s multiplies, slices and differentiates like plain loops', async (backend) => {
  const { tf, name } = await openBackend({ backend })
  expect(name).toBe(backend)
  const before = tf.memory().numTensors
  const [rows, inner, columns] = [48, 40, 56]
  const a = Array.from({ length: rows }, (_, i) => Array.from({ length: inner }, (_, j) => Math.sin(i * 7 + j)))
  const b = Array.from({ length: inner }, (_, i) => Array.from({ length: columns }, (_, j) => Math.cos(i * 5 + j)))
  tf.tidy(() => {
    const product = tf.matMul(tf.tensor2d(a), tf.tensor2d(b)).arraySync() as number[][]
    const expected = a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)))
    for (const [i, row] of expected.entries())
      for (const [j, value] of row.entries()) expect(Math.abs(product[i]![j]! - value)).toBeLessThan(1e-4)
    const turned = tf.matMul(tf.tensor2d(b), tf.tensor2d(a), true, true)
    expect(tf.max(tf.abs(tf.sub(tf.transpose(turned), tf.tensor2d(product)))).dataSync()[0]).toBeLessThan(1e-4)
    const gradient = tf.grad((x) => tf.sum(tf.square(tf.matMul(x as never, tf.tensor2d(b)))))(tf.tensor2d(a))
    expect(gradient.shape).toEqual([rows, inner])
    const x = tf.tensor2d(a)
    expect((tf.slice(x, [3, 2], [2, 3]).arraySync() as number[][])[1]![2]).toBeCloseTo(a[4]![4]!, 6)
    expect((tf.slice(x, [5, 0], [2, inner]).arraySync() as number[][])[1]![7]).toBeCloseTo(a[6]![7]!, 6)
    expect(tf.slice(tf.tensor1d([1, 2, 3, 4], 'int32'), 1, 2).arraySync()).toEqual([2, 3])
    expect(
      tf
        .slice(
          tf.tensor3d([
            [
              [1, 2],
              [3, 4],
            ],
            [
              [5, 6],
              [7, 8],
            ],
          ]),
          [0, 1, 0],
          [2, 1, 2],
        )
        .arraySync(),
    ).toEqual([[[3, 4]], [[7, 8]]])
  })
  expect(tf.memory().numTensors).toBe(before)
})

test.each(present)('%s multiplies with the same numbers in two shapes', async (backend) => {
  const { tf } = await openBackend({ backend })
  tf.tidy(() => {
    const x = tf.range(0, 40)
    const wide = tf.matMul(tf.ones([1, 5]), tf.reshape(x, [5, 8])) as never
    const tall = tf.matMul(tf.ones([1, 10]), tf.reshape(x, [10, 4])) as never
    expect(Array.from(tf.reshape(wide, [8]).dataSync())).toEqual([80, 85, 90, 95, 100, 105, 110, 115])
    expect(Array.from(tf.reshape(tall, [4]).dataSync())).toEqual([180, 190, 200, 210])
  })
})
