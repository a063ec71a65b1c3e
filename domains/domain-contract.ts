import { deepStrictEqual, ok, strictEqual, throws } from 'node:assert/strict'
import { type Hash64, hashBytes, parse } from '@cairn/language'
import type { Domain, Outcome, Task, TaskCard, TaskOption, TaskOptions } from './task.ts'

/** What a domain is tried with. */
export interface ContractCases {
  /** Programs that do something, the more various the better. */
  readonly programs: readonly string[]
  /** A program that would never end by itself on any task. */
  readonly endless: string
  /** Tasks and options to try; every task with its defaults unless given. */
  readonly tasks?: readonly { readonly name: string; readonly options?: TaskOptions }[]
  /** Episodes to try on every task. */
  readonly episodes?: number
}

/** A promise that every domain makes, and how to hold it to it. */
export interface Promised {
  /** A sentence. */
  readonly name: string
  /** @throws AssertionError */
  check(): void
}

/**
 * What workers, searches and the command line rely on in a domain. Works with any test runner:
 *
 *     for (const { name, check } of domainContract(karel, cases)) test(name, check)
 */
export function domainContract(domain: Domain, cases: ContractCases): readonly Promised[] {
  const { episodes = 6 } = cases
  const wanted = cases.tasks ?? domain.tasks.map(({ name }) => ({ name }))
  const programs = cases.programs.map((text) => parse(domain.language, text))
  const endless = parse(domain.language, cases.endless)
  const numbers = Array.from({ length: episodes }, (_, episode) => episode)

  const ofDomain: Promised[] = [
    {
      name: 'the domain and its tasks are named as queues and command lines need it',
      check() {
        ok(/^[a-z][a-z0-9-]*$/.test(domain.name))
        ok(domain.hash.length > 0)
        for (const { name } of domain.tasks) ok(name.startsWith(`${domain.name}/`), name)
        strictEqual(new Set(domain.tasks.map(({ name }) => name)).size, domain.tasks.length)
      },
    },
    {
      name: 'a task that does not exist is refused',
      check() {
        throws(() => domain.task(`${domain.name}/no such task`), { code: 'E_UNKNOWN_TASK' })
      },
    },
  ]
  return [...ofDomain, ...wanted.flatMap(ofTask)]

  function ofTask({ name, options }: { name: string; options?: TaskOptions }): Promised[] {
    const open = () => domain.task(name, options)
    const card = () => cardOf(domain, name)
    return [
      {
        name: `${name} fills in the options left out and takes its own spec back`,
        check() {
          const { spec } = open()
          deepStrictEqual(Object.keys(spec.options).sort(), Object.keys(card().options).sort())
          deepStrictEqual(domain.task(spec.name, spec.options).spec, spec)
        },
      },
      {
        name: `${name} refuses options that it does not have and values that do not fit, by name`,
        check: () => refusesBadOptions(domain, card()),
      },
      {
        name: `${name} builds the same world for the same episode`,
        check() {
          for (const episode of numbers) strictEqual(startOf(open(), episode), startOf(open(), episode))
        },
      },
      {
        name: `${name} plays an episode the same way whatever was played before`,
        check() {
          const alone = programs.map((program) => numbers.map((episode) => open().prepare(program).episode(episode)))
          const task = open()
          const prepared = programs.map((program) => task.prepare(program))
          for (const episode of [...numbers, ...numbers.toReversed()]) {
            prepared.forEach((program, i) => {
              deepStrictEqual(program.episode(episode), alone[i][episode])
            })
          }
        },
      },
      {
        name: `${name} leaves no return above its bound`,
        check() {
          const { bestReturn = Number.POSITIVE_INFINITY } = open()
          for (const { return: sum } of outcomes(open())) ok(sum <= bestReturn, `${sum} > ${bestReturn}`)
        },
      },
      {
        name: `${name} ends a program that would not end by itself`,
        check() {
          for (const episode of numbers) strictEqual(open().prepare(endless).episode(episode).ended, 'out-of-calls')
        },
      },
      {
        name: `${name} traces every action, and a trace changes nothing`,
        check() {
          const task = open()
          for (const program of programs) {
            for (const episode of numbers) {
              const prepared = task.prepare(program)
              const { trace, ...outcome } = prepared.episode(episode, { trace: true })
              strictEqual(trace?.length, outcome.steps)
              deepStrictEqual(outcome, prepared.episode(episode))
            }
          }
        },
      },
      {
        name: `${name} replays an episode to the same pictures, one per action and the start`,
        check() {
          for (const program of programs) {
            const { steps } = open().prepare(program).episode(0)
            const frames = [...open().replay(program, 0)]
            strictEqual(frames.length, steps + 1)
            for (const { picture, inks } of frames) {
              if (inks !== undefined) strictEqual(inks.split('\n').length, picture.split('\n').length)
            }
            deepStrictEqual(hashOf(open(), program), hashOf(open(), program))
          }
        },
      },
      {
        name: `${name} refuses bytes that are no program`,
        check() {
          for (const bytes of [[], [255], [...programs[0], 0], [...programs[0].subarray(0, -1)]]) {
            throws(() => open().prepare(Uint8Array.from(bytes)))
          }
        },
      },
    ]
  }

  function startOf(task: Task, episode: number): string | undefined {
    for (const { picture } of task.replay(programs[0], episode)) return picture
    return undefined
  }

  function outcomes(task: Task): Outcome[] {
    return programs.flatMap((program) => numbers.map((episode) => task.prepare(program).episode(episode)))
  }
}

function cardOf(domain: Domain, name: string): TaskCard {
  const card = domain.tasks.find((one) => one.name === name)
  ok(card !== undefined, `${name} has no card`)
  return card
}

function hashOf(task: Task, program: Uint8Array): Hash64 {
  const text = [...task.replay(program, 0)].map(({ picture, caption }) => `${picture}\n${caption}`).join('\n')
  return hashBytes(new TextEncoder().encode(text))
}

function refusesBadOptions(domain: Domain, { name, options }: TaskCard): void {
  throws(() => domain.task(name, { 'no-such-option': 1 }), { code: 'E_BAD_TASK', field: 'no-such-option' })
  for (const [field, option] of Object.entries(options)) {
    for (const value of misfits(option)) {
      throws(() => domain.task(name, { [field]: value }), { code: 'E_BAD_TASK', field, value })
    }
  }
}

function misfits(option: TaskOption): (string | number | boolean)[] {
  switch (option.kind) {
    case 'integer':
      return ['x', '', true, option.default + 0.5, option.min - 1, option.max + 1, Number.NaN]
    case 'boolean':
      return ['yes', 1]
    case 'choice':
      return ['no such choice', 1, true]
    case 'text':
      return [1, true]
  }
}
