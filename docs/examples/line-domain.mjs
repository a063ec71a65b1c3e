// A domain of your own in one file: a robot on a line of cells, and a lamp somewhere on it that it should stand on.
//   npx cairn search line/lamp --domain ./docs/examples/line-domain.mjs
import { completeOptions, UnknownTask } from '@cairn/domains'
import { checkProgram, endOf, language, numberOf, rule } from '@cairn/language'

// 1. The language: a table. Everything else about programs follows from it.
const actions = [rule('left'), rule('right')]
const loop = rule('while', 'WHILE <where> ( <stmt> )', { weight: 0.5, nests: true })
const line = language('line', {
  start: 'program',
  limits: { height: 3, run: 4, tokens: 30 },
  rules: {
    program: [rule('program', 'GO ( <stmt> )', { nests: true })],
    stmt: [rule('sequence', '<simple> <stmt>', { weight: 0.5, chains: true }), loop, ...actions],
    simple: [loop, ...actions],
    where: [rule('lampIsLeft'), rule('lampIsRight')],
  },
})
const [whileDo, sequence, left, lampIsLeft] = ['while', 'sequence', 'left', 'lampIsLeft'].map((name) =>
  numberOf(line, name),
)

// 2. The world and the interpreter. Pure: the lamp of an episode comes from the episode's number alone.
const mostCalls = 100

/** Plays an episode: the world at its start and after each action, always the same object. */
function* play(program, episode, cells) {
  const world = { at: cells >> 1, lamp: (episode * 8) % cells, calls: 0, action: undefined, ended: 'completed' }
  yield world

  // Looking costs a call as acting does: a loop that finds nothing to do would never end otherwise.
  const call = () => {
    if (world.calls === mostCalls) world.ended = 'out-of-calls'
    else world.calls++
    return world.ended === 'completed'
  }
  const sees = (node) => call() && (program[node] === lampIsLeft ? world.lamp < world.at : world.lamp > world.at)

  /** Runs the statement at that node. */
  function* run(node) {
    if (program[node] === sequence) {
      yield* run(node + 1)
      yield* run(endOf(line, program, node + 1))
    } else if (program[node] === whileDo) {
      while (sees(node + 1)) yield* run(node + 2)
    } else if (call()) {
      world.action = program[node] === left ? 0 : 1
      world.at = Math.min(Math.max(world.at + (world.action === 0 ? -1 : 1), 0), cells - 1)
      yield world
    }
  }
  yield* run(1)
}

function draw({ at, lamp }, cells) {
  const sign = (cell) => (cell === at ? 'R' : cell === lamp ? '*' : '.')
  return Array.from({ length: cells }, (_, cell) => sign(cell)).join('')
}

// 3. The task, with an option.
const card = {
  name: 'line/lamp',
  summary: 'stand on the lamp',
  // What people and language models are told. Facts, never hints.
  text: {
    description: 'A robot stands in the middle of a line of cells. On one of the cells is a lamp.',
    start: 'The cell of the lamp differs from episode to episode.',
    reward: 'In the end 1 minus the distance to the lamp, as a share of the longest distance there is.',
    termination: `The episode ends with the program, or after ${mostCalls} actions and looks.`,
  },
  options: { cells: { kind: 'integer', default: 21, min: 3, max: 99, about: 'length of the line' } },
}

function lamp(options) {
  const { cells } = options
  const returnOf = ({ at, lamp }) => 1 - Math.abs(at - lamp) / (cells - 1)
  return {
    spec: { name: card.name, options },
    language: line,
    bestReturn: 1,
    prepare(program) {
      checkProgram(line, program)
      return {
        episode(episode, { trace = false } = {}) {
          const taken = []
          let world
          for (world of play(program, episode, cells)) if (world.action !== undefined) taken.push(world.action)
          const outcome = { return: returnOf(world), steps: taken.length, ended: world.ended }
          return trace ? { ...outcome, trace: Uint8Array.from(taken) } : outcome
        },
      }
    },
    *replay(program, episode) {
      for (const world of play(program, episode, cells)) {
        const did = world.action === undefined ? 'start' : world.action === 0 ? 'left' : 'right'
        yield { picture: draw(world, cells), caption: `${did}  return ${returnOf(world).toFixed(2)}` }
      }
    },
  }
}

/** @type {import('@cairn/domains').Domain} */
export const domain = {
  name: 'line',
  language: line,
  // Change it whenever a rule changes: workers whose hash differs refuse the work.
  hash: `${line.hash}-1`,
  tasks: [card],
  // For prompts: the world, and what each word does.
  guide: {
    world: 'A robot moves along a line of cells. At the ends of the line it stays where it is.',
    words: {
      left: 'moves one cell to the left',
      right: 'moves one cell to the right',
      lampIsLeft: 'whether the lamp is to the left of the robot',
      lampIsRight: 'whether the lamp is to the right of the robot',
    },
  },
  // For options: subtrees that leave the same traces in these programs, whatever the episode, do the same.
  probe: {
    task: card.name,
    frames: { stmt: 'GO ( <stmt> )', where: 'GO ( WHILE <where> ( left ) )' },
  },
  task(name, options) {
    if (name !== card.name) throw new UnknownTask(name, card.name)
    return lamp(completeOptions(name, card.options, options))
  },
}
