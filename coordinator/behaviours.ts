import type { Domain } from '@cairn/domains'
import { hashBytes, type Program } from '@cairn/language'
import { type BehaviourAsk, checkAsk, ProbeFrames } from './behaviour-ask.ts'
import { type Behaviour, BehaviourMemory, type BehaviourMemoryOptions, programKey } from './behaviour-memory.ts'
import { BehavioursQuestion } from './behaviours-question.ts'
import { Pace, type PaceOptions } from './pace.ts'
import type { Shards } from './shards.ts'
import { type BatchProbe, wireTask } from './wire.ts'

export interface BehavioursSetup {
  readonly domain: Domain
  readonly shards: Shards
  readonly pace: PaceOptions
  readonly watch: BehavioursWatch
  readonly memory?: Partial<BehaviourMemoryOptions>
}

/** What is told of each subtree that is asked about, once it is known. */
export interface BehavioursWatch {
  /** A worker ran it. */
  observed(): void
  /** So many were known before, or stand more than once in a question. */
  remembered(subtrees: number): void
  /** No worker survives it. */
  poisoned(poison: PoisonedBehaviour): void
  /** Workers gave different answers. */
  contradiction(): void
}

export interface PoisonedBehaviour {
  /** The subtree in its frame. */
  readonly program: Program
  readonly states: number
  readonly reason: string
}

/**
 * Answers questions about what subtrees do: from memory, or else by workers. One question after another, so that a
 * program which two of them ask about is sent once.
 */
export class Behaviours {
  readonly #setup: BehavioursSetup
  /** Made when it is first needed: a run that asks nothing does not depend on the probe. */
  #probe: { readonly frames: ProbeFrames; readonly task: BatchProbe['task'] | undefined } | undefined
  readonly #memory: BehaviourMemory
  /** By how many states: the more of them, the more a program costs. */
  readonly #paces = new Map<number, Pace>()
  readonly #poison = new Set<string>()
  #last: Promise<unknown> = Promise.resolve()
  #open: BehavioursQuestion | undefined
  #closed: { readonly error: unknown } | undefined

  constructor(setup: BehavioursSetup) {
    this.#setup = setup
    this.#memory = new BehaviourMemory(setup.memory)
  }

  /** Learns what no worker has survived in earlier sittings. */
  load(poison: readonly Omit<PoisonedBehaviour, 'reason'>[]): void {
    for (const { program, states } of poison) this.#poison.add(poisonKey(programKey(program), states))
  }

  /** @throws NoProbe, BadQuestion; BadFrame, BadTask, UnknownTask if the domain's probe is no good */
  check(subtrees: readonly Program[], ask: BehaviourAsk): void {
    checkAsk(subtrees.length, ask)
    const { frames } = this.#opened()
    for (const subtree of subtrees) frames.frameOf(subtree)
  }

  /**
   * One number per subtree, or with `each` one per subtree and state. Poison has negative ones, which no other program
   * has; all others are not negative.
   *
   * @param told of progress: how many of the different programs are known
   * @throws NoProbe, BadQuestion, and what `close` was called with
   */
  ask(
    subtrees: readonly Program[],
    ask: BehaviourAsk,
    told?: (known: number, of: number) => void,
  ): Promise<Float64Array> {
    this.check(subtrees, ask)
    const turn = this.#last.then(() => this.#answer(subtrees, ask, told))
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Ends every question that has no answer yet with the error. */
  close(error: unknown): void {
    this.#closed ??= { error }
    this.#open?.fail(error)
  }

  async #answer(
    subtrees: readonly Program[],
    { states, each = false }: BehaviourAsk,
    told: (known: number, of: number) => void = () => {},
  ): Promise<Float64Array> {
    if (this.#closed !== undefined) throw this.#closed.error
    const { watch } = this.#setup
    const { frames, task } = this.#opened()
    const prefix = `${states} ${each ? 'each' : 'whole'} `
    const stride = each ? states : 1
    const answer = new Float64Array(subtrees.length * stride)
    const programs: Program[] = []
    const keys: string[] = []
    const numberOf = new Map<string, number>()
    /** Number among the programs to send, of each subtree; -1 where its behaviour is known. */
    const numbers = new Int32Array(subtrees.length)
    const write = (subtree: number, behaviour: Behaviour) => {
      if (typeof behaviour === 'number') answer[subtree] = behaviour
      else answer.set(behaviour, subtree * stride)
    }
    for (const [i, subtree] of subtrees.entries()) {
      const program = frames.fill(subtree)
      const key = programKey(program)
      const known = this.#poison.has(poisonKey(key, states))
        ? poisonous(program, states, each)
        : this.#memory.get(prefix + key)
      if (known !== undefined) {
        write(i, known)
        numbers[i] = -1
        continue
      }
      const number = numberOf.get(key) ?? programs.length
      numbers[i] = number
      if (number < programs.length) continue
      numberOf.set(key, number)
      keys.push(key)
      programs.push(program)
    }
    watch.remembered(subtrees.length - programs.length)
    if (programs.length === 0) return answer

    const behaviours = new Array<Behaviour | undefined>(programs.length)
    let known = 0
    const learn = (number: number, behaviour: Behaviour) => {
      if (behaviours[number] !== undefined) return
      behaviours[number] = behaviour
      told(++known, programs.length)
    }
    const question = new BehavioursQuestion({
      probe: { task: task!, behaviour: each ? 'each' : 'whole' },
      ...{ states, programs, pace: this.#pace(states) },
      observed: (number, behaviour) => {
        if (!this.#memory.learn(prefix + keys[number]!, behaviour)) watch.contradiction()
        watch.observed()
        learn(number, behaviour)
      },
      poisoned: (number, reason) => {
        const program = programs[number]!
        this.#poison.add(poisonKey(keys[number]!, states))
        watch.poisoned({ program, states, reason: `on ${task!.name}: ${reason}` })
        learn(number, poisonous(program, states, each))
      },
    })
    await this.#send(question)
    for (const [i, number] of numbers.entries()) if (number >= 0) write(i, behaviours[number]!)
    return answer
  }

  async #send(question: BehavioursQuestion): Promise<void> {
    const { shards } = this.#setup
    this.#open = question
    try {
      shards.add(question)
      await question.answered
    } finally {
      this.#open = undefined
      shards.cancel(question)
    }
  }

  #opened() {
    if (this.#probe === undefined) {
      const { domain } = this.#setup
      const { probe } = domain
      const task = probe && wireTask(domain.task(probe.task).spec, domain.hash)
      this.#probe = { frames: new ProbeFrames(domain), task }
    }
    return this.#probe
  }

  #pace(states: number): Pace {
    const known = this.#paces.get(states)
    if (known !== undefined) return known
    const pace = new Pace(this.#setup.pace)
    this.#paces.set(states, pace)
    return pace
  }
}

function poisonKey(key: string, states: number): string {
  return `${states} ${key}`
}

/** Numbers of its own, from the program alone: below 0, where no hash of traces is. */
function poisonous(program: Program, states: number, each: boolean): Behaviour {
  const number = (state: number) => {
    const { low, high } = hashBytes(program, state + 1)
    return -1 - ((high & 0x1fffff) * 2 ** 32 + low)
  }
  return each ? Float64Array.from({ length: states }, (_, state) => number(state)) : number(-1)
}
