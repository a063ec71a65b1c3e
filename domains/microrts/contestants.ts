import { type Program, parse } from '@cairn/language'
import type { Bot } from './bot.ts'
import { createBot, findBot } from './bots/index.ts'
import { type Code, compile } from './language/compile.ts'
import type { Usage } from './language/dead-code.ts'
import { microlanguage, serialised } from './language/language.ts'
import { ProgramBot } from './language/program-bot.ts'

/** Whoever plays a match: a scripted bot by its name, or a program. */
export interface Contestant {
  /** As it was named. */
  readonly name: string
  /** @param seed of what it draws, if it draws */
  make(seed: number): Bot
}

/** A contestant that is a program. */
export interface ProgramContestant extends Contestant {
  /** @param usage is told what the program uses */
  make(seed: number, usage?: Usage): Bot
}

/** Between contestants in one text. No program has one in it. */
const separator = '|'

/** A text that names nobody. */
export class BadContestant extends Error {
  readonly code = 'E_BAD_CONTESTANT'
  readonly text: string
  constructor(text: string, why: string) {
    super(`${JSON.stringify(text)} is neither the name of a bot nor a program: ${why}`)
    this.name = 'BadContestant'
    this.text = text
  }
}

export function contestantOf(program: Program | Code, name: string): ProgramContestant {
  const code = program instanceof Uint8Array ? compile(program) : program
  return { name, make: (seed, usage) => new ProgramBot(code, { seed, usage }) }
}

/**
 * The contestant of a text: `WorkerRush`, `LightRush/BFS`, or a program of MicroLanguage, as text or serialised.
 *
 * @throws BadContestant
 */
export function readContestant(text: string): Contestant {
  const name = text.trim()
  if (findBot(name) !== undefined) return { name, make: (seed) => createBot(name, seed) }
  if (/^[\w/-]*$/.test(name)) {
    try {
      createBot(name)
    } catch (unknown) {
      throw new BadContestant(text, unknown instanceof Error ? unknown.message : String(unknown))
    }
  }
  try {
    return contestantOf(parse(name.includes(';') ? serialised : microlanguage, name), name)
  } catch (cause) {
    throw new BadContestant(text, cause instanceof Error ? cause.message.split('\n')[0]! : String(cause))
  }
}

/**
 * The contestants of a text, separated by `|`; at least one.
 *
 * @throws BadContestant
 */
export function readContestants(text: string): Contestant[] {
  return text.split(separator).map(readContestant)
}
