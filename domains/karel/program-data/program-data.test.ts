import { parse, print, vocabulary } from '@cairn/language'
import { beforeAll, describe, expect, test } from 'vitest'
import { karel } from '../language.ts'
import { compileForLeaps } from '../leaps-compile.ts'
import { handleMarkers, LeapsInterpreter, noExecution } from '../leaps-interpreter.ts'
import { createWorld } from '../world.ts'
import { beginBuild, candidatesInBlock, resumeBuild } from './builder.ts'
import { Candidates } from './candidate.ts'
import { DemonstrationWorld } from './demonstration-world.ts'
import { type ProgramData, readProgramData } from './program-data.ts'
import { BadProgramData, blockBytes, endBytes, headBytes } from './program-file.ts'
import { hprlProgramData, leapsProgramData } from './settings.ts'
import { emptyTally } from './tally.ts'
import { usefulTokens } from './useful.ts'

const settings = { ...leapsProgramData, programs: 1500, seed: 1 }

function built(of = settings): Uint8Array {
  const { head, build } = beginBuild(of)
  const parts = [head]
  while (!build.done) parts.push(build.nextBytes())
  return Buffer.concat(parts)
}

let file: Uint8Array
let data: ProgramData
beforeAll(() => {
  file = built()
  data = readProgramData(file)
})

describe('a data set of LEAPS', () => {
  test('holds as many different programs as were asked for, within the limits', () => {
    expect(data.length).toBe(1500)
    const { tokens } = vocabulary(karel, 'leaps')
    const texts = Array.from({ length: data.length }, (_, i) =>
      [...data.tokens(i)].map((token) => tokens[token]).join(' '),
    )
    expect(new Set(texts).size).toBe(1500)
    for (const text of texts) {
      expect(print(karel, parse(karel, text))).toBe(text)
      expect(text.split(' ').length).toBeLessThanOrEqual(40)
    }
  })

  test('shows every program at work: what it did is what the LEAPS interpreter does', () => {
    const words = vocabulary(karel, 'leaps')
    const interpreter = new LeapsInterpreter(settings.callBudget)
    for (let i = 0; i < data.length; i++) {
      const { tokens, demonstrations } = data.program(i)
      const code = compileForLeaps(parse(karel, words.decode(tokens)))
      expect(demonstrations).toHaveLength(10)
      for (const { start, actions } of demonstrations) {
        const world = createWorld({ ...start, height: 8, width: 8, cap: 9 })
        const heard: number[] = []
        const execution = noExecution()
        const rules = { begin: () => world, handle: handleMarkers, step: () => 0 }
        interpreter.run(code, rules, world, execution, (action) => heard.push(action))
        expect(execution.completed).toBe(true)
        expect(heard).toEqual([...actions])
      }
    }
  })

  test('has demonstrations of the lengths asked for, and no impossible action in them', () => {
    const world = new DemonstrationWorld(settings)
    const [before, after] = [new Uint8Array(world.size), new Uint8Array(world.size)]
    let longest = 0
    for (let i = 0; i < data.length; i++) {
      for (const { start, actions } of data.demonstrations(i)) {
        longest = Math.max(longest, actions.length)
        world.begin(start)
        for (const action of actions) {
          world.write(before)
          world.act(action)
          world.write(after)
          if (action === 0) expect(headings(after)).toEqual(headings(before))
          expect(after).not.toEqual(before)
        }
      }
    }
    expect(longest).toBeLessThanOrEqual(19)
    expect(longest).toBeGreaterThan(15)
  })

  test('is rejected at the rates that were measured on the generator of LEAPS', () => {
    // 24,187 draws for 8,000 programs: 2,509 always failing, 10,490 with too few demonstrations, 1,011 without motion.
    const share = (count: number) => count / (data.tally.drawn - data.tally.duplicate)
    const tried = 24_187 - 2118
    expect(share(data.tally.failing)).toBeCloseTo(2509 / tried, 1)
    expect(share(data.tally.few)).toBeCloseTo(10_490 / tried, 1)
    expect(share(data.tally.still)).toBeCloseTo(1011 / tried, 1)
    const trials = data.tally.completed + data.tally.crashed + data.tally.spent
    expect(data.tally.completed / trials).toBeCloseTo(0.43, 1)
    expect(data.tally.crashed / trials).toBeCloseTo(0.51, 1)
  })

  test('is cut into parts that share nothing', () => {
    const { train, validation, test } = data.split()
    expect([train.length, validation.length, test.length]).toEqual([1050, 225, 225])
    expect(new Set([...train, ...validation, ...test]).size).toBe(1500)
    expect(data.split().train).toEqual(train)
  })
})

