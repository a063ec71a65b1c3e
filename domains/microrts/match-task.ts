import { checkProgram } from '@cairn/language'
import { BadTask, completeOptions, type OptionValues } from '../options.ts'
import type { Ending, Frame, Outcome, Task, TaskCard, TaskOptions, TaskText } from '../task.ts'
import { actionCodes, codeOf } from './actions.ts'
import { BadContestant, type Contestant, contestantOf, type ProgramContestant, readContestants } from './contestants.ts'
import { type GameObserver, gameDefaults } from './game.ts'
import { compile } from './language/compile.ts'
import { Usage } from './language/dead-code.ts'
import { searchedMicrolanguage } from './language/drawing.ts'
import type { GameMap } from './map.ts'
import { mapInWords } from './map-words.ts'
import { openMap } from './maps.ts'
import { type MatchEnd, playMatch, tickLimit } from './match.ts'
import type { Orders } from './orders.ts'
import { drawState, inkState } from './picture.ts'
import { createState, type Player, type State } from './state.ts'
import { tableVersions, unitTables } from './units.ts'

const options = {
  opponents: {
    kind: 'text',
    default: 'WorkerRush',
    expected: 'names of bots or programs, | between them',
    about: 'whom the program plays: scripted bots or programs, | between them; each in turn from both sides',
  },
  'max-ticks': {
    kind: 'integer',
    default: 0,
    min: 0,
    max: 1_000_000,
    about: 'ticks after which a match is a draw; 0: by the height of the map, as LISS has it',
  },
  table: {
    kind: 'choice',
    default: 'FINETUNED',
    of: tableVersions,
    about: 'table of unit types; the papers on synthesis use FINETUNED',
  },
  conflict: {
    kind: 'choice',
    default: 'BOTH',
    of: ['BOTH', 'RANDOM', 'ALTERNATING'],
    about: 'which of two actions that cannot both happen are cancelled',
  },
  loop: {
    kind: 'choice',
    default: 'synthesis',
    of: ['synthesis', 'reference'],
    about: 'synthesis: the evaluated program decides first, as in 2L; reference: player 0 does, as in the Java engine',
  },
  fog: { kind: 'boolean', default: gameDefaults.fog, about: 'players see what their units see' },
} as const satisfies TaskCard['options']

type Values = OptionValues<typeof options>

const text = (map: GameMap): TaskText => ({
  description:
    `A match of MicroRTS on the map ${map.name}, ${map.width} cells wide and ${map.height} high. Workers harvest resources ` +
    'and build bases and barracks, bases train workers, barracks train light, heavy and ranged units. Whoever has no unit ' +
    'left has lost.',
  start:
    `${mapInWords(map)} Episodes take the opponents in turn, each first with the program as player 0, then as player 1; ` +
    'after that again with other random numbers, for bots that draw some.',
  reward: '1 for a match won, 0.5 for a draw, 0 for one lost, -1 if one of the programs fails.',
  termination: 'The match ends when a player has no unit left, or when the ticks are over, which is a draw.',
})

/** A task on a map that comes with Cairn. */
export interface MatchTask extends TaskCard {
  readonly map: string
  /** @throws BadTask */
  open(options?: TaskOptions): Task
}

export function matchTask(map: string): MatchTask {
  const name = `microrts/${kebab(map)}`
  return {
    name,
    summary: `win matches of MicroRTS on ${map}`,
    options,
    // The map is read when somebody asks.
    get text() {
      return text(openMap(map))
    },
    map,
    open: (given) => runnable(name, openMap(map), completeOptions(name, options, given)),
  }
}

/** `NoWhereToRun9x8` is `no-where-to-run9x8`. */
function kebab(map: string): string {
  return map
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
}

/** Whom an episode is played against, and with which random numbers. */
type Schedule = (pair: number) => { readonly opponent: Contestant; readonly seed: number }

