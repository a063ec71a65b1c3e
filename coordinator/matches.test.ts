import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Program, parse, print, sampleProgram, seededRng } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { arenaOf, type Matching, type Search, type SearchContext } from '@cairn/search'
import { expect, test } from 'vitest'
import { directTransport, evaluated } from '../test/kit/direct-transport.ts'
import { gameValues, type ToyGame, toyGame, ups } from '../test/kit/toy-game.ts'
import { searchNamed, type ToyRun, toyLab } from '../test/kit/toy-lab.ts'
import { coordinatorMetrics, type OutgoingBatch, readChampions, readRun, runFiles } from './index.ts'
import { openSqlite } from './sqlite.ts'

const game = toyGame({ values: gameValues, bestReturn: 1 })
const each = (opponents: readonly Program[]): Matching => ({ opponents, charge: 'each' })

function drawn(count: number, seed = 1): Program[] {
  const rng = seededRng(seed)
  const found = new Map<string, Program>()
  while (found.size < count) {
    const program = sampleProgram(game.task.language, rng)
    found.set(program.join(), program)
  }
  return [...found.values()]
}

function transportOf({ evaluate }: ToyGame, threads = 2) {
  return directTransport({ threads, answer: ({ bytes }) => [{ kind: 'result', bytes: evaluate(bytes) }] })
}

/** A run of a search that asks this. */
function asks(
  ask: (search: SearchContext) => Promise<unknown>,
  { task, domain }: ToyGame,
  transport: ReturnType<typeof directTransport>,
  run: ToyRun = {},
): ToyRun {
  const search: Search = { name: 'asks', summary: 'of a test', options: {}, run: async (on) => void (await ask(on)) }
  return { search, transport, budget: 10_000, freshEpisodes: 0, ...run, setup: { domain, task, ...run.setup } }
}

const decoded = (batches: readonly OutgoingBatch[]) => batches.map(({ bytes }) => cairn.v1.Batch.decode(bytes))

function split(bytes: Uint8Array, lengths: readonly number[]): string[] {
  let at = 0
  return lengths.map((length) => {
    at += length
    return bytes.subarray(at - length, at).join()
  })
}

/** Every pair that was sent, as text. */
function pairsOf(batches: readonly OutgoingBatch[]): string[] {
  return decoded(batches).flatMap(({ programs, lengths, opponents, opponentLengths }) =>
    split(programs, lengths).flatMap((program) =>
      split(opponents, opponentLengths).map((opponent) => `${program} against ${opponent}`),
    ),
  )
}

test('a pair is played once in a run, in this sitting and in later ones, however often it is asked for', async () => {
  await using lab = toyLab()
  const programs = drawn(30)
  const lists = [programs.slice(0, 3), programs.slice(1, 6), [...programs.slice(4, 6), programs[0]!, programs[0]!]]
  const metrics = coordinatorMetrics()
  let stop: () => void
  const first = transportOf(game)
  const ask = async (search: SearchContext) => {
    for (const [i, opponents] of lists.entries()) {
      await arenaOf(search).play(i === 0 ? programs.slice(10) : programs, each(opponents))
      await arenaOf(search).firstToBeat(9, [...programs, ...programs], { ...each(opponents), every: true })
    }
    stop()
    await arenaOf(search).play(programs, each(programs.slice(0, 7)))
  }
  const stopped = await lab.start({
    ...asks(ask, game, first, { setup: { metrics } }),
    meanwhile: (handle) => (stop = handle.stop),
  })
  const sent = pairsOf(first.submitted)
  expect(new Set(sent).size).toBe(sent.length)
  expect(sent).toHaveLength(30 * 6)
  expect(stopped.result).toMatchObject({ event: 'stopped', executed: sent.length })
  const text = await metrics.registry.metrics()
  const labels = 'domain="toy",task="ups",searcher="asks"'
  expect(text).toContain(`cairn_matches_total{${labels}} ${2 * sent.length}`)
  expect(text).toContain(`cairn_program_evaluations_total{${labels},outcome="scored"} ${sent.length}`)

  stop = () => {}
  const second = transportOf(game)
  const resumed = await lab.resume(stopped.folder, asks(ask, game, second))
  expect(pairsOf(second.submitted).toSorted()).toEqual(
    programs.map((program) => `${program.join()} against ${programs[6]!.join()}`).toSorted(),
  )
  expect(resumed.result.executed).toBe(30 * 7)
  expect(readRun(stopped.folder).executed).toBe(30 * 7)
})

