import { hashBytes, hex, print } from '@cairn/language'
import { expect, test } from 'vitest'
import { minigridProgram, rulesOf } from '../../test/kit/minigrid.ts'
import { compile } from './compile.ts'
import { actionNames } from './engine.ts'
import { rulesVersion } from './index.ts'
import { Interpreter } from './interpreter.ts'
import { minigrid } from './language.ts'
import type { MinigridTask } from './minigrid-task.ts'
import { describe, drawWorld } from './picture.ts'
import { lavaGap } from './tasks/lava-gap.ts'
import { putNear } from './tasks/put-near.ts'
import { redBlueDoor } from './tasks/red-blue-door.ts'
import type { World } from './world.ts'

/**
 * Episodes as a person reads them. Who changes a rule sees here which one moved, and counts `rulesVersion` up:
 * workers of another version must not answer for this one.
 */
const episodes = [
  played(lavaGap, 0, 'right forward forward left forward forward forward right forward'),
  played(lavaGap, 1, 'WHILE c( front_is_clear c) w( forward w)'),
  played(lavaGap, 2, 'WHILE c( not c( front_object_type h( lava h) c) c) w( right w) forward'),
  played(putNear, 0, 'forward left pickup forward forward drop'),
  played(putNear, 2, 'right WHILE c( front_is_clear c) w( forward w) left pickup'),
  played(redBlueDoor, 0, 'right forward forward toggle left left forward forward forward forward toggle'),
  played(redBlueDoor, 3, 'REPEAT R=3 r( forward r) right REPEAT R=3 r( forward r) left toggle'),
]

test.each(episodes)('$file goes as it is written down', async ({ file, transcript }) => {
  await expect(transcript).toMatchFileSnapshot(`../../test/transcripts/minigrid/${file}.txt`)
})

function played<Facts>(
  task: MinigridTask<Facts>,
  episode: number,
  body: string,
): { readonly file: string; readonly transcript: string } {
  const rules = rulesOf(task)
  const program = minigridProgram(body)
  const world = rules.begin(episode)
  const lines = [
    `${task.name} ${world.height}x${world.width}  episode ${episode}  rules ${rulesVersion}`,
    print(minigrid, program),
    drawWorld(world),
    line(0, 'start', world, undefined),
  ]
  const execution = new Interpreter().run(compile(program), rules, world, (action, reward) =>
    lines.push(line(lines.length - 3, actionNames[action]!, world, reward)),
  )
  const { return: sum, steps, calls, terminated, stopped } = execution
  const text = `${lines.join('\n')}\n${drawWorld(world)}\n`
  const end = `return ${sum}  actions ${steps}  calls ${calls}  terminated ${terminated ? 'yes' : 'no'}  stopped ${stopped ?? 'no'}`
  const file = `${task.name.slice(task.name.indexOf('/') + 1)}-${episode}`
  return { file, transcript: `${text}${end}  hash ${hex(hashBytes(new TextEncoder().encode(text)))}\n` }
}

/** ` 3 pickup   (4,3) W carries a yellow ball   reward +0.5`, column before row as in Minigrid. */
function line(number: number, action: string, world: World, reward: number | undefined): string {
  const { at, facing, width, carrying } = world
  const place = `(${at % width},${Math.floor(at / width)}) ${'ESWN'[facing]}`
  const carries = carrying === 0 ? '' : ` carries a ${describe(carrying)}`
  const paid = reward === undefined ? '' : `   reward ${reward > 0 ? '+' : ''}${reward}`
  return `${String(number).padStart(3)} ${action.padEnd(8)} ${place}${carries}${paid}`
}
