import type { Language, Program } from '@cairn/language'
import type { TaskPage } from './task-page.ts'

/** Option values of a task; a spec holds all of them, defaults filled in. */
export type TaskOptions = Readonly<Record<string, string | number | boolean>>

export interface TaskSpec {
  /** `domain/task`, for example `karel/harvester`. */
  readonly name: string
  readonly options: TaskOptions
}

/** Why an episode ended. */
export type Ending =
  | 'completed' // the program ran to its end
  | 'terminated' // the task's own rule ended the episode: success or a mistake it punishes
  | 'crashed' // illegal action, or a loop that repeats a state
  | 'out-of-calls' // the call budget of the episode is spent

export interface Outcome {
  /** Return of the episode: the left-to-right sum of the step rewards. */
  readonly return: number
  /** Actions executed (ticks, in a game). */
  readonly steps: number
  readonly ended: Ending
  /** Only when asked: one byte per executed action, the domain's action index. */
  readonly trace?: Uint8Array
  /** Only when asked, and where the language can be trimmed: a byte of flags for each production of the program. */
  readonly usage?: Uint8Array
}

/** One picture of an episode, for a terminal. */
export interface Frame {
  /** Lines of text separated by `\n`, without colour. */
  readonly picture: string
  /**
   * How its characters are coloured where colours can be shown, laid out as they are: `r` red, `g` green, `b` blue, `p`
   * purple, `y` yellow, `x` grey, a capital for a ground of that colour, `@` who acts, `.` what steps back, anything
   * else plain. Without it, `#` and `.` step back and `^ > v <` is who acts.
   */
  readonly inks?: string
  /** What happened: the action, the reward, the return so far. */
  readonly caption: string
}

/** A program made ready to run: compiled once, run on many episodes. */
export interface PreparedProgram {
  episode(episode: number, want?: { readonly trace?: boolean; readonly usage?: boolean }): Outcome
}

/** A problem a program can be scored on. Pure: same program, same episode, same outcome, on every machine. */
export interface Task {
  readonly spec: TaskSpec
  readonly language: Language
  /**
   * Upper bound of the return of one episode that holds in floating point too, if there is one: enables exact pruning,
   * and a mean that reaches it (within 1e-9) solves the task.
   */
  readonly bestReturn?: number
  /** @throws BadProgram if the bytes are not a program of the language */
  prepare(program: Program): PreparedProgram
  /** The episode, picture by picture: the start state first, then one per executed action. */
  replay(program: Program, episode: number): Iterable<Frame>
  /**
   * The same task played against programs, if it is played against somebody: episode 2i is the match against opponent i
   * with the prepared program as player 0, episode 2i + 1 the one with it as player 1. An opponent's matches do not
   * depend on the others, nor on its place among them. Replays too.
   *
   * @throws BadProgram
   */
  against?(opponents: readonly Program[]): Task
}

/** How one option of a task is declared; the command line, the task card and the check of bad input are made from it. */
export type TaskOption =
  | {
      readonly kind: 'integer'
      readonly default: number
      readonly min: number
      readonly max: number
      readonly about: string
    }
  | { readonly kind: 'boolean'; readonly default: boolean; readonly about: string }
  | { readonly kind: 'choice'; readonly default: string; readonly of: readonly string[]; readonly about: string }
  /** Whoever opens the task sees whether the text is what is `expected`. */
  | { readonly kind: 'text'; readonly default: string; readonly expected: string; readonly about: string }

/** The problem in prose, for people and for language models: facts, never hints. Plain sentences; code in backticks. */
export interface TaskText {
  /** The problem, in a few sentences. */
  readonly description: string
  /** How a start state is drawn. */
  readonly start: string
  readonly reward: string
  readonly termination: string
}

export interface TaskCard {
  /** `domain/task` */
  readonly name: string
  /** One line. */
  readonly summary: string
  readonly options: Readonly<Record<string, TaskOption>>
  /** Without it a language model is told no more than the summary. */
  readonly text?: TaskText
}

/** What a language model is told about a domain besides its grammar and the task. Plain text. */
export interface Guide {
  /** The world, the agent and what stops it, in a few sentences. */
  readonly world: string
  /** What an action does or a perception tells, by production name, one line each. */
  readonly words: Readonly<Record<string, string>>
}

/**
 * How the behaviour of a subtree shows: a frame makes a whole program of it, which is run from sampled states, and the
 * traces are compared.
 */
export interface Probe {
  /** A task that `task()` opens and `tasks` need not list; its episodes are the states. */
  readonly task: string
  /**
   * By kind of subtree (`kindOf`), a program with one slot for it, such as `DEF run m( <stmt> m)`: subtrees that behave
   * alike must leave the same traces in it, and others not. Kinds without a frame are told apart by their text.
   */
  readonly frames: Readonly<Record<string, string>>
}

/** A language table, an interpreter and tasks. What a user brings to add a domain of their own. */
export interface Domain {
  /** [a-z][a-z0-9-]*: first half of its tasks' names, and a token of the queue's subjects. */
  readonly name: string
  readonly language: Language
  /** Changes whenever the language table or any rule changes; a worker refuses work whose hash differs from its own. */
  readonly hash: string
  readonly tasks: readonly TaskCard[]
  /** Needed for prompts that say more than the grammar does. */
  readonly guide?: Guide
  /** Needed to tell options apart by what they do. */
  readonly probe?: Probe
  /** Needed for cards in the documentation (`domains/cards.ts`): what the page of that task says besides. */
  page?(task: string): TaskPage
  /**
   * The task of that spec; options left out take their defaults.
   * @throws BadTask naming the field, the value and what was expected
   */
  task(name: string, options?: TaskOptions): Task
}