function runnable(name: string, map: GameMap, values: Values): Task {
  const opponents = opponentsOf(name, values)
  const rules = { table: unitTables[values.table], conflict: values.conflict }
  const game = {
    maxTicks: values['max-ticks'] === 0 ? tickLimit(map.height) : values['max-ticks'],
    loop: values.loop,
    fog: values.fog,
  }
  const state = createState(map, rules)
  const played = (schedule: Schedule): Task => {
    const play = (on: State, contestant: Contestant, episode: number, observer?: GameObserver) => {
      const { opponent, seed } = schedule(Math.floor(episode / 2))
      return playMatch(on, [contestant, opponent], sideOf(episode), { ...game, seed }, observer)
    }
    return {
      spec: { name, options: values },
      language: searchedMicrolanguage,
      bestReturn: 1,
      prepare(program) {
        checkProgram(searchedMicrolanguage, program)
        const contestant = contestantOf(compile(program), 'program')
        return {
          episode(episode, want) {
            const usage = want?.usage === true ? new Usage(program) : undefined
            const player = usage === undefined ? contestant : using(contestant, usage)
            const seen = want?.trace === true ? new OrderTrace(sideOf(episode)) : undefined
            const outcome = outcomeOf(play(state, player, episode, seen))
            return {
              ...outcome,
              ...seen?.upTo(outcome.steps),
              ...(usage === undefined ? {} : { usage: usage.flags() }),
            }
          },
        }
      },
      replay(program, episode) {
        checkProgram(searchedMicrolanguage, program)
        const on = createState(map, rules)
        return pictures(on, (observer) => play(on, contestantOf(compile(program), 'program'), episode, observer))
      },
      against(programs) {
        for (const program of programs) checkProgram(searchedMicrolanguage, program)
        const them = programs.map((program, i) => contestantOf(compile(program), `opponent ${i}`))
        return played((pair) => ({ opponent: them[pair]!, seed: 0 }))
      },
    }
  }
  return played((pair) => ({
    opponent: opponents[pair % opponents.length]!,
    seed: Math.floor(pair / opponents.length),
  }))
}

function using({ name, make }: ProgramContestant, usage: Usage): Contestant {
  return { name, make: (seed) => make(seed, usage) }
}

/** A byte for all that a player orders at each tick. */
class OrderTrace implements GameObserver {
  readonly #side: Player
  readonly #digests: number[] = []

  constructor(side: Player) {
    this.#side = side
  }

  decided(_: State, orders: readonly [Orders, Orders]): void {
    this.#digests.push(digestOf(orders[this.#side]))
  }

  /** @param ticks played: what was decided in a tick that failed is left out */
  upTo(ticks: number): Pick<Outcome, 'trace'> {
    return { trace: Uint8Array.from(this.#digests.slice(0, ticks)) }
  }
}

function opponentsOf(task: string, { opponents }: Values): Contestant[] {
  try {
    return readContestants(opponents)
  } catch (cause) {
    if (!(cause instanceof BadContestant)) throw cause
    const expected = `${options.opponents.expected} (${cause.message})`
    throw new BadTask({ task, field: 'opponents', value: opponents, expected })
  }
}

function sideOf(episode: number): Player {
  return (episode % 2) as Player
}

function outcomeOf({ score, ticks, over, failure }: MatchEnd): Outcome {
  const ended: Ending = failure !== undefined ? 'crashed' : over ? 'terminated' : 'out-of-calls'
  return { return: score, steps: ticks, ended }
}

/** A byte for all that a player orders at a tick: waits say nothing, whoever waits. */
function digestOf({ units, actions, count }: Orders): number {
  let hash = 0
  for (let i = 0; i < count; i++) {
    if (codeOf(actions[i]!) === actionCodes.wait) continue
    hash = Math.imul(hash ^ units[i]!, 0x01000193)
    hash = Math.imul(hash ^ actions[i]!, 0x01000193)
    hash ^= hash >>> 15
  }
  return hash & 255
}

/** The start, then the state after each tick. */
function pictures(start: State, play: (observer: GameObserver) => MatchEnd): Frame[] {
  const frames: Frame[] = []
  const add = (state: State) => {
    const [own, other] = state.stock
    frames.push({
      picture: drawState(state),
      inks: inkState(state),
      caption: `tick ${state.time}  resources ${own} and ${other}`,
    })
  }
  add(start)
  const end = play({ advanced: add })
  const last = frames.pop()!
  return [...frames, { ...last, caption: `${last.caption}  ${endText(end)}` }]
}

/** How it ended, in words. */
export function endText({ winner, failure }: Pick<MatchEnd, 'winner' | 'failure'>): string {
  if (failure !== undefined) return failure.message
  return winner === -1 ? 'a draw' : `player ${winner} has won`
}