test('a batch goes to the opponents that its programs lack, and matches that cannot matter are left out', async () => {
  await using lab = toyLab()
  const [a, b, c, ...programs] = drawn(40) as [Program, Program, Program, ...Program[]]
  const transport = transportOf(game, 1)
  const ask = async (search: SearchContext) => {
    await arenaOf(search).play(programs.slice(0, 20), each([b]))
    await arenaOf(search).firstToBeat(2.4, programs, each([a, b, c]))
  }
  const { result } = await lab.start(asks(ask, game, transport))
  const lists = new Set(
    decoded(transport.submitted).map((batch) => split(batch.opponents, batch.opponentLengths).join(' ')),
  )
  expect([...lists].toSorted()).toEqual(
    [[b], [a, c], [a, b, c]].map((list) => list.map((one) => one.join()).join(' ')).toSorted(),
  )
  const batches = decoded(transport.submitted)
  expect(batches.every(({ schema, wantReturns }) => schema === 3 && wantReturns)).toBe(true)
  const hints = batches.flatMap(({ programs: bytes, lengths, opponentLengths, threshold }) =>
    opponentLengths.length === 2 ? split(bytes, lengths).map((program) => [program, threshold]) : [],
  )
  expect(hints.length).toBeGreaterThan(0)
  for (const [text, threshold] of hints) {
    const program = programs.find((one) => one.join() === text)!
    const known = (game.play(program, b, 0) + game.play(program, b, 1)) / 2
    expect(threshold).toBe((2.4 - known) / 2)
  }
  expect(result.executed).toBeLessThan(pairsOf(transport.submitted).length)
})

test('where anything is better than nothing, the first program is all that is played', async () => {
  await using lab = toyLab()
  const transport = transportOf(game, 4)
  const programs = drawn(50)
  const ask = async (search: SearchContext) => {
    const { winner } = await arenaOf(search).firstToBeat(Number.NEGATIVE_INFINITY, programs, each([ups(1)]))
    expect(winner?.program).toEqual(programs[0])
  }
  const { result } = await lab.start(asks(ask, game, transport))
  expect(result).toMatchObject({ charged: 1, executed: 1 })
})

test('a threshold that the rounding of a worker would decide otherwise decides nothing', async () => {
  await using lab = toyLab()
  const rounded = toyGame({ values: [0.1, 0.2, 0.3], bestReturn: 0.3 })
  const transport = transportOf(rounded, 1)
  const opponents = drawn(3)
  const scoreOf = (program: Program) =>
    opponents.reduce((sum, one) => sum + (rounded.play(program, one, 0) + rounded.play(program, one, 1)) / 2, 0)
  const ask = async (search: SearchContext) => {
    for (let seed = 2; seed < 60; seed++) {
      const programs = drawn(40, seed)
      const score = scoreOf(ups(seed))
      const { winner } = await arenaOf(search).firstToBeat(score, programs, each(opponents))
      const expected = programs.find((program) => scoreOf(program) > score)
      expect(winner?.program.join()).toBe(expected?.join())
      expect(winner?.score).toBe(expected && scoreOf(expected))
    }
  }
  await lab.start(asks(ask, rounded, transport))
  const [first, again] = [true, false].map((hinted) =>
    decoded(transport.submitted).filter(({ threshold }) => (threshold !== null) === hinted),
  )
  expect(first!.length).toBeGreaterThan(50)
  expect(again!.length).toBeGreaterThan(5)
})

test('a list of opponents too long for a message is played part by part', async () => {
  await using lab = toyLab()
  const opponents = drawn(1_500, 4)
  const transport = transportOf(game)
  let score = 0
  const ask = async (search: SearchContext) => {
    const [played] = await arenaOf(search).play([ups(1)], each(opponents))
    const trimmed = await arenaOf(search).trimmed(ups(4), opponents)
    score = played!.score
    expect(trimmed).toEqual(game.trimmed(ups(4), opponents))
  }
  await lab.start(asks(ask, game, transport))
  const pair = (opponent: Program) => game.play(ups(1), opponent, 0) + game.play(ups(1), opponent, 1)
  expect(score).toBe(opponents.reduce((sum, opponent) => sum + pair(opponent) / 2, 0))
  expect(Math.max(...transport.submitted.map(({ bytes }) => bytes.length))).toBeLessThan(128 * 1024)
  expect(decoded(transport.submitted).map(({ opponentLengths }) => opponentLengths.length)).toEqual([
    1024, 476, 1024, 476,
  ])
})

