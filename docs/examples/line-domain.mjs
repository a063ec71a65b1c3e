// A domain of your own in one file: a robot on a line of 21 cells, and a lamp somewhere on it that it should stand on.
//   npx cairn search line/lamp --domain ./docs/examples/line-domain.mjs
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

// 2. The world and the interpreter. Pure: the lamp of an episode comes from the episode's number alone.
const cells = 21
const steps = 100
const {
  while: whileDo,
  sequence,
  left,
  right,
  lampIsLeft,
} = Object.fromEntries(line.productions.map(({ name }) => [name, numberOf(line, name)]))

function* walk(program, episode) {
  const world = { at: 10, lamp: (episode * 8) % cells, left: steps }
  yield world

  // Looking costs a step as well, or a loop that finds nothing to do could look for ever.
  const sees = (node) => {
    if (world.left === 0) return false
    world.left--
    return program[node] === lampIsLeft ? world.lamp < world.at : world.lamp > world.at
  }

  /** Runs the statement at that node. */
  function* run(node) {
    if (program[node] === sequence) {
      yield* run(node + 1)
      yield* run(endOf(line, program, node + 1))
    } else if (program[node] === whileDo) {
      while (sees(node + 1)) yield* run(node + 2)
    } else if (world.left > 0) {
      world.left--
      const to = world.at + (program[node] === left ? -1 : program[node] === right ? 1 : 0)
      world.at = Math.min(Math.max(to, 0), cells - 1)
      yield world
    }
  }
  yield* run(1)
}

const returnOf = ({ at, lamp }) => 1 - Math.abs(at - lamp) / (cells - 1)

// 3. The task.
const spec = { name: 'line/lamp', options: {} }
const lamp = {
  spec,
  language: line,
  bestReturn: 1,
  prepare(program) {
    checkProgram(line, program)
    return {
      episode(episode) {
        let end
        let taken = -1
        for (end of walk(program, episode)) taken++
        return { return: returnOf(end), steps: taken, ended: 'completed' }
      },
    }
  },
  *replay(program, episode) {
    for (const world of walk(program, episode)) {
      const picture = Array.from({ length: cells }, (_, cell) =>
        cell === world.at ? 'R' : cell === world.lamp ? '*' : '.',
      )
      yield { picture: picture.join(''), caption: `${steps - world.left} steps  return ${returnOf(world).toFixed(2)}` }
    }
  },
}

/** @type {import('@cairn/domains').Domain} */
export const domain = {
  name: 'line',
  language: line,
  // Change it whenever a rule changes: workers whose hash differs refuse the work.
  hash: `${line.hash}-1`,
  tasks: [{ name: spec.name, summary: 'stand on the lamp', options: {} }],
  task: () => lamp,
}
