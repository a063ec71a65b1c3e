import { createRequire } from 'node:module'

/** TensorFlow.js, whichever package brings it. Model code gets it as an argument and imports none. */
export type Tf = typeof import('@tensorflow/tfjs-core')

/** A backend that is ready. */
export interface Started {
  readonly tf: Tf
  /** In a few words, for the report. */
  readonly how: string
}

// TensorFlow.js is CommonJS; as such it is one copy, and its node builds are the ones taken.
const load = createRequire(import.meta.url)

/** @throws when the package is not installed or cannot be loaded */
export function loadPackage<Package>(name: string): Package {
  try {
    return load(name) as Package
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'MODULE_NOT_FOUND'
    const [why] = String(cause instanceof Error ? cause.message : cause).split('\n')
    throw new Error(
      missing && why?.includes(`'${name}`) ? `${name} is not installed` : `${name} does not load: ${why}`,
      {
        cause,
      },
    )
  }
}

/** The version in the package's manifest. */
export function versionOf(name: string): string {
  return loadPackage<{ version: string }>(`${name}/package.json`).version
}
