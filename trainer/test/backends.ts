import { createRequire } from 'node:module'
import { type BackendName, BackendUnavailable, openBackend } from '../backend.ts'

/**
 * Every backend that this machine has, so that a test runs on each. WebAssembly is always among them, and the native
 * products are wherever their package is installed: a fast path that stopped working is a failure, not an absence.
 */
export const present: readonly BackendName[] = await presentBackends()

async function presentBackends(): Promise<BackendName[]> {
  const found: BackendName[] = installed('onnxruntime-node') ? ['fast-cpu', 'wasm'] : ['wasm']
  if (!installed('@tensorflow/tfjs-node-gpu')) return found
  try {
    await openBackend({ backend: 'gpu' })
    return ['gpu', ...found]
  } catch (error) {
    if (error instanceof BackendUnavailable) return found
    throw error
  }
}

function installed(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name)
    return true
  } catch {
    return false
  }
}