describe('a build', () => {
  test('that is interrupted anywhere comes to the same bytes', () => {
    for (const cut of [headBytes(settings).length, 5000, Math.floor(file.length / 2), file.length - 1, file.length]) {
      const { build, end } = resumeBuild(file.subarray(0, cut))
      const parts = [file.subarray(0, end)]
      while (!build.done) parts.push(build.nextBytes())
      expect(Buffer.concat(parts).equals(file)).toBe(true)
    }
  })

  test('with another seed is another', () => {
    expect(built({ ...settings, programs: 20, seed: 2 })).not.toEqual(built({ ...settings, programs: 20 }))
  })

  test('draws every candidate from its number alone', () => {
    const one = new Candidates(settings)
    const other = new Candidates(settings)
    other.draw(99)
    expect(other.draw(7)).toEqual(one.draw(7))
  })

  test('whose candidates others have drawn comes to the same bytes', () => {
    const few = { ...settings, programs: 300 }
    const { head, build } = beginBuild(few)
    const candidates = new Candidates(few)
    const parts = [head]
    while (!build.done) {
      const { drawn } = build.tally
      parts.push(build.nextBytes(Array.from({ length: candidatesInBlock }, (_, i) => candidates.draw(drawn + i))))
    }
    expect(Buffer.concat(parts).equals(built(few))).toBe(true)
  })

  test('that admits no more programs is given up', () => {
    const { build } = beginBuild({ ...settings, maxTokens: 7, programs: 1000 })
    expect(() => {
      while (!build.done) build.nextBytes()
    }).toThrow(expect.objectContaining({ code: 'E_NO_MORE_PROGRAMS' }))
  }, 60_000)

  test('of HPRL repeats two to five times and leaves out what is useless', () => {
    const hprl = readProgramData(built({ ...hprlProgramData, programs: 300, seed: 1 }))
    expect(hprl.length).toBe(300)
    expect(hprl.tally.useless).toBeGreaterThan(0)
    const { tokens } = vocabulary(karel, 'hprl')
    for (let i = 0; i < hprl.length; i++) {
      expect(usefulTokens([...hprl.tokens(i)].map((token) => tokens[token]))).toBe(true)
      for (const { actions } of hprl.demonstrations(i)) expect(actions.length).toBeGreaterThan(0)
    }
  })

  test.each([
    ['DEF run m( WHILE c( frontIsClear c) w( putMarker w) m)', false],
    ['DEF run m( WHILE c( frontIsClear c) w( putMarker move w) m)', true],
    ['DEF run m( turnLeft turnRight m)', false],
    ['DEF run m( turnLeft move turnRight m)', true],
    [`DEF run m( ${'move '.repeat(8)}m)`, true],
    [`DEF run m( ${'move '.repeat(9)}m)`, false],
  ])('%s is useful: %s', (text, useful) => {
    expect(usefulTokens(text.split(' '))).toBe(useful)
  })
})

describe('a damaged file', () => {
  test.each([
    ['no program data', () => Buffer.from('PK'), 0, 'no program data: it does not begin with CAIRNPD1'],
    ['a cut one', () => file.subarray(0, file.length - 70), undefined, 'the file ends in the middle of a block'],
    ['an unfinished one', () => file.subarray(0, file.length - 64), undefined, 'the file has no end'],
    ['one with a byte changed', () => changed(file.length - 200), undefined, 'does not have the hash it says'],
    ['one with more after the end', () => Buffer.concat([file, file]), undefined, 'there is more after the end'],
    ['a changed head', () => changed(20), undefined, ''],
  ])('%s is refused', (_, bytes, offset, problem) => {
    const error = refusal(bytes())
    expect(error.code).toBe('E_BAD_PROGRAM_DATA')
    expect(error.message).toContain(problem)
    if (offset !== undefined) expect(error.offset).toBe(offset)
  })

  test('an end that counts other programs than there are is refused', () => {
    const head = headBytes(settings)
    const block = blockBytes(settings, { programs: [data.program(0)], tally: emptyTally() })
    const error = refusal(Buffer.concat([head, block, endBytes(2, emptyTally())]))
    expect(error.message).toContain('the end counts 2 programs, the blocks 1')
  })

  function changed(at: number): Uint8Array {
    const bytes = Uint8Array.from(file)
    bytes[at] ^= 1
    return bytes
  }

  function refusal(bytes: Uint8Array): BadProgramData {
    try {
      readProgramData(bytes)
    } catch (error) {
      if (error instanceof BadProgramData) return error
      throw error
    }
    throw new Error('it was read')
  }
})

test('a state is written as the planes that the networks see', () => {
  const world = new DemonstrationWorld({ side: 8, cap: 2, vocabulary: 'hprl' })
  const planes = new Float32Array(world.size)
  const { start } = data.demonstrations(0)[0]
  world.begin({ ...start, at: 9, facing: 1, markers: start.markers.map((_, cell) => (cell === 9 ? 1 : 0)) })
  world.act(4)
  world.write(planes)
  expect([...planes.subarray(9 * 8, 10 * 8)].slice(0, 4)).toEqual([0, 1, 0, 0])
  expect([...planes.subarray(9 * 8, 10 * 8)].slice(5)).toEqual([0, 0, 1])
  expect([...planes.subarray(0, 8)]).toEqual([0, 0, 0, 0, 1, 1, 0, 0])
  expect(planes.reduce((sum, value) => sum + value, 0)).toBe(64 + 1 + start.walls.reduce((sum, wall) => sum + wall, 0))
})

/** Which way the agent faces. */
function headings(planes: Uint8Array): number[] {
  const facing = [0, 0, 0, 0]
  for (let at = 0; at < planes.length; at += 16) for (let i = 0; i < 4; i++) facing[i] += planes[at + i]
  return facing
}
