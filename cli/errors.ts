import { type ExitName, exitCodes } from './exit-codes.ts'
import type { Shell } from './shell.ts'

/** The command line or a configuration file says something that cannot be. */
export class BadUsage extends Error {
  readonly code = 'E_USAGE'
  readonly field: string
  readonly value: unknown
  readonly expected: string
  /** @param where the file the value came from; the command line when absent */
  constructor(field: string, value: unknown, expected: string, where?: string) {
    super(`${where === undefined ? '' : `${where}: `}${field}: expected ${expected}, got ${shown(value)}`)
    this.field = field
    this.value = value
    this.expected = expected
  }
}

/** Something asked for by name is not there. */
export class Unknown extends Error {
  readonly code = 'E_UNKNOWN'
  readonly kind: string
  readonly value: string
  readonly nearest: string | undefined
  constructor(kind: string, value: string, nearest: string | undefined, hint: string) {
    super(`no ${kind} is called "${value}"; ${nearest === undefined ? hint : `did you mean "${nearest}"? (${hint})`}`)
    this.kind = kind
    this.value = value
    this.nearest = nearest
  }
}

/** Exit codes of the errors that are not plain failures, by their `code`. */
const exits: Readonly<Record<string, ExitName>> = {
  E_COMMAND_LINE: 'usage',
  E_USAGE: 'usage',
  E_UNKNOWN: 'usage',
  E_UNKNOWN_MAP: 'usage',
  E_UNKNOWN_TASK: 'usage',
  E_UNKNOWN_SUITE: 'usage',
  E_BAD_TASK: 'usage',
  E_BAD_DOMAIN: 'usage',
  E_BAD_SEARCH_OPTION: 'usage',
  E_BAD_PLAN: 'usage',
  E_BAD_CAMPAIGN: 'usage',
  E_CAMPAIGN_CHANGED: 'usage',
  E_NOT_PLAYED: 'usage',
  E_BAD_RUN_NAME: 'usage',
  E_BAD_RUN: 'usage',
  E_RUN_EXISTS: 'usage',
  E_NO_PYTHON: 'usage',
  E_NO_ACTIVE_LINES: 'usage',
  E_BAD_COMPLETIONS: 'usage',
  E_OTHER_COLLECTION: 'usage',
  E_BAD_ANSWERS: 'usage',
  E_BAD_PROGRAM_DATA: 'usage',
  E_NO_MORE_PROGRAMS: 'usage',
  E_BAD_TRAINING_OPTION: 'usage',
  E_TRAINING_CHANGED: 'usage',
  E_NO_LATENT_SPACE: 'usage',
  E_NO_EMBEDDING: 'usage',
  E_BAD_MODEL_CARD: 'usage',
  E_BAD_WEIGHTS_FILE: 'usage',
  E_UNKNOWN_BACKEND: 'usage',
  E_BAD_ENDPOINT: 'usage',
  E_BAD_TRAINER_ADDRESS: 'usage',
  E_RUN_BUSY: 'busy',
  E_FILE_BUSY: 'busy',
  E_CAMPAIGN_BUSY: 'busy',
  E_CAMPAIGN_GOES_ON: 'busy',
  E_LEASE_TAKEN: 'busy',
  E_LEASE_LOST: 'busy',
  E_RUN_FENCED: 'busy',
  E_RUN_CHANGED: 'journal',
  E_BAD_JOURNAL: 'journal',
  E_JOURNAL_FAILED: 'journal',
  E_REPLAY_MISMATCH: 'journal',
}

/** What a person reads about an error, and how the process ends. */
export function explain(error: unknown, env: Shell['env']): { readonly message: string; readonly exit: number } {
  const code = codeOf(error)
  const exit = exitCodes[exits[code ?? ''] ?? 'failure'].code
  const text = error instanceof Error ? error.message : String(error)
  if (env.CAIRN_DEBUG === '1' && error instanceof Error) return { message: error.stack ?? text, exit }
  if (code !== undefined) return { message: text, exit }
  return { message: `unexpected: ${text} (CAIRN_DEBUG=1 shows where)`, exit }
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value))
}
