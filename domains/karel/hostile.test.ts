import { parse, print, type Rng, seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { play, playLeaps, worldFrom } from '../../test/kit/karel.ts'
import { plainly } from '../../test/kit/plain-interpreter.ts'
import { compile } from './compile.ts'
import { karel } from './language.ts'

const world = () => worldFrom('#####\n#>..#\n#...#\n#####')
const number = (name: string) => karel.productions.findIndex((production) => production.name === name)

/** `inner` inside `depth` times REPEAT R=19. */
function nested(depth: number, inner: string): string {
  return `${'REPEAT R=19 r( '.repeat(depth)}${inner}${' r)'.repeat(depth)}`
}

test('19^6 repeats of nothing are left out', () => {
  for (const nothing of ['REPEAT R=0 r( move r)', 'WHILE c( False c) w( move w)', 'IF c( False c) i( move i)']) {
    expect(play(nested(6, nothing), world())).toMatchObject({ actions: '', calls: 0, crash: undefined })
    expect(compile(parse(karel, `DEF run m( ${nested(6, nothing)} m)`)).words).toHaveLength(1)
  }
})

test('19^6 repeats of an action end at the limit', () => {
  expect(play(nested(6, 'turnLeft'), world())).toMatchObject({ crash: 'limit', calls: 10_001 })
})

test('19^6 repeats of a question end at the limit', () => {
  const asking = play(nested(6, 'IF c( and c( False c) c( frontIsClear c) c) i( move i)'), world())
  expect(asking).toMatchObject({ calls: 0, crash: undefined })
  const answered = play(nested(6, 'IF c( and c( markersPresent c) c( False c) c) i( move i)'), world())
  expect(answered).toMatchObject({ calls: 10_001, crash: 'limit', actions: '' })
})

test('WHILE True of nothing is a loop that repeats its state at once', () => {
  const hung = play('move WHILE c( True c) w( REPEAT R=0 r( move r) w) move', world())
  expect(hung).toMatchObject({ actions: 'm', calls: 1, crash: 'loop' })
})

test('WHILE True of actions repeats a state or ends at the limit', () => {
  expect(play('WHILE c( True c) w( turnLeft w)', world())).toMatchObject({ actions: 'llll', calls: 4, crash: 'loop' })
  const counting = 'WHILE c( True c) w( putMarker w)'
  expect(play(counting, world())).toMatchObject({ actions: 'u'.repeat(11), crash: 'loop' })
})

test('a WHILE of nothing on a perception asks twice', () => {
  const asking = play('WHILE c( frontIsClear c) w( IF c( False c) i( move i) w)', world())
  expect(asking).toMatchObject({ actions: '', calls: 2, crash: 'loop' })
})

test('a perception whose answer is settled by a constant is still paid for', () => {
  const or = 'IF c( or c( frontIsClear c) c( True c) c) i( turnLeft i)'
  expect(play(or, world())).toMatchObject({ actions: 'l', calls: 2 })
  expect(play('IF c( or c( True c) c( frontIsClear c) c) i( turnLeft i)', world())).toMatchObject({ calls: 1 })
})

test('programs of 100,000 nodes in a row and 100,000 deep compile and run', () => {
  const { sequence, repeat, move } = { sequence: number('sequence'), repeat: number('repeat'), move: number('move') }
  const row = new Uint8Array(100_000).fill(move)
  for (let i = 0; i < 99_998; i += 2) row[i + 1] = sequence
  row[0] = number('program')
  expect(play(row, world())).toMatchObject({ crash: 'limit', calls: 10_001 })
  expect(playLeaps(row, world())).toMatchObject({ calls: 221, completed: false })

  const deep = new Uint8Array(100_002)
  deep[0] = number('program')
  for (let i = 1; i < 100_001; i += 2) {
    deep[i] = repeat
    deep[i + 1] = number('R=2')
  }
  deep[100_001] = move
  expect(play(deep, world())).toMatchObject({ crash: 'limit', calls: 10_001 })
  expect(playLeaps(deep, world())).toMatchObject({ calls: 221, completed: false })

  const not = new Uint8Array(100_004).fill(number('not'))
  not.set([number('program'), number('while')])
  not.set([number('markersPresent'), move], 100_002)
  expect(play(not, world())).toMatchObject({ crash: undefined, calls: 1 })
})

test('the compiled program does what a plain reading of the rules does, constants and all', () => {
  const rng = seededRng(7)
  const options = { crashable: false, turnOnBlock: true, maxCalls: 60 }
  let crashes = 0
  for (let i = 0; i < 4000; i++) {
    const program = parse(karel, `DEF run m( ${randomStatement(rng, 4)} m)`)
    const switches = { ...options, crashable: i % 3 === 0, turnOnBlock: i % 2 === 0 }
    const expected = plainly(program, world(), switches)
    const found = play(program, world(), switches)
    if (found.crash !== undefined) crashes++
    expect(found, print(karel, program)).toMatchObject(expected)
  }
  expect(crashes).toBeGreaterThan(500)
})

/** More constants, empty repeats and nested conditions than any generator draws. */
function randomStatement(rng: Rng, depth: number): string {
  const statement = () => randomStatement(rng, depth - 1)
  const condition = () => `c( ${randomCondition(rng, 2)} c)`
  switch (depth === 0 ? 9 : rng.below(10)) {
    case 0:
    case 1:
      return `WHILE ${condition()} w( ${statement()} w)`
    case 2:
      return `IF ${condition()} i( ${statement()} i)`
    case 3:
      return `IFELSE c( ${randomCondition(rng, 2)} c) i( ${statement()} i) ELSE e( ${statement()} e)`
    case 4:
      return `REPEAT R=${rng.below(4)} r( ${statement()} r)`
    case 5:
    case 6:
    case 7:
      return `${statement()} ${statement()}`
    default:
      return ['move', 'turnLeft', 'turnRight', 'pickMarker', 'putMarker'][rng.below(5)]
  }
}

function randomCondition(rng: Rng, depth: number): string {
  const condition = () => `c( ${randomCondition(rng, depth - 1)} c)`
  switch (depth === 0 ? 6 : rng.below(8)) {
    case 0:
      return `not ${condition()}`
    case 1:
      return `and ${condition()} ${condition()}`
    case 2:
      return `or ${condition()} ${condition()}`
    case 3:
      return 'True'
    case 4:
      return 'False'
    default:
      return ['frontIsClear', 'leftIsClear', 'rightIsClear', 'markersPresent', 'noMarkersPresent'][rng.below(5)]
  }
}
