import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ReadSource } from '@cairn/coordinator'
import type { Task } from '@cairn/domains'
import { drawProgram, type Language, type Program, parse, type Rng } from '@cairn/language'
import { BadUsage } from './errors.ts'

/** Where sources are looked for. */
export interface SourcePlaces {
  /** Paths start from here. */
  readonly folder: string
  /** Folder of all runs. */
  readonly runs: string
  /** Of the run: `compat` draws with it which of an answer's programs is taken. */
  readonly seed: number
  /** Draws random programs, where there may be such. */
  readonly random?: Rng
}

/** What a source holds. */
export interface Sourced {
  readonly programs: readonly Program[]
  /** Answers of a model that the programs were taken from, those without a program included. */
  readonly answers?: number
}

/** Finds the programs that a search asks for by name. */
export function programSources(task: Task, places: SourcePlaces): ReadSource {
  return async (source) => {
    const programs: Program[] = []
    for (const part of source.split(',')) programs.push(...(await readSource(part.trim(), task, places)).programs)
    return programs
  }
}

/** What a source of programs may be called, for messages. */
const expected = 'completions, completions:FILE, compat, compat:FILE, file:PATH, library:FILE or run:NAME'

/**
 * One source.
 *
 * @throws BadUsage, BadCompletions, Unknown, BadRun, BadJournal
 */
export async function readSource(part: string, task: Task, places: SourcePlaces): Promise<Sourced> {
  const { folder, random, seed } = places
  const { language } = task
  const colon = part.indexOf(':')
  const kind = colon < 0 ? part : part.slice(0, colon)
  const named = colon < 0 ? undefined : part.slice(colon + 1)
  if (named !== '' && (kind === 'completions' || kind === 'compat')) {
    return completed(task, kind, { file: named, folder, seed })
  }
  if (named) {
    if (kind === 'file') return { programs: listed(language, resolve(folder, named), named) }
    if (kind === 'library') return { programs: await kept(task, resolve(folder, named), named) }
    if (kind === 'run') return { programs: await improvements(task, named, places) }
    if (kind === 'random' && random !== undefined) return { programs: sampled(language, named, random) }
  }
  const known = random === undefined ? expected : expected.replace(' or ', ', random:N or ')
  throw new BadUsage('programs', part, `${known}, joined by commas`)
}

/**
 * One program of each answer that has some, in the order of the answers: the first that the strict converter accepts, or
 * the one that LLM-GS draws.
 */
async function completed(
  task: Task,
  kind: 'completions' | 'compat',
  { file: named, folder, seed }: { readonly file: string | undefined; readonly folder: string; readonly seed: number },
): Promise<Sourced> {
  const { bundledCompletions, chooseAsReference, judge, readCompletions } = await import('@cairn/completions')
  const { name } = task.spec
  const file = named === undefined ? bundledCompletions(name) : resolve(folder, named)
  if (file === undefined) {
    throw new BadUsage('programs', kind, `a file (${kind}:FILE): no completions of ${name} come with Cairn`)
  }
  if (!existsSync(file)) throw new BadUsage('programs', `${kind}:${named}`, 'a file that exists')
  const converter = kind === 'compat' ? 'compat' : 'strict'
  const { answers } = readCompletions(file)
  const verdicts = answers.map(({ text }) => judge(text, task.language, converter))
  const chosen =
    converter === 'strict' ? verdicts.map(({ programs }) => programs[0]) : chooseAsReference(verdicts, seed)
  // What the parser of LLM-GS alone takes for a program cannot be run.
  const programs = chosen.flatMap((text, at) =>
    text !== undefined && verdicts[at]!.programs.includes(text) ? [parse(task.language, text)] : [],
  )
  return { programs, answers: answers.length }
}

/** One program per line; or the lines of InnateCoder's dictionaries: an optional number and comma, then the text, in quotes or not. */
function listed(language: Language, path: string, file: string): Program[] {
  if (!existsSync(path)) throw new BadUsage('programs', `file:${file}`, 'a file that exists')
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      const text = line
        .trim()
        .replace(/^\d+\s*,\s*/, '')
        .replace(/^"(.*)"$/, '$1')
        .trim()
      if (text === '') return []
      try {
        return [parse(language, text)]
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        throw new BadUsage(`line ${at + 1}`, text, `a program of ${language.name} (${why})`, path)
      }
    })
}

/** The options of a library, each once. */
async function kept(task: Task, path: string, file: string): Promise<Program[]> {
  const { readLibrary } = await import('./options/library-file.ts')
  const { languageOf } = await import('./options/language-of.ts')
  const { head, language, options } = readLibrary(path, file, languageOf)
  if (language !== task.language) {
    throw new BadUsage('programs', `library:${file}`, `options of ${task.language.name}; its domain is ${head.domain}`)
  }
  return options.map(({ program }) => program)
}

/** What a run found on its way, best first; of a campaign, of every run in it whose programs are of the language. */
async function improvements({ language }: Task, named: string, { folder, runs }: SourcePlaces): Promise<Program[]> {
  const [{ campaignFiles, isCampaign, readImprovements, readManifest }, { domainOf }, { findRun }] = await Promise.all([
    import('@cairn/coordinator'),
    import('@cairn/domains'),
    import('./run-names.ts'),
  ])
  const speaks = (run: string) => domainOf(readManifest(run).plan.task.name).language === language
  const campaign = [join(runs, named), resolve(folder, named)].find((at) => existsSync(at) && isCampaign(at))
  if (campaign !== undefined) {
    const within = join(campaign, campaignFiles.runs)
    const all = existsSync(within) ? readdirSync(within).sort() : []
    return all.map((run) => join(within, run)).flatMap((run) => (speaks(run) ? readImprovements(run) : []))
  }
  const run = findRun(named, runs, folder)
  if (speaks(run)) return readImprovements(run)
  throw new BadUsage('programs', `run:${named}`, `a run whose programs are of ${language.name}`)
}

function sampled(language: Language, named: string, rng: Rng): Program[] {
  const count = Number(named)
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000) {
    throw new BadUsage('programs', `random:${named}`, 'a whole number from 1 to 1000000 after random:')
  }
  return Array.from({ length: count }, () => drawProgram(language, rng, { filter: false }))
}