test('failures are free where they are to be, and a budget that does not pay for a program closes the arena', async () => {
  await using lab = toyLab()
  const losing = toyGame({ values: [-1], bestReturn: 1 })
  const heard: string[] = []
  const ask = async (search: SearchContext) => {
    const arena = arenaOf(search)
    const programs = drawn(20)
    await arena.play(programs, { opponents: programs.slice(0, 3), charge: 'valid' })
    await arena.play(programs, { opponents: programs.slice(0, 3), charge: 'none' })
    heard.push(`${search.charged} ${search.open}`)
    await arena.play(programs, each(programs.slice(0, 3))).catch((error) => heard.push(error.code))
    heard.push(`${search.charged} ${search.open}`)
    await arena.play([], each(programs)).catch((error) => heard.push(error.reason))
  }
  const run = () => asks(ask, losing, transportOf(losing), { budget: 10 })
  const { result, content, folder } = await lab.start(run())
  expect(heard).toEqual(['0 true', 'E_SEARCH_CLOSED', '9 false', 'budget'])
  expect(result).toMatchObject({ event: 'done', charged: 9, bestReturn: null })
  expect(readRun(folder).charged).toBe(9)
  expect(content).toContain('charged 9')
})

test('questions that make no sense are refused where they are asked', async () => {
  await using lab = toyLab()
  const errors: string[] = []
  const ask = async (search: SearchContext) => {
    const arena = arenaOf(search)
    const keep = (error: Error) => errors.push(error.message)
    await arena.play([ups(1)], each([])).catch(keep)
    await arena.firstToBeat(Number.NaN, [ups(1)], each([ups(1)])).catch(keep)
    await arena.play([ups(1)], each([Uint8Array.of(9, 9)])).catch(keep)
  }
  const transport = transportOf(game)
  await lab.start(asks(ask, game, transport))
  expect(errors).toHaveLength(3)
  expect(errors.slice(0, 2)).toEqual([
    'opponents: expected one or more, got 0',
    'score: expected a number to beat, got NaN',
  ])
  expect(transport.submitted).toEqual([])
})

test('a pair that no worker survives returns -Infinity; the program has its other matches, and the rest its own', async () => {
  await using lab = toyLab()
  const [deadly, other] = drawn(2) as [Program, Program]
  const hostile = toyGame({ values: gameValues, bestReturn: 1, deadly: [deadly] })
  const programs = [ups(2), ups(3)]
  const heard: string[] = []
  const ask = async (search: SearchContext) => {
    const arena = arenaOf(search)
    const both = await arena.play(programs, each([other, deadly]))
    heard.push(...both.map(({ score, returns }) => `${score} ${returns.slice(2)}`))
    const alone = await arena.play(programs, each([other]))
    heard.push(...alone.map(({ returns }, i) => `${returns.join() === both[i]!.returns.slice(0, 2).join()}`))
    const before = search.charged
    await arena.play(programs, { opponents: [deadly], charge: 'valid' })
    heard.push(`${before} ${search.charged}`)
    const { winner } = await arena.firstToBeat(Number.NEGATIVE_INFINITY, programs, each([deadly]))
    heard.push(`${winner}`)
  }
  const run = () => asks(ask, hostile, transportOf(hostile))
  const { folder, content, events } = await lab.start(run())
  const worst = '-Infinity -Infinity,-Infinity'
  expect(heard).toEqual([worst, worst, 'true', 'true', '6 6', 'undefined'])
  const told = events.filter(({ event }) => event === 'poisoned')
  expect(told).toHaveLength(2)
  const text = print(game.task.language, deadly)
  expect(readRun(folder).poison.map(({ reason }) => reason)).toEqual([0, 1].map(() => expect.stringContaining(text)))
  expect(readFileSync(join(folder, runFiles.poison), 'utf8').trim().split('\n')).toHaveLength(2)
  expect(content).toContain('charged 8')
})

