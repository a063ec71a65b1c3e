import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ReadSource } from '@cairn/coordinator'
import type { Task } from '@cairn/domains'
import { type Language, type Program, parse } from '@cairn/language'
import { BadUsage } from './errors.ts'

/** What a source of programs may be called, for messages. */
const expected = 'completions, completions:FILE, compat, compat:FILE or file:PATH, joined by commas'

/** Finds the programs that a search asks for by name. Paths start from `folder`. */
export function programSources(task: Task, folder: string): ReadSource {
  return async (source) => {
    const programs: Program[] = []
    for (const part of source.split(',')) programs.push(...(await programsOf(part.trim(), task, folder)))
    return programs
  }
}

async function programsOf(part: string, task: Task, folder: string): Promise<readonly Program[]> {
  const colon = part.indexOf(':')
  const kind = colon < 0 ? part : part.slice(0, colon)
  const path = colon < 0 ? undefined : part.slice(colon + 1)
  if (path === '') throw new BadUsage('programs', part, expected)
  if (kind === 'completions') return completed(task, path && resolve(folder, path), 'strict')
  if (kind === 'compat') return completed(task, path && resolve(folder, path), 'compat')
  if (kind === 'file' && path !== undefined) return listed(task.language, resolve(folder, path))
  throw new BadUsage('programs', part, expected)
}

/** The first program of each answer that has one, in the order of the answers. */
async function completed(task: Task, given: string | undefined, converter: 'strict' | 'compat'): Promise<Program[]> {
  const { bundledCompletions, judge, readCompletions } = await import('@cairn/completions')
  const { name } = task.spec
  const file = given ?? bundledCompletions(name)
  if (file === undefined) {
    throw new BadUsage('programs', converter, `a file (${converter}:FILE): no completions of ${name} come with Cairn`)
  }
  return readCompletions(file).answers.flatMap(({ text }) => {
    const [first] = judge(text, task.language, converter).programs
    return first === undefined ? [] : [parse(task.language, first)]
  })
}

/** One program per line; or the lines of InnateCoder's dictionaries: an optional number and comma, then the text, in quotes or not. */
function listed(language: Language, path: string): Program[] {
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
