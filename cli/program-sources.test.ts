import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundledCompletions, judge, readCompletions } from '@cairn/completions'
import { readRun, simulatedTransport } from '@cairn/coordinator'
import { findDomain, openTask } from '@cairn/domains'
import { parse, print, sampleProgram, seededRng } from '@cairn/language'
import { evaluateBatch } from '@cairn/worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, head as completionHead, failure } from '../completions/test/sample-records.ts'
import { finish } from '../test/laws/in-process.ts'
import { headOf, printLibrary } from './options/library-file.ts'
import { programSources, type SourcePlaces } from './program-sources.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-sources-'))
const runs = join(folder, 'runs')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

const harvester = openTask('karel/harvester')
const { language } = harvester
const places: SourcePlaces = { folder, runs, seed: 0 }

/** The programs of a source, as text without what is around it. */
async function texts(
  source: string,
  { task = harvester, ...more }: Partial<SourcePlaces> & { task?: typeof harvester } = {},
) {
  const programs = await programSources(task, { ...places, ...more })(source)
  return programs.map((program) => print(task.language, program).replace(/^DEF run m\( (.*) m\)$/, '$1'))
}

function written(name: string, ...lines: readonly string[]): string {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  return name
}

/** What the source is refused with. */
const refusal = (source: string, more?: Parameters<typeof texts>[1]): Promise<Error & Record<string, unknown>> =>
  texts(source, more).then(
    () => {
      throw new Error('it was not refused')
    },
    (error) => error,
  )