test('champions are in the journal with the return of each episode, and the last one is the result', async () => {
  await using lab = toyLab()
  const metrics = coordinatorMetrics()
  const [a, b] = [ups(2), ups(5)]
  const ask = async (search: SearchContext) => {
    const arena = arenaOf(search)
    await search.score(ups(7))
    await arena.crown(a)
    await arena.play([a, b], each([a, b]))
    for (const champion of [a, a, b, a, b, b]) await arena.crown(champion)
  }
  const run = (setup: ToyRun['setup'] = {}) => asks(ask, game, transportOf(game), { freshEpisodes: 3, setup })
  const { folder, events, result } = await lab.start(run({ metrics }))
  const champions = readChampions(folder)
  expect(champions.map(({ number, charged, text }) => `${number} ${charged} ${text}`)).toEqual(
    [a, b, a, b].map((program, i) => `${i + 1} ${i === 0 ? 1 : 5} ${print(game.task.language, program)}`),
  )
  const returnsOf = (program: Program) => {
    const prepared = game.task.prepare(program)
    return Array.from({ length: 8 }, (_, episode) => prepared.episode(episode).return)
  }
  for (const { program, score, returns } of champions) {
    expect([...returns]).toEqual(returnsOf(program))
    expect(score).toBe(returns.reduce((sum, of) => sum + of, 0) / 8)
  }
  const [, second] = champions
  const text = print(game.task.language, b)
  expect(result).toMatchObject({ event: 'done', program: text, bestReturn: second!.score, solved: false })
  expect(readRun(folder)).toMatchObject({ best: { text, bestReturn: second!.score }, curve: { length: 4 } })
  expect(parse(game.task.language, readFileSync(join(folder, runFiles.best), 'utf8'))).toEqual(b)
  expect(events.filter(({ event }) => event === 'champion')).toEqual(
    champions.map(({ number, charged, score, text: program }) => ({
      ...{ event: 'champion', run: 'toy-0', number, charged, score, program },
    })),
  )
  const exposed = await metrics.registry.metrics()
  expect(exposed).toContain('cairn_champion_changes_total{domain="toy",task="ups",searcher="asks"} 4')
  expect(exposed).not.toContain('cairn_champion_return{')
})

test('what a self-play search tells of itself is shown while it runs, and gone when it ends', async () => {
  await using lab = toyLab()
  const [a, b] = [ups(2), ups(3)]
  const metrics = coordinatorMetrics()
  let shown = ''
  const ask = async (search: SearchContext) => {
    const arena = arenaOf(search)
    await arena.play([b], each([a]))
    arena.tell({ archive: 5, opponents: 3, responses: 2 })
    await arena.play([b], each([a, ups(1)]))
    await new Promise((resolve) => setTimeout(resolve, 300)) // a commit, and then some
    shown = await metrics.registry.metrics()
  }
  const run = asks(ask, game, transportOf(game), { setup: { metrics }, runOptions: { progressMs: 5 } })
  const { events } = await lab.start(run)
  const progress = events.flatMap((event) => (event.event === 'progress' ? [event.selfPlay] : []))
  expect(progress).toContainEqual({ archive: 5, opponents: 3, responses: 2, inResponse: 2 })
  expect(shown).toContain('cairn_self_play_archive_size{campaign="toy-0",searcher="asks"} 5')
  expect(shown).toContain('cairn_best_response_evaluations{campaign="toy-0",searcher="asks"} 2')
  expect(await metrics.registry.metrics()).not.toContain('cairn_self_play_archive_size{')
})

test('a journal from before there were matches can be read, and gone on with', async () => {
  await using lab = toyLab()
  let stop = () => {}
  const run = () => ({ search: searchNamed('hill-climb'), budget: 300, transport: directTransport() })
  const whole = await lab.start(run())
  const stopped = await lab.start({
    ...run(),
    transport: directTransport({
      answer(batch) {
        stop()
        return [evaluated(batch)]
      },
    }),
    meanwhile: (handle) => (stop = handle.stop),
  })
  const database = openSqlite(join(stopped.folder, runFiles.journal))
  for (const table of ['champion', 'pair_ledger', 'poison_pair']) database.exec(`DROP TABLE ${table}`)
  database.close()
  expect(readRun(stopped.folder)).toMatchObject({ state: 'stopped', poison: [] })
  expect(readChampions(stopped.folder)).toEqual([])
  const resumed = await lab.resume(stopped.folder, run())
  expect(resumed.content).toBe(whole.content)
})

