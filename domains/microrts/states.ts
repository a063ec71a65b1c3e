import { checkProgram, type Program } from '@cairn/language'
import { completeOptions } from '../options.ts'
import type { Frame, Outcome, Probe, Task, TaskCard, TaskOptions } from '../task.ts'
import { Translator } from './bots/abstraction/translate.ts'
import { type Code, compile } from './language/compile.ts'
import { searchedMicrolanguage } from './language/drawing.ts'
import { Interpreter } from './language/interpreter.ts'
import { productions } from './language/productions.ts'
import { ProgramError } from './language/program-error.ts'
import type { GameMap } from './map.ts'
import { failed, idleUnits, orderBytes, orderText } from './order-bytes.ts'
import { clearOrders, createOrders } from './orders.ts'
import { AStar } from './path-finding/a-star.ts'
import { drawState, inkState } from './picture.ts'
import { playersOf, type SampledPosition, sampledPosition } from './sampled-positions.ts'
import { unitNames } from './units.ts'

const name = 'microrts/states'
const options = {} satisfies TaskCard['options']

/** Opens like a task of the domain and is not listed among them. */
interface StatesTask extends TaskCard {
  /** @throws BadTask */
  open(options?: TaskOptions): Task
}

/**
 * Positions in which the behaviour of options is compared: an episode is one decision for one player, in a game between
 * scripted bots, with the unit table of the papers on synthesis. They pay nothing.
 *
 * Sources: LISS, whose library compares what programs order in recorded states of a match. There the states come from
 * matches of the search itself, and a program that fails counts as one that orders nothing; here they are the same for
 * every run, and a failure shows.
 */
export const states: StatesTask = {
  name,
  summary: 'positions of games between scripted bots, in which behaviour is compared',
  options,
  text: {
    description: 'A position of a game of MicroRTS. The program decides once. There is nothing to achieve.',
    start: 'Positions from early to late in games on ten maps, in which the player has an idle unit.',
    reward: 'None.',
    termination: 'After one decision.',
  },
  open: (given) => runnable(completeOptions(name, options, given)),
}

/**
 * Statements run as they are, within a loop where they ask for a unit outside of all loops. A condition shows in whether
 * units train and attack; those that count what is assigned already are false at first, and true later on for units
 * further on in the loop.
 */
export const probe: Probe = {
  task: name,
  frames: {
    S: '<S>',
    C: 'for(Unit u){<C>}',
    B:
      'for(Unit u){if(<B>) then {u.train(Worker,EnemyDir,100) u.train(Light,EnemyDir,100) u.attack(Closest)} ' +
      'else {u.harvest(4) u.attack(Farthest)}}',
  },
}

/** The bytes of the orders, or why there are none. */
type Decided = Uint8Array | ProgramError

/** What decisions on one map need, whoever decides: made for the map once, not at every change of maps. */
interface Board {
  readonly finder: AStar
  readonly translator: Translator
}

function createBoard(): Board {
  const finder = new AStar()
  return { finder, translator: new Translator(finder) }
}

function runnable(values: TaskOptions): Task {
  const boards = new Map<GameMap, Board>()
  const orders = createOrders()

  function boardOf(map: GameMap): Board {
    const known = boards.get(map)
    if (known !== undefined) return known
    const board = createBoard()
    boards.set(map, board)
    return board
  }

  /** What the program orders in a position. */
  function decide({ state, player }: SampledPosition, board: Board, interpreter: Interpreter): Decided {
    try {
      interpreter.run(state, player)
    } catch (failure) {
      if (failure instanceof ProgramError) return failure
      throw failure
    }
    clearOrders(orders)
    board.translator.translate(state, player, interpreter.actions, orders)
    return orderBytes(state, player, orders)
  }

  return {
    spec: { name, options: values },
    language: searchedMicrolanguage,
    bestReturn: 0,
    prepare(program) {
      checkProgram(searchedMicrolanguage, program)
      const code = compileLooped(program)
      const interpreters = new Map<Board, Interpreter>()
      const interpreterOn = (board: Board): Interpreter => {
        const known = interpreters.get(board)
        if (known === undefined) {
          const interpreter = new Interpreter(code, board.finder)
          interpreters.set(board, interpreter)
          return interpreter
        }
        known.reset()
        return known
      }
      return {
        episode(episode, want) {
          const sampled = sampledPosition(episode)
          const board = boardOf(sampled.state.map)
          return outcomeOf(decide(sampled, board, interpreterOn(board)), want?.trace === true)
        },
      }
    },
    replay(program, episode) {
      checkProgram(searchedMicrolanguage, program)
      const sampled = sampledPosition(episode)
      const board = createBoard()
      const decided = decide(sampled, board, new Interpreter(compileLooped(program), board.finder))
      return pictures(sampled, playersOf(episode), decided)
    },
  }
}

function compileLooped(program: Program): Code {
  const code = compile(program)
  return code.hasLooseEnds ? compile(Uint8Array.of(productions.For_S, ...program)) : code
}

function outcomeOf(decided: Decided, isTraced: boolean): Outcome {
  const isFailure = decided instanceof ProgramError
  const trace = isFailure ? Uint8Array.of(failed) : decided
  const outcome = { return: 0, steps: trace.length, ended: isFailure ? 'crashed' : 'completed' } as const
  return isTraced ? { ...outcome, trace } : outcome
}

/** The position, then once more for each unit that is told something, or for the failure. */
function pictures({ state, player }: SampledPosition, bots: readonly [string, string], decided: Decided): Frame[] {
  const game = `${bots[0]} against ${bots[1]} on ${state.map.name}`
  const captions = [`${game}, tick ${state.time}: player ${player} decides`]
  if (decided instanceof ProgramError) captions.push(decided.message)
  else {
    const idle = idleUnits(state, player)
    for (const [i, byte] of decided.entries()) {
      const unit = idle[i]!
      const who = `${unitNames[state.type[unit]!]} at ${state.x[unit]}, ${state.y[unit]}`
      captions.push(`${who} ${orderText(byte)}`)
    }
  }
  const [picture, inks] = [drawState(state), inkState(state)]
  return captions.map((caption) => ({ picture, inks, caption }))
}
