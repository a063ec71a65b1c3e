import type { Tensor } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'

/** Length of all gradients as one vector. */
export function globalNorm(tf: Tf, gradients: Iterable<Tensor>): number {
  let squares = 0
  for (const gradient of gradients) squares += tf.tidy(() => tf.sum(tf.square(gradient)).dataSync()[0]!)
  return Math.sqrt(squares)
}

/**
 * The factor that brings gradients of that length within the limit; 1 if they are (`clip_grad_norm_`).
 *
 * @param limit `max_grad_norm`
 */
export function clipScale(norm: number, limit = 0.5): number {
  return Math.min(1, limit / (norm + 1e-6))
}

/** New tensors, all scaled alike so that together they are no longer than the limit. */
export function clipByNorm(
  tf: Tf,
  gradients: ReadonlyMap<string, Tensor>,
  limit = 0.5,
): { norm: number; clipped: Map<string, Tensor> } {
  const norm = globalNorm(tf, gradients.values())
  const scale = clipScale(norm, limit)
  return { norm, clipped: new Map(Array.from(gradients, ([name, gradient]) => [name, tf.mul(gradient, scale)])) }
}
