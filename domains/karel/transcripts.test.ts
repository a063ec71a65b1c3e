import { hashBytes, hex, parse, print } from '@cairn/language'
import { expect, test } from 'vitest'
import type { TaskOption, TaskOptions } from '../task.ts'
import { compile } from './compile.ts'
import { rulesVersion } from './index.ts'
import { Interpreter } from './interpreter.ts'
import type { StandardTask } from './karel-task.ts'
import { karel } from './language.ts'
import { drawWorld } from './picture.ts'
import { actionNames } from './rules.ts'
import { drawnStarts } from './starts.ts'
import { interpreterOptions, type switches } from './task-options.ts'
import { doorKey } from './tasks/door-key.ts'
import { fourCorners } from './tasks/four-corners.ts'
import { harvester } from './tasks/harvester.ts'
import { oneStroke } from './tasks/one-stroke.ts'
import { pathFollow } from './tasks/path-follow.ts'
import { seeder } from './tasks/seeder.ts'
import { snake } from './tasks/snake.ts'
import { stairClimber } from './tasks/stair-climber.ts'
import { topOff } from './tasks/top-off.ts'
import type { World } from './world.ts'

/**
 * Episodes as a person reads them. Who changes a rule sees here which one moved, and counts `rulesVersion` up:
 * workers of another version must not answer for this one.
 */
const meal = 'turnLeft REPEAT R=5 r( move r) turnLeft REPEAT R=3 r( move r) turnLeft move turnLeft turnLeft move'
const episodes = [
  played(harvester, 3, 'WHILE c( markersPresent c) w( pickMarker move w)'),
  played(stairClimber, 1, 'WHILE c( noMarkersPresent c) w( turnLeft move turnRight move w)'),
  played(stairClimber, 0, 'turnLeft move move'),
  played(fourCorners, 0, 'REPEAT R=4 r( WHILE c( frontIsClear c) w( move w) putMarker turnLeft r)', {
    height: 6,
    width: 7,
  }),
  played(topOff, 2, 'WHILE c( frontIsClear c) w( IF c( markersPresent c) i( putMarker i) move w)'),
  played(
    doorKey,
    0,
    'turnRight move pickMarker turnLeft turnLeft move move turnRight REPEAT R=4 r( move r) turnLeft move move putMarker',
  ),
  played(oneStroke, 1, 'REPEAT R=8 r( WHILE c( frontIsClear c) w( move w) turnLeft r)', { height: 6, width: 6 }),
  played(seeder, 0, 'REPEAT R=4 r( putMarker move r) move putMarker'),
  played(snake, 5, meal),
  played(snake, 5, meal, { variant: 'prog-policies' }),
  played(pathFollow, 0, 'REPEAT R=3 r( pickMarker move r) turnLeft REPEAT R=3 r( move r)'),
]

test.each(episodes)('$file goes as it is written down', async ({ file, transcript }) => {
  await expect(transcript).toMatchFileSnapshot(`../../test/transcripts/karel/${file}.txt`)
})

function played<Declared extends Readonly<Record<string, TaskOption>> & typeof switches, Facts>(
  task: StandardTask<Declared, Facts>,
  episode: number,
  body: string,
  given: TaskOptions = {},
): { readonly file: string; readonly transcript: string } {
  const { definition, name } = task
  const options = task.complete(given)
  const rules = definition.rules(
    drawnStarts((rng, number) => definition.start(rng, options, number)),
    options,
  )
  const program = parse(karel, `DEF run m( ${body} m)`)
  const world = rules.begin(episode)
  const settings = Object.entries(given).map(([option, value]) => `${option} ${value}`)
  const lines = [
    [`${name} ${world.height}x${world.width}`, ...settings, `episode ${episode}`, `rules ${rulesVersion}`].join('  '),
    print(karel, program),
    drawWorld(world),
    line(0, 'start', world, undefined),
  ]
  const {
    return: sum,
    steps,
    calls,
    terminated,
    crash,
  } = new Interpreter(interpreterOptions(options)).run(compile(program), rules, world, (action, reward) =>
    lines.push(line(lines.length - 3, actionNames[action], world, reward)),
  )
  const text = `${lines.join('\n')}\n${drawWorld(world)}\n`
  const end = `return ${sum}  actions ${steps}  calls ${calls}  terminated ${terminated ? 'yes' : 'no'}  crashed ${crash ?? 'no'}`
  const file = [name.slice(name.indexOf('/') + 1), episode, ...Object.values(given)].join('-')
  return { file, transcript: `${text}${end}  hash ${hex(hashBytes(new TextEncoder().encode(text)))}\n` }
}

/** ` 1 pickMarker (6,1) E   reward +0.0278` */
function line(number: number, action: string, { at, facing, width }: World, reward: number | undefined): string {
  const place = `(${Math.floor(at / width)},${at % width}) ${'NESW'[facing]}`
  const paid = reward === undefined ? '' : `   reward ${reward > 0 ? '+' : ''}${Number(reward.toFixed(4))}`
  return `${String(number).padStart(3)} ${action.padEnd(10)} ${place}${paid}`
}
