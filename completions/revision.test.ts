import { domainOf, openTask } from '@cairn/domains'
import { type Program, parse, print, sampleProgram, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { activeActions } from './active-actions.ts'
import { bundledCompletions } from './bundled.ts'
import { readCompletions } from './client/completion-file.ts'
import { promptFor } from './prompt.ts'
import { revisedPrograms } from './revised-programs.ts'
import { type RevisionFor, revisionPrompt } from './revision.ts'
import { answer } from './test/sample-records.ts'

const task = openTask('karel/door-key')
const domain = domainOf('karel/door-key')
const texts = [
  'DEF run m( move m)',
  'DEF run m( WHILE c( noMarkersPresent c) w( IFELSE c( frontIsClear c) i( move i) ELSE e( turnLeft e) w) pickMarker m)',
  'DEF run m( turnLeft m)',
]
const answers = [...texts, texts[0]!].map((text, at) => answer(at + 1, { text: `\`\`\`\n${text}\n\`\`\`` }))
const revised = revisedPrograms(answers, { task, converter: 'strict', episodes: 8 })!

function user(changes: Partial<RevisionFor>): string {
  const about = { domain, task, style: 'python', revision: 'regeneration', ...revised, ...changes } as const
  const prompt = revisionPrompt(about)
  const plain = promptFor(about)
  expect(prompt.system).toBe(plain.system)
  expect(prompt.user.startsWith(`${plain.user}\n\n`)).toBe(true)
  return prompt.user.slice(plain.user.length + 2)
}

test('every distinct program of earlier answers is scored once, by its mean return', () => {
  expect(revised.programs.map(({ program }) => print(task.language, program))).toEqual(texts)
  expect(revised.programs.map(({ score }) => score)).toEqual([0, 0.375, 0])
  expect(revisedPrograms([answer(1)], { task, converter: 'strict', episodes: 8 })).toBeUndefined()
})

test('regeneration lists the programs as they were written, without scores', () => {
  expect(user({ revision: 'regeneration' })).toBe(`Programs that were written for this task before:

1.
\`\`\`python
def run():
    move()
\`\`\`

2.
\`\`\`python
def run():
    while noMarkersPresent():
        if frontIsClear():
            move()
        else:
            turnLeft()
    pickMarker()
\`\`\`

3.
\`\`\`python
def run():
    turnLeft()
\`\`\`

The program that is asked for has to differ from all of them.`)
})

test('regeneration with rewards lists them best first, in the language of the style', () => {
  expect(user({ revision: 'rewards', style: 'dsl' })).toBe(
    [
      'Programs that were written for this task before, the best first, each with its mean return on 8 start states:',
      `1. mean return 0.375\n\`\`\`\n${texts[1]}\n\`\`\``,
      `2. mean return 0\n\`\`\`\n${texts[0]}\n\`\`\``,
      `3. mean return 0\n\`\`\`\n${texts[2]}\n\`\`\``,
      'The program that is asked for has to have a higher mean return.',
    ].join('\n\n'),
  )
})

test('the trace of the agent shows the best program on its worst start state', () => {
  const text = user({ revision: 'agent-trace' })
  expect(text).toContain('its mean return on 8 start states is 0.375:')
  expect(text).toMatch(/its return is 0, after 20 actions \(crashed\)\. Below are the map at the start/)
  expect(text).toMatch(/Start:\n########\n/)
  expect(text).toMatch(/\n\n1 (move|turnLeft) {2}reward 0 {2}return 0\nrow \d: #/)
  expect(text).not.toContain('\n> ')
})

test('a trace shows 49 steps and says so', () => {
  const long = 'DEF run m( REPEAT R=19 r( REPEAT R=19 r( turnLeft r) r) m)'
  const [only] = [revisedPrograms([answer(1, { text: long })], { task, converter: 'strict', episodes: 2 })!]
  const text = user({ ...only, revision: 'agent-trace' })
  expect(text).toContain(
    'after 361 actions (completed). Below are the map at the start, then each action up to number 49',
  )
  expect(text).toContain('\n\n49 turnLeft')
  expect(text).not.toContain('\n\n50 turnLeft')
})

test('the trace of the program marks the line of every action', () => {
  for (const style of ['python', 'python-then-dsl', 'dsl'] as const) {
    const steps = user({ revision: 'program-trace', style })
      .split('\n\n')
      .filter((part) => /^\d+ /.test(part))
    for (const step of steps) {
      const [, action] = /^\d+ (\w+)/.exec(step)!
      const marked = step.split('\n').filter((line) => line.startsWith('> '))
      expect(marked.map((line) => line.slice(2).trim())).toEqual([style === 'dsl' ? action : `${action}()`])
    }
    expect(steps.length).toBe(Math.min(49, revised.worst.outcome.steps))
  }
})

test('where the active line cannot be told there is no such trace', () => {
  const worst = { ...revised.worst, active: undefined }
  expect(() => user({ revision: 'program-trace', worst })).toThrow(
    expect.objectContaining({ code: 'E_NO_ACTIVE_LINES', message: expect.stringContaining('"program-trace"') }),
  )
})

describe('active actions', () => {
  const active = (text: string, episode = 0) => activeActions(task, parse(task.language, text), episode, 100)

  test('are told apart by where they stand', () => {
    expect(active('DEF run m( turnLeft REPEAT R=2 r( turnLeft turnRight r) turnLeft m)')).toEqual([0, 1, 2, 1, 2, 3])
    expect(active('DEF run m( IFELSE c( frontIsClear c) i( move i) ELSE e( move e) turnLeft m)')).toEqual([0, 2])
    expect(active('DEF run m( IFELSE c( not c( frontIsClear c) c) i( move i) ELSE e( move e) move m)')).toEqual([1, 2])
    expect(active('DEF run m( REPEAT R=0 r( move r) IF c( and c( True c) c( False c) c) i( move i) move m)')).toEqual([
      2,
    ])
  })

  test.each(['karel/door-key', 'karel/harvester', 'karel/maze', 'minigrid/lava-gap', 'minigrid/put-near'])(
    'explain every step of random programs and of bundled answers in %s',
    (name) => {
      const task = openTask(name)
      const rng = seededRng(5)
      const given = readCompletions(bundledCompletions(name)!)
        .answers.flatMap(({ verdict }) => verdict.strict.programs.map((text) => parse(task.language, text)))
        .slice(0, 20)
      const programs: Program[] = [...given, ...Array.from({ length: 60 }, () => sampleProgram(task.language, rng))]
      for (const [episode, program] of programs.entries()) {
        const { steps } = task.prepare(program).episode(episode)
        expect(activeActions(task, program, episode, 49)).toHaveLength(Math.min(49, steps))
      }
    },
  )
})
