import type { Frame, Outcome } from '@cairn/domains'
import { type Language, type Program, print, printIndented } from '@cairn/language'
import type { Revision } from './client/completion-records.ts'
import { type Prompt, type PromptFor, promptFor, type Style } from './prompt.ts'
import { printPython } from './python/print-python.ts'
import { readableForms } from './python-forms.ts'

/** A program written before, and its mean return. */
export interface ScoredProgram {
  readonly program: Program
  readonly score: number
}

/** The episode in which the best program did worst, as far as it is shown. */
export interface WorstEpisode {
  readonly outcome: Outcome
  /** The start, then one per action: `mostSteps` actions at most. */
  readonly frames: readonly Frame[]
  /** Which of the program's actions each step executed, as `activeActions` has it. For `program-trace`. */
  readonly active: readonly number[] | undefined
}

/** Actions of a trace that are shown. LLM-GS: up to 49 steps. */
export const mostSteps = 49

export interface RevisionFor extends PromptFor {
  readonly revision: Exclude<Revision, 'none'>
  /** Distinct, in the order in which they were written; one at least. */
  readonly programs: readonly ScoredProgram[]
  /** Start states that they were scored on. */
  readonly episodes: number
  /** Of the best of the programs. */
  readonly worst: WorstEpisode
}

/** Nothing tells which line of a program an action came from. */
export class NoActiveLines extends Error {
  readonly code = 'E_NO_ACTIVE_LINES'
  readonly language: string
  constructor(language: string) {
    super(
      `revision: expected regeneration, rewards or agent-trace for the language ${language}, whose active lines cannot be told, got "program-trace"`,
    )
    this.language = language
  }
}

/**
 * The request for a program that is better than those written before: the prompt of the task, followed by what the
 * variant shows of them. The four variants of LLM-GS (a015kh/LLM-GS, ablation of revision), in our words.
 *
 * @throws NoPython, NoActiveLines
 */
export function revisionPrompt(about: RevisionFor): Prompt {
  const { system, user } = promptFor(about)
  return { system, user: [user, ...shown[about.revision](about)].join('\n\n') }
}

const shown: Readonly<Record<RevisionFor['revision'], (about: RevisionFor) => string[]>> = {
  regeneration: ({ programs, task, style }) => [
    'Programs that were written for this task before:',
    ...programs.map(({ program }, at) => `${at + 1}.\n${block(task.language, program, style)}`),
    'The program that is asked for has to differ from all of them.',
  ],
  rewards: ({ programs, episodes, task, style }) => [
    `Programs that were written for this task before, the best first, each with its mean return on ${episodes} start states:`,
    ...bestFirst(programs).map(
      ({ program, score }, at) => `${at + 1}. mean return ${plain(score)}\n${block(task.language, program, style)}`,
    ),
    better,
  ],
  'agent-trace': (about) => trace(about, undefined),
  'program-trace': (about) => {
    const { worst, task } = about
    if (worst.active === undefined) throw new NoActiveLines(task.language.name)
    return trace(about, worst.active)
  },
}

const better = 'The program that is asked for has to have a higher mean return.'

/** Best first; of equals the one written first. */
export function bestFirst(programs: readonly ScoredProgram[]): ScoredProgram[] {
  return programs.toSorted((a, b) => b.score - a.score)
}

function trace(about: RevisionFor, active: readonly number[] | undefined): string[] {
  const { programs, episodes, task, style, worst } = about
  const { program, score } = bestFirst(programs)[0]!
  const { outcome, frames } = worst
  const [start, ...steps] = frames
  const lines = programLines(task.language, program, style)
  const places = active === undefined ? [] : actionLines(task.language, lines, style)
  const what = ['its reward', 'the return so far', 'the rows of the map that it changed']
  if (active !== undefined) what.push('the program with ">" at the line that was executed')
  return [
    `The best program that was written for this task before; its mean return on ${episodes} start states is ${plain(score)}:`,
    block(task.language, program, style),
    `From the start state on which it did worst, its return is ${plain(outcome.return)}, after ${outcome.steps} actions (${outcome.ended}). ` +
      `Below are the map at the start, then each action${steps.length < outcome.steps ? ` up to number ${steps.length}` : ''} ` +
      `with ${what.slice(0, -1).join(', ')} and ${what.at(-1)}.`,
    `Start:\n${start?.picture ?? ''}`,
    ...steps.map(({ picture, caption }, step) => {
      const place = active?.[step]
      return [
        caption,
        ...changedRows(frames[step]!.picture, picture),
        ...(place === undefined ? [] : marked(lines, places[place]!)),
      ].join('\n')
    }),
    better,
  ]
}

/** The rows of a picture that are not as they were, with their numbers from 1. */
function changedRows(before: string, after: string): string[] {
  const rows = before.split('\n')
  return after.split('\n').flatMap((row, at) => (row === rows[at] ? [] : [`row ${at + 1}: ${row}`]))
}

function marked(lines: readonly string[], active: number): string[] {
  return lines.map((line, at) => `${at === active ? '> ' : '  '}${line}`)
}

/** A program in a block, in the language that the style asks for first. */
function block(language: Language, program: Program, style: Style): string {
  if (style === 'dsl') return `\`\`\`\n${print(language, program)}\n\`\`\``
  return `\`\`\`python\n${printPython(language, program)}\`\`\``
}

/** A line per statement. */
function programLines(language: Language, program: Program, style: Style): string[] {
  const text = style === 'dsl' ? printIndented(language, program) : printPython(language, program)!
  return text.trimEnd().split('\n')
}

/** Which of the lines are actions: in both forms each stands alone on its line. */
function actionLines(language: Language, lines: readonly string[], style: Style): number[] {
  const actions = new Set(
    readableForms(language)?.actions.map(({ name, argument }) => {
      if (style !== 'dsl') return `${name}(${argument === undefined ? '' : JSON.stringify(argument)})`
      return argument === undefined ? name : `${name} h( ${argument} h)`
    }),
  )
  return lines.flatMap((line, at) => (actions.has(line.trim()) ? [at] : []))
}

/** At most four decimals. */
function plain(value: number): string {
  return String(Number(value.toFixed(4)))
}
