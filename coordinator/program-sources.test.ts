import { type Program, parse, sampleProgram, seededRng, subtrees } from '@cairn/language'
import type { Search, SearchContext } from '@cairn/search'
import { expect, test } from 'vitest'
import { toyLanguage, toyScore } from '../test/kit/toy.ts'
import { type ToyOutcome, type ToyRun, toyLab } from '../test/kit/toy-lab.ts'
import { ReplayMismatch } from './answers.ts'
import { BadSource, type RunHandle } from './index.ts'

const programs = Array.from({ length: 20 }, (_, i) => sampleProgram(toyLanguage, seededRng(i)))
const parts = programs.flatMap((program) => [...subtrees(toyLanguage, program)].map((part) => part.program))

/** Asks for the programs of a source, calls `then`, and scores the whole ones. */
function starting(
  source: string,
  then: () => void = () => {},
  seen: (got: readonly Program[]) => void = () => {},
): Search {
  return {
    name: 'starting',
    summary: 'of a test',
    options: {},
    async run(search: SearchContext) {
      const got = await search.programs(source)
      seen(got)
      then()
      await search.scoreAll(got.filter((program) => program[0] === programs[0]![0]))
    },
  }
}

test('a search starts from programs and parts of programs that come from outside', async () => {
  await using lab = toyLab()
  const asked: string[] = []
  const sources = async (source: string) => {
    asked.push(source)
    return [...programs, ...parts]
  }
  let got: readonly Program[] = []
  const search = starting('file:a,run:b', undefined, (all) => (got = all))
  const { result } = await lab.start({ search, setup: { sources }, freshEpisodes: 0 })
  expect(asked).toEqual(['file:a,run:b'])
  expect(got).toEqual([...programs, ...parts])
  expect(result).toMatchObject({
    charged: 20,
    bestReturn: Math.max(...programs.map((program) => toyScore(program, 8))),
  })
})

test('a resumed run does not need the place any more', async () => {
  await using lab = toyLab()
  const run = (then?: () => void): ToyRun => ({ search: starting('file:gone', then), freshEpisodes: 0 })
  const sources = async () => programs
  const whole = await lab.start({ ...run(), setup: { sources } })
  const stopped = await stoppedBy(lab.start, run, sources)
  expect(stopped.result).toMatchObject({ event: 'stopped', charged: 0 })
  const resumed = await lab.resume(stopped.folder, run())
  expect(resumed.content).toBe(whole.content)
})

test('another source on replay is another question', async () => {
  await using lab = toyLab()
  const sources = async () => programs
  const stopped = await stoppedBy(lab.start, (then) => ({ search: starting('file:a', then) }), sources)
  await expect(lab.resume(stopped.folder, { search: starting('file:b') })).rejects.toThrow(ReplayMismatch)
})

const failing: [why: string, expected: string, sources: undefined | (() => Promise<readonly Program[]>)][] = [
  ['there is nobody to ask', 'without any place', undefined],
  ['they cannot be had', 'no such file', () => Promise.reject(new Error('no such file'))],
  [
    'asking fails at once',
    'a bug',
    () => {
      throw new Error('a bug')
    },
  ],
  ['one is cut short', 'number 1 of 2: not a program of toy', async () => [programs[0]!, programs[1]!.subarray(0, 2)]],
  ['one has bytes left over', 'number 0 of 1: not a program', async () => [Uint8Array.of(...programs[0]!, 0)]],
  ['one is empty', 'number 0 of 1: not a program', async () => [new Uint8Array()]],
  ['one is of another language', 'has no production 200', async () => [Uint8Array.of(200)]],
]
test.each(failing)('when %s, the run ends with one clear error and can be resumed', async (_, expected, sources) => {
  await using lab = toyLab()
  const search = starting('completions')
  const started = lab.start({ run: 'failing', search, setup: sources === undefined ? {} : { sources } })
  await expect(started).rejects.toMatchObject({
    code: 'E_BAD_SOURCE',
    source: 'completions',
    message: expect.stringMatching(new RegExp(`^programs from "completions": .*${expected}.*can be resumed`, 's')),
  })
  await expect(started).rejects.toThrow(BadSource)
  const folder = `${lab.root}/failing`
  expect((await lab.resume(folder, { search, setup: { sources: async () => programs } })).result.event).toBe('done')
})

test('a run that waits for its programs can be stopped', async () => {
  await using lab = toyLab()
  let stop = () => {}
  const sources = () => {
    setTimeout(() => stop(), 10)
    return new Promise<never>(() => {})
  }
  const search = starting('slow')
  const { result } = await lab.start({
    search,
    setup: { sources },
    meanwhile: (handle) => (stop = () => handle.stop()),
  })
  expect(result).toMatchObject({ event: 'stopped', charged: 0 })
})

test('programs above the limits of the language are welcome', async () => {
  await using lab = toyLab()
  const long = parse(toyLanguage, `DO ${'left '.repeat(500)}up`)
  let got: readonly Program[] = []
  const search = starting('file:long', undefined, (all) => (got = all))
  await lab.start({ search, setup: { sources: async () => [long] } })
  expect(got).toEqual([long])
})

/** A run that is stopped between its programs and their scores. */
async function stoppedBy(
  start: (run: ToyRun) => Promise<ToyOutcome>,
  run: (then: () => void) => ToyRun,
  sources: () => Promise<readonly Program[]>,
): Promise<ToyOutcome> {
  let handle: RunHandle | undefined
  return start({ ...run(() => handle?.stop()), setup: { sources }, meanwhile: (begun) => (handle = begun) })
}
