import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Contestant } from '@cairn/domains'
import { BadUsage } from '../errors.ts'

/** Larger files hold no program. */
const mostBytes = 2 ** 20

/**
 * The player that the command line names: a bot, a program of MicroLanguage in any of its spellings, or a file that holds
 * one.
 *
 * @throws BadUsage
 */
export async function findPlayer(named: string, folder: string): Promise<Contestant> {
  const { BadContestant, readContestant } = await import('@cairn/domains')
  const file = resolve(folder, named)
  const isFile = existsSync(file) && statSync(file).isFile()
  if (isFile && statSync(file).size > mostBytes)
    throw new BadUsage('player', named, `a file of at most ${mostBytes} bytes`)
  try {
    const player = readContestant(isFile ? readFileSync(file, 'utf8') : named)
    return isFile ? { ...player, name: named } : player
  } catch (error) {
    if (!(error instanceof BadContestant)) throw error
    const expected = 'the name of a bot, a program of MicroLanguage, or a file that holds one'
    throw new BadUsage('player', named, `${expected} (${error.message})`)
  }
}
