import { cairn } from '@cairn/proto'
import { rpcMethods } from '@cairn/proto/rpc'

/** The methods of the service, with their messages. */
export const methods = rpcMethods(cairn.v1.Trainer, cairn.v1)

export const serviceName = 'cairn.v1.Trainer'
export const protoFile = 'cairn/v1/trainer.proto'

/** Vectors as they go over the wire, one after another. */
export function joined(vectors: readonly Float64Array[]): number[] {
  const numbers: number[] = []
  for (const vector of vectors) for (const number of vector) numbers.push(number)
  return numbers
}

export function cut(numbers: readonly number[], size: number): Float64Array[] {
  return Array.from({ length: numbers.length / size }, (_, i) =>
    Float64Array.from(numbers.slice(i * size, (i + 1) * size)),
  )
}
