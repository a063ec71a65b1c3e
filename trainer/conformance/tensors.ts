import type { Tensor } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { flat, type Nested } from './compare.ts'

/** Rows [batch][step] of a record, as rows [step * batch]. */
export function timeMajor<Row>(rows: readonly (readonly Row[])[]): Row[] {
  return rows[0]!.flatMap((_, step) => rows.map((row) => row[step]!))
}

/** Rows [step * batch] as [batch][step]. */
export function batchMajor<Row>(rows: readonly Row[], batch: number): Row[][] {
  return Array.from({ length: batch }, (_, i) => rows.filter((_, row) => row % batch === i))
}

export function shapeOf(values: Nested): number[] {
  return typeof values === 'number' ? [] : [values.length, ...shapeOf(values[0]!)]
}

export function tensorOf<T extends Tensor>(tf: Tf, values: Nested): T {
  return tf.tensor(Float32Array.from(flat(values)), shapeOf(values), 'float32') as T
}
