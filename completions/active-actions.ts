import type { Task } from '@cairn/domains'
import { endOf, numberOf, type Program } from '@cairn/language'
import { type PythonForms, readableForms } from './python-forms.ts'

/** What the next step of a run is: a statement, what is left of a loop over it, or another turn of a WHILE. */
type Job =
  | { readonly do: 'statement' | 'while'; readonly at: number }
  | { readonly do: 'repeat'; readonly at: number; readonly left: number }

/**
 * Which action of the program each step of an episode executed, as its place among the actions of the program's text,
 * from 0. A domain tells which actions were executed and not where they stand, so the program is walked beside the
 * trace, and what a condition was at a step is found by running the steps before it in a row, followed by an IF on its
 * perception: worlds are pure, so that is the same world.
 *
 * @param most steps at most
 * @returns undefined if the language is not one of Karel's kind (`pythonForms`), or the domain does not run its programs
 *   by the meaning of their statements
 */
export function activeActions(task: Task, program: Program, episode: number, most: number): number[] | undefined {
  const forms = readableForms(task.language)
  const { trace } = task.prepare(program).episode(episode, { trace: true })
  if (forms === undefined || trace === undefined || !startsWithOneStatement(task, program)) return undefined
  const steps = new Walk(task, program, { episode, forms }).steps(Math.min(most, trace.length))
  if (steps === undefined) return undefined
  // An action is one byte of the trace wherever it stands.
  const bytes = new Map<number, number>()
  for (const [step, at] of steps.entries()) {
    const [action, byte] = [program[at]!, trace[step]!]
    if ((bytes.get(action) ?? byte) !== byte) return undefined
    bytes.set(action, byte)
  }
  const actions = new Set(forms.actions.map(({ production }) => production.number))
  const places = new Map<number, number>()
  for (const [at, production] of program.entries()) if (actions.has(production)) places.set(at, places.size)
  return steps.map((at) => places.get(at)!)
}

function startsWithOneStatement({ language }: Task, program: Program): boolean {
  return language.productions[program[0]!]!.slots.length === 1
}

class Walk {
  readonly #task: Task
  readonly #program: Program
  readonly #episode: number
  readonly #actions: ReadonlySet<number>
  /** Where the actions executed so far stand. */
  readonly #steps: number[] = []

  constructor(
    task: Task,
    program: Program,
    { episode, forms }: { readonly episode: number; readonly forms: PythonForms },
  ) {
    this.#task = task
    this.#program = program
    this.#episode = episode
    this.#actions = new Set(forms.actions.map(({ production }) => production.number))
  }

  /** Iterative: rows of statements may be longer than a stack is deep. Undefined if the program ends before its trace. */
  steps(count: number): readonly number[] | undefined {
    const jobs: Job[] = [{ do: 'statement', at: 1 }]
    while (this.#steps.length < count) {
      const job = jobs.pop()
      if (job === undefined) return undefined
      if (job.do === 'repeat') {
        if (job.left > 0) jobs.push({ ...job, left: job.left - 1 }, { do: 'statement', at: job.at })
      } else if (job.do === 'while') {
        if (this.#holds(job.at + 1)) jobs.push(job, { do: 'statement', at: this.#end(job.at + 1) })
      } else if (!this.#begin(job.at, jobs)) return undefined
    }
    return this.#steps
  }

  /** False for a production of unknown meaning. */
  #begin(at: number, jobs: Job[]): boolean {
    const first = at + 1
    switch (this.#name(at)) {
      case 'sequence':
        jobs.push({ do: 'statement', at: this.#end(first) }, { do: 'statement', at: first })
        return true
      case 'while':
        jobs.push({ do: 'while', at })
        return true
      case 'repeat':
        jobs.push({ do: 'repeat', at: this.#end(first), left: Number(/\d+$/.exec(this.#name(first))?.[0]) })
        return true
      case 'if':
        if (this.#holds(first)) jobs.push({ do: 'statement', at: this.#end(first) })
        return true
      case 'ifelse': {
        const then = this.#end(first)
        jobs.push({ do: 'statement', at: this.#holds(first) ? then : this.#end(then) })
        return true
      }
      default:
        if (!this.#actions.has(this.#program[at]!)) return false
        this.#steps.push(at)
        return true
    }
  }

  #holds(at: number): boolean {
    const first = at + 1
    switch (this.#name(at)) {
      case 'not':
        return !this.#holds(first)
      case 'and':
        return this.#holds(first) && this.#holds(this.#end(first))
      case 'or':
        return this.#holds(first) || this.#holds(this.#end(first))
      case 'True':
        return true
      case 'False':
        return false
      default:
        return this.#perceived(this.#program[at]!)
    }
  }

  /** Whether a perception holds after the steps so far: whether the action that depends on it is executed. */
  #perceived(perception: number): boolean {
    const { language } = this.#task
    const [row, branch] = [numberOf(language, 'sequence'), numberOf(language, 'if')]
    const before = this.#steps.flatMap((at) => [row, this.#program[at]!])
    const [action] = this.#actions
    const probe = Uint8Array.from([this.#program[0]!, ...before, branch, perception, action!])
    return this.#task.prepare(probe).episode(this.#episode).steps > this.#steps.length
  }

  #end(at: number): number {
    return endOf(this.#task.language, this.#program, at)
  }

  #name(at: number): string {
    return this.#task.language.productions[this.#program[at]!]!.name
  }
}
