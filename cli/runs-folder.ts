import { join, resolve, sep } from 'node:path'
import type { Shell } from './shell.ts'

/**
 * Where runs are kept: `given`, else $CAIRN_RUNS, else `runs` of the checkout when called from inside it (so a run has
 * one place whatever folder of it you are in), else `runs` here.
 */
export function runsFolder(
  given: string | undefined,
  { env, folder, checkout }: Pick<Shell, 'env' | 'folder' | 'checkout'>,
): string {
  const chosen = given ?? env.CAIRN_RUNS
  if (chosen !== undefined && chosen !== '') return resolve(folder, chosen)
  const inside = folder === checkout || folder.startsWith(checkout + sep)
  return join(inside ? checkout : folder, 'runs')
}