describe('file:PATH', () => {
  test('holds a program per line, or the lines of a dictionary of InnateCoder', async () => {
    const file = written(
      'mixed.txt',
      'DEF run m( move m)',
      '',
      '7,"DEF run m( turnLeft move m)"',
      ' 12 , DEF run m( REPEAT R=3 r( move r) m) ',
      '"DEF run m( pickMarker m)"\r',
      '   ',
      'DEF run m( move m)',
    )
    const expected = ['move', 'turnLeft move', 'REPEAT R=3 r( move r)', 'pickMarker', 'move']
    expect(await texts(`file:${file}`)).toEqual(expected)
    expect(await texts(`file:${join(folder, file)}`)).toEqual(expected)
  })

  test('may hold programs beyond the limits of the language, and none at all', async () => {
    const long = Array(90).fill('move').join(' ')
    expect(await texts(`file:${written('long.txt', `DEF run m( ${long} m)`)}`)).toEqual([long])
    expect(await texts(`file:${written('empty.txt', '')}`)).toEqual([])
  })

  test('with a line that is no program is refused by file, line and text, and told what was expected', async () => {
    written('bad.txt', 'DEF run m( move m)', '', '3,"DEF run m( jump m)"')
    const error = await refusal('file:bad.txt')
    expect(error).toMatchObject({ code: 'E_USAGE', field: 'line 3', value: 'DEF run m( jump m)' })
    expect(error.expected).toMatch(/^a program of karel \(.*jump/s)
    expect(error.message.startsWith(`${join(folder, 'bad.txt')}: line 3: expected a program of karel (`)).toBe(true)
    expect(error.message).toContain('DEF run m( jump m)')
  })

  test('with a part of a program is refused: options are kept in libraries', async () => {
    written('part.txt', 'move turnLeft')
    expect(await refusal('file:part.txt')).toMatchObject({ code: 'E_USAGE', field: 'line 1', value: 'move turnLeft' })
  })

  test('of another language is refused by its first line', async () => {
    written('minigrid.txt', 'DEF run m( forward m)')
    expect(await refusal('file:minigrid.txt')).toMatchObject({ field: 'line 1', value: 'DEF run m( forward m)' })
    expect(await texts('file:minigrid.txt', { task: openTask('minigrid/lava-gap') })).toEqual(['forward'])
  })
})

describe('completions and compat', () => {
  const both = (python: string, dsl: string) =>
    `\`\`\`python\ndef run():\n    ${python}()\n\`\`\`\n\n\`\`\`\nDEF run m( ${dsl} m)\n\`\`\`\n`
  const file = 'answers.jsonl'

  beforeAll(() => {
    const answers = [
      both('move', 'turnLeft'),
      'I cannot do that.',
      ...Array.from({ length: 12 }, () => both('turnRight', 'pickMarker')),
      'DEF run m( putMarker m)',
    ].map((text, at) => answer(at + 2, { text }))
    written(file, ...[completionHead, failure(1), ...answers].map((record) => JSON.stringify(record)))
  })

  test('bundled with a task are its answers, one program of each that has some', async () => {
    const { answers } = readCompletions(bundledCompletions('karel/harvester')!)
    const expected = answers.flatMap(({ text }) => judge(text, language, 'strict').programs.slice(0, 1))
    const programs = await programSources(harvester, places)('completions')
    expect(programs.map((program) => print(language, program))).toEqual(expected)
    expect(programs.length).toBeGreaterThan(20)
    expect((await programSources(harvester, places)('compat')).length).toBeGreaterThan(10)
  })

  test('of a file are the first that the strict converter accepts', async () => {
    expect(await texts(`completions:${file}`)).toEqual(['move', ...Array(12).fill('turnRight'), 'putMarker'])
    expect(await texts(`completions:${file}`, { seed: 9 })).toEqual(await texts(`completions:${file}`))
  })

  test('of a file, in compat, are the ones that LLM-GS draws with the seed of the run', async () => {
    const drawn = await Promise.all([0, 1, 2, 3].map((seed) => texts(`compat:${file}`, { seed })))
    for (const programs of drawn) {
      expect(programs).toHaveLength(14)
      expect(programs.at(-1)).toBe('putMarker')
      for (const text of programs.slice(1, -1)) expect(['turnRight', 'pickMarker']).toContain(text)
    }
    expect(new Set(drawn.map(String)).size).toBe(4)
    expect(await texts(`compat:${file}`, { seed: 2 })).toEqual(drawn[2])
  })

  test('are refused for a task that none come with', async () => {
    const bare = { ...harvester, spec: { ...harvester.spec, name: 'karel/nowhere' } }
    for (const source of ['completions', 'compat']) {
      const error = await refusal(source, { task: bare })
      expect(error).toMatchObject({ code: 'E_USAGE', field: 'programs' })
      expect(error.message).toContain(
        `expected a file (${source}:FILE): no completions of karel/nowhere come with Cairn`,
      )
      expect(error).toMatchObject({ value: source })
      const missing = await refusal(`${source}:missing.jsonl`)
      expect(missing.message).toBe(`programs: expected a file that exists, got "${source}:missing.jsonl"`)
    }
  })

  test('with a bad line are refused by file, line and field', async () => {
    written('torn.jsonl', JSON.stringify(completionHead), JSON.stringify({ ...answer(1), text: 5 }))
    const error = await refusal('completions:torn.jsonl')
    expect(error).toMatchObject({ code: 'E_BAD_COMPLETIONS', line: 2, field: 'text', value: 5 })
    expect(error.message).toContain(`${join(folder, 'torn.jsonl')}:2: text: expected`)
  })
})

describe('library:FILE', () => {
  const library = (domain: string, options: readonly [kind: string, text: string][]) => {
    const { language, hash } = findDomain(domain)!
    const counts = { programs: 1, distinctPrograms: 1, keptPrograms: 1, states: 0, kinds: [] }
    const origin = { domain, hash, from: [], filter: 'none', size: 0, seed: 0 } as const
    const known = options.map(([kind, text]) => ({
      ...{ kind, program: parse(language, text, kind), occurrences: 3, behaviour: undefined },
    }))
    const head = headOf({ options: known, counts }, { ...origin, from: [] })
    return printLibrary(language, { head, options: known }).trimEnd()
  }

  test('holds options of every kind, each once however often it occurred', async () => {
    written(
      'options.jsonl',
      library('karel', [
        ['stmt', 'move turnLeft'],
        ['cond', 'not c( markersPresent c)'],
        ['count', 'R=4'],
      ]),
    )
    expect(await texts('library:options.jsonl')).toEqual(['move turnLeft', 'not c( markersPresent c)', 'R=4'])
  })

  test('of another language is refused', async () => {
    written('other.jsonl', library('minigrid', [['stmt', 'forward']]))
    const expected = 'options of karel; its domain is minigrid'
    expect(await refusal('library:other.jsonl')).toMatchObject({ value: 'library:other.jsonl', expected })
  })

  test('with a bad line is refused by file, line and field', async () => {
    const content = library('karel', [['stmt', 'move']]).replace('"text":"move"', '"text":"jump"')
    written('jump.jsonl', content)
    const error = await refusal('library:jump.jsonl')
    expect(error).toMatchObject({ code: 'E_USAGE', field: 'text', value: 'jump' })
    expect(error.message).toMatch(/^jump\.jsonl:2: text: expected a stmt of karel/)
  })
})

describe('run:NAME', () => {
  const campaign = join(runs, 'campaign')
  const within = join(campaign, 'runs')
  const run = async (root: string, name: string, task: string, seed: number) => {
    const rng = seededRng(1)
    const transport = simulatedTransport({ evaluate: (bytes) => evaluateBatch(bytes), rng })
    await finish({ task, search: 'hill-climb', seed, budget: 150, episodes: 2 }, name, root, transport)
    await transport.close()
  }

  beforeAll(async () => {
    await run(runs, 'good', 'karel/harvester', 3)
    await run(runs, 'doors', 'minigrid/lava-gap', 1)
    mkdirSync(within, { recursive: true })
    writeFileSync(join(campaign, 'campaign.json'), '{}')
    await run(within, 'b', 'karel/door-key', 4)
    await run(within, 'a', 'karel/seeder', 5)
    await run(within, 'c', 'minigrid/lava-gap', 1)
  })

  test('holds what the run found on its way, the best first, whatever its task', async () => {
    const found = await programSources(harvester, places)('run:good')
    const { best } = readRun(join(runs, 'good'))
    expect(found.length).toBeGreaterThan(1)
    expect(print(language, found[0]!)).toBe(best!.text)
    expect(new Set(found.map(String)).size).toBe(found.length)
    expect(await texts('run:good', { task: openTask('karel/seeder') })).toEqual(await texts('run:good'))
  })

  test('is found by its path, too', async () => {
    expect(await texts('run:runs/good')).toEqual(await texts('run:good'))
    expect(await texts(`run:${join(runs, 'good')}`)).toEqual(await texts('run:good'))
  })

  test('of a campaign holds what each of its runs found, those of another language left out', async () => {
    const all = await texts('run:campaign')
    expect(all).toEqual([...(await texts(`run:${join(within, 'a')}`)), ...(await texts(`run:${join(within, 'b')}`))])
    expect(all.length).toBeGreaterThan(2)
  })

  test('of another language is refused', async () => {
    const error = await refusal('run:doors')
    expect(error).toMatchObject({ code: 'E_USAGE', field: 'programs', value: 'run:doors' })
    expect(error.message).toContain('a run whose programs are of karel')
  })

  test('that nobody knows is refused with the nearest name', async () => {
    expect(await refusal('run:goud')).toMatchObject({ code: 'E_UNKNOWN', kind: 'run', value: 'goud', nearest: 'good' })
  })
})

describe('random:N', () => {
  test('draws so many programs from the stream that it is given', async () => {
    const drawn = await programSources(harvester, { ...places, random: seededRng(4) })('random:30')
    const rng = seededRng(4)
    expect(drawn).toEqual(Array.from({ length: 30 }, () => sampleProgram(language, rng, { filter: false })))
  })

  test.each(['0', '-1', '2.5', 'many', '1000001'])('takes no number like %s', async (count) => {
    const error = await refusal(`random:${count}`, { random: seededRng(4) })
    expect(error).toMatchObject({ code: 'E_USAGE', value: `random:${count}` })
    expect(error.message).toContain('a whole number from 1 to 1000000 after random:')
  })

  test('is not known where nobody draws', async () => {
    const error = await refusal('random:30')
    expect(error).toMatchObject({ code: 'E_USAGE', value: 'random:30' })
    expect(error.expected).not.toContain('random')
    expect((await refusal('rondom:30', { random: seededRng(4) })).expected).toContain('random:N')
  })
})

describe('several sources, joined by commas', () => {
  test('follow one another, equal programs and all', async () => {
    written('one.txt', 'DEF run m( move m)')
    written('two.txt', 'DEF run m( turnLeft m)', 'DEF run m( move m)')
    const three = ['move', 'turnLeft', 'move']
    expect(await texts('file:one.txt,file:two.txt')).toEqual(three)
    expect(await texts(' file:one.txt , file:two.txt ')).toEqual(three)
    expect(await texts('file:two.txt,file:one.txt,file:two.txt')).toHaveLength(5)
  })

  test('are refused by the one that is bad', async () => {
    expect(await refusal('file:one.txt,file:nowhere.txt')).toMatchObject({ value: 'file:nowhere.txt' })
    expect(await refusal('file:one.txt,,file:two.txt')).toMatchObject({ code: 'E_USAGE', value: '' })
  })
})

test.each([
  'fil:a.txt',
  'file',
  'file:',
  'library',
  'library:',
  'run',
  'run:',
  'completions:',
  'compat:',
  'a.txt',
  'none',
])('what is no source is refused with all that is: %s', async (source) => {
  const error = await refusal(source)
  expect(error).toMatchObject({ code: 'E_USAGE', field: 'programs', value: source })
  expect(error.message).toContain(
    'completions, completions:FILE, compat, compat:FILE, file:PATH, library:FILE or run:NAME',
  )
})

test.each(['file', 'library', 'completions', 'compat'])(
  'a %s that is not there is refused by its name',
  async (kind) => {
    expect((await refusal(`${kind}:nowhere.txt`)).message).toContain('nowhere.txt')
  },
)