test('the seconds of a run are heard again when it is resumed', async () => {
  await using lab = toyLab()
  const heard: number[] = []
  let stop = () => {}
  const ask = async (search: SearchContext) => {
    heard.push(await arenaOf(search).seconds())
    stop()
    await arenaOf(search).play([ups(1)], each([ups(2)]))
  }
  const stopped = await lab.start({
    ...asks(ask, game, transportOf(game)),
    meanwhile: (handle) => (stop = handle.stop),
  })
  stop = () => {}
  await lab.resume(stopped.folder, asks(ask, game, transportOf(game)))
  expect(heard[0]).toBeGreaterThanOrEqual(0)
  expect(heard[1]).toBe(heard[0])
})

test('a question that differs on replay is told so', async () => {
  await using lab = toyLab()
  const differing: Partial<Matching>[] = [{ charge: 'each' }, { opponents: [ups(2), ups(1)] }, { opponents: [ups(1)] }]
  for (const [i, other] of differing.entries()) {
    let stop = () => {}
    let matching: Matching = { opponents: [ups(1), ups(2)], charge: 'valid' }
    const ask = async (search: SearchContext) => {
      await arenaOf(search).firstToBeat(0, [ups(3), ups(4)], matching)
      stop()
      await arenaOf(search).play([ups(1)], each([ups(2)]))
    }
    const run = { ...asks(ask, game, transportOf(game)), run: `differing-${i}` }
    const stopped = await lab.start({ ...run, meanwhile: (handle) => (stop = handle.stop) })
    expect(stopped.result.event).toBe('stopped')
    matching = { ...matching, ...other }
    stop = () => {}
    await expect(lab.resume(stopped.folder, { ...run, transport: transportOf(game) })).rejects.toMatchObject({
      code: 'E_REPLAY_MISMATCH',
    })
  }
})

test('results whose returns or usages are not those of the batch are counted and dropped, and the batch sent again', async () => {
  await using lab = toyLab()
  const ask = async (search: SearchContext) => {
    const arena = arenaOf(search)
    const programs = drawn(30)
    await arena.play(programs, each(programs.slice(0, 4)))
    await arena.firstToBeat(2.4, drawn(60, 2), each(programs.slice(0, 4)))
    await arena.trimmed(programs[0]!, programs)
    await arena.crown(programs[0]!)
  }
  const damages: ((result: cairn.v1.Result) => void)[] = [
    ({ returns }) => returns.pop(),
    ({ returns }) => returns.push(Number.NaN),
    (result) => {
      result.usages = Uint8Array.of(...result.usages, 1)
    },
    ({ returns, scores }) => {
      if (returns.length > 0) scores[0]! += 0.125
    },
  ]
  let damaged = 0
  const hostile = directTransport({
    targetBatchMs: 1, // many small batches
    answer({ id, bytes }) {
      const honest = game.evaluate(bytes)
      const result = cairn.v1.Result.decode(honest)
      damages[damaged % damages.length]!(result)
      const bad = cairn.v1.Result.encode(result).finish()
      if (id.split('-').length > 2 || Buffer.compare(bad, honest) === 0) return [{ kind: 'result', bytes: honest }]
      damaged++
      return [{ kind: 'result', bytes: bad }]
    },
  })
  const metrics = coordinatorMetrics()
  const bad = await lab.start(asks(ask, game, hostile, { setup: { metrics } }))
  const good = await lab.start(asks(ask, game, transportOf(game)))
  expect(bad.content).toBe(good.content)
  expect(damaged).toBeGreaterThan(5)
  const text = await metrics.registry.metrics()
  expect(text).toContain(`cairn_messages_rejected_total{reason="columns"} ${damaged}`)
  expect(text).toContain('cairn_dead_letters_total 0')
  expect(text).toContain('cairn_result_mismatch_total 0')
})
