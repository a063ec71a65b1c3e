import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { DataType } from '@tensorflow/tfjs-core'
import type { Tf } from './tf.ts'

/** What a kernel sees of a tensor. */
export interface TensorInfo {
  readonly dataId: object
  shape: number[]
  readonly dtype: DataType
}

export interface KernelCall {
  readonly inputs: Readonly<Record<string, TensorInfo>>
  readonly attrs: Readonly<Record<string, unknown>>
  readonly backend: BackendWasm
}

export type Kernel = (call: KernelCall) => TensorInfo

/** Puts a kernel of the WebAssembly backend in place of the one there is. */
export function replaceKernel(tf: Tf, kernelName: string, kernel: Kernel): void {
  tf.unregisterKernel(kernelName, 'wasm')
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernel as never })
}

/** An operand of a matrix product as a matrix, if its batch is one. */
export function matrixOf({ shape, dtype }: TensorInfo): readonly [rows: number, columns: number] | undefined {
  const [rows, columns] = shape.slice(-2)
  const single = shape.slice(0, -2).every((length) => length === 1)
  return single && dtype === 'float32' && rows !== undefined && columns !== undefined ? [rows, columns] : undefined
}
