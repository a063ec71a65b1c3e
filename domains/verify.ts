import { checkHprlTaskRecord, type HprlTaskRecord } from './karel/conformance/hprl-tasks.ts'
import { checkInterpreterRecord, type InterpreterRecord } from './karel/conformance/interpreter.ts'
import { checkLeapsInterpreterRecord, type LeapsInterpreterRecord } from './karel/conformance/leaps-interpreter.ts'
import { checkLeapsTaskRecord, type LeapsTaskRecord } from './karel/conformance/leaps-tasks.ts'
import { checkLongRecord, type LongRecord } from './karel/conformance/long.ts'
import { checkSearchSpaceRecord, type SearchSpaceRecord } from './karel/conformance/search-space.ts'
import { checkTaskRecord, type TaskRecord } from './karel/conformance/tasks.ts'
import { checkDecisionsRecord, type DecisionsRecord } from './microrts/bots/conformance/decisions.ts'
import { checkOutcomeRecord, type OutcomeRecord } from './microrts/bots/conformance/outcomes.ts'
import { findBot } from './microrts/bots/index.ts'
import type { GameRecord } from './microrts/conformance/game-record.ts'
import { checkGameRecord } from './microrts/conformance/games.ts'
import {
  checkMicrolanguageDecisionRecord,
  type MicrolanguageDecisionRecord,
  type NamedProgram,
} from './microrts/conformance/microlanguage-decisions.ts'
import {
  checkMicrolanguageGameRecord,
  type MicrolanguageGameRecord,
} from './microrts/conformance/microlanguage-games.ts'
import {
  checkMicrolanguageProgramRecord,
  type MicrolanguageProgramRecord,
} from './microrts/conformance/microlanguage-programs.ts'
import { checkSnapshotRecord } from './microrts/conformance/snapshots.ts'
import {
  checkTranscriptRecord,
  type TranscriptEntry,
  type TranscriptRecord,
} from './microrts/socket/conformance/transcripts.ts'
import { checkEpisodeRecord, type EpisodeRecord } from './minigrid/conformance/env.ts'
import { checkInitialRecord, type InitialRecord } from './minigrid/conformance/initial.ts'
import { checkProgramRecord, type ProgramRecord } from './minigrid/conformance/programs.ts'
import { nearest } from './nearest.ts'
import type { Shape } from './record-shape.ts'
import { type Suite, recordSuite as suite } from './suite.ts'

/** No suite is called so. */
export class UnknownSuite extends Error {
  readonly code = 'E_UNKNOWN_SUITE'
  readonly suite: string
  readonly nearest: string | undefined

  constructor(suite: string, known: readonly string[]) {
    const near = nearest(suite, known)
    super(
      `no suite is called ${JSON.stringify(suite)}; ${near === undefined ? known.join(', ') : `did you mean ${near}?`}`,
    )
    this.name = 'UnknownSuite'
    this.suite = suite
    this.nearest = near
  }
}

const world: Shape = { h: 'number', w: 'number', walls: 'list', markers: 'list', agent: 'list' }
const final: Shape = { agent: 'list', markers: 'list' }
const roomShape: Shape = { cells: 'list', agent_pos: 'list', agent_dir: 'number', step_count: 'number' }
const switches = { crashable: 'boolean', turn_on_block: 'boolean', max_calls: 'number' } as const

const game: Shape = {
  utt: 'string',
  conflict: 'string',
  maxTicks: 'number',
  seed: 'number',
  nextId: 'number',
  init: 'list',
  steps: 'list',
  states: 'list',
  end: { time: 'number', nextId: 'number', state: 'list' },
}

/** The list of programs that the recordings of MicroLanguage name theirs in. */
const programs = { file: 'programs.jsonl.gz', shape: { program: 'string', serialised: 'string' } } as const

export const suites: readonly Suite[] = [
  suite<InterpreterRecord>({
    name: 'karel-interpreter',
    summary: 'programs in bare worlds, as prog_policies runs them',
    shape: { tokens: 'string', ...switches, world, expect: { actions: 'string', calls_at_stop: 'number', final } },
    check: checkInterpreterRecord,
  }),
  suite<LeapsInterpreterRecord>({
    name: 'karel-leaps-interpreter',
    summary: 'programs in bare worlds, as LEAPS runs them',
    shape: { tokens: 'string', call_budget: 'number', world, expect: { actions: 'string', calls: 'number', final } },
    check: checkLeapsInterpreterRecord,
  }),
  suite<TaskRecord>({
    name: 'karel-tasks',
    summary: 'episodes of the standard tasks, as prog_policies and LLM-GS play them',
    shape: {
      task: 'string',
      variant: 'string',
      tokens: 'string',
      ...switches,
      world,
      meta: {},
      expect: { actions: 'string', rewards: 'list', return: 'number', terminated: 'boolean', final },
    },
    check: checkTaskRecord,
  }),
  suite<LongRecord>({
    name: 'karel-long',
    summary: 'episodes of Karel-Long, as HIPO plays them',
    shape: { task: 'string', world, meta: {}, random: 'list', expect: { rewards: 'list', return: 'number', final } },
    check: checkLongRecord,
  }),
  suite<LeapsTaskRecord>({
    name: 'karel-leaps-tasks',
    summary: 'programs scored on tasks of LEAPS, as its search scores them',
    shape: {
      task: 'string',
      tokens: 'string',
      call_budget: 'number',
      configs: 'list',
      expect: { score: 'number', runs: 'list' },
    },
    check: checkLeapsTaskRecord,
  }),
  suite<HprlTaskRecord>({
    name: 'karel-hprl-tasks',
    summary: 'episodes of up to five programs on tasks of HPRL, as its meta-policy plays them',
    shape: {
      task: 'string',
      call_budget: 'number',
      max_programs: 'number',
      world,
      meta: {},
      programs: 'list',
      expect: { programs: 'list', return: 'number', final },
    },
    check: checkHprlTaskRecord,
  }),
  suite<EpisodeRecord>({
    name: 'minigrid-env',
    summary: 'episodes of the engine and of the tasks, step by step, with what the agent sees',
    shape: {
      env: 'string',
      seed: 'number',
      width: 'number',
      height: 'number',
      max_steps: 'number',
      see_through_walls: 'boolean',
      mission: 'string',
      init: roomShape,
      actions: 'list',
      steps: 'list',
      final: roomShape,
    },
    check: checkEpisodeRecord,
  }),
  suite<ProgramRecord>({
    name: 'minigrid-programs',
    summary: 'programs in rooms of Minigrid, as LLM-GS runs them',
    shape: { task: 'string', max_calls: 'number', program: 'string', init: {}, actions: 'string', final: {} },
    check: checkProgramRecord,
  }),
  suite<InitialRecord>({
    name: 'minigrid-initial',
    summary: 'the rooms that Minigrid makes of seeds',
    shape: { task: 'string', seed: 'number', cells: 'list', agent_pos: 'list', agent_dir: 'number' },
    check: checkInitialRecord,
  }),
  suite<GameRecord>({
    name: 'microrts-scenarios',
    summary: 'one rule of MicroRTS each, as the Java engine plays it',
    shape: { ...game, mapInline: {} },
    check: (record) => checkGameRecord(record),
  }),
  suite<GameRecord>({
    name: 'microrts-traces',
    summary: 'whole games of MicroRTS, as the Java engine plays them and its bots decide',
    shape: { ...game, map: 'string', hashes: 'list' },
    check: (record) => checkGameRecord(record, findBot),
  }),
  suite<DecisionsRecord>({
    name: 'microrts-snapshots',
    summary: 'positions of MicroRTS: legal actions, sight, paths and decisions of bots, as the Java engine has them',
    shape: {
      map: 'string',
      utt: 'string',
      time: 'number',
      state: 'list',
      legal: 'list',
      jointCount: 'list',
      visible: 'list',
      paths: 'list',
      bots: {},
    },
    check: (record) => checkSnapshotRecord(record) ?? checkDecisionsRecord(record),
  }),
  suite<OutcomeRecord>({
    name: 'microrts-outcomes',
    summary: 'how games between bots of MicroRTS end in the Java engine',
    shape: {
      map: 'string',
      utt: 'string',
      conflict: 'string',
      maxTicks: 'number',
      p0: 'string',
      p1: 'string',
      winner: 'number',
      ticks: 'number',
      finalHash: 'string',
    },
    check: checkOutcomeRecord,
  }),
  suite<TranscriptRecord, TranscriptEntry>({
    name: 'microrts-socket',
    summary: 'conversations of the Java engine of MicroRTS over its socket, with the answers of its bots; one per file',
    shape: { file: 'string', records: 'list' },
    beside: {
      file: 'index.json',
      shape: { file: 'string', agent: 'string', language: 'string', omitsWaits: 'boolean' },
    },
    takesFiles: true,
    check: (record, index) => checkTranscriptRecord(record, index, findBot),
  }),
  suite<MicrolanguageProgramRecord>({
    name: 'microlanguage-programs',
    summary: 'programs of MicroLanguage as LISS writes, counts and mutates them',
    shape: {
      serialised: 'string',
      text: 'string',
      nodes: 'number',
      sites: 'list',
      uniqueSubtrees: { S: 'number', C: 'number', B: 'number' },
    },
    check: checkMicrolanguageProgramRecord,
  }),
  suite<MicrolanguageDecisionRecord, NamedProgram>({
    name: 'microlanguage-decisions',
    summary: 'single decisions of programs of MicroLanguage, as LISS makes them; programs.jsonl.gz lies beside',
    shape: {
      map: 'string',
      program: 'string',
      player: 'number',
      state: { t: 'number', res: 'list', units: 'list', pending: 'list' },
      abstract: 'list',
      resourceLeft: 'number',
      actions: 'list',
    },
    beside: programs,
    check: checkMicrolanguageDecisionRecord,
  }),
  suite<MicrolanguageGameRecord, NamedProgram>({
    name: 'microlanguage-games',
    summary: 'whole games of programs of MicroLanguage, as LISS plays them; programs.jsonl.gz lies beside',
    shape: {
      map: 'string',
      utt: 'string',
      conflict: 'string',
      maxTicks: 'number',
      p0: {},
      p1: {},
      first: 'number',
      nextId: 'number',
      steps: 'list',
      checkpoints: 'list',
      final: {},
      ticks: 'number',
      gameover: 'boolean',
      winner: 'number',
      score: 'number',
    },
    beside: programs,
    check: checkMicrolanguageGameRecord,
  }),
  suite<SearchSpaceRecord>({
    name: 'search-space',
    summary: 'random programs and neighbours, as prog_policies and LLM-GS draw them',
    shape: { domain: 'string', seed: 'number', initial: 'list', neighbours_of_last: 'list' },
    check: checkSearchSpaceRecord,
  }),
]

/**
 * The suite of that name.
 * @throws UnknownSuite naming the nearest
 */
export function verifySuite(name: string): Suite {
  const found = suites.find((one) => one.name === name)
  if (found !== undefined) return found
  throw new UnknownSuite(
    name,
    suites.map((one) => one.name),
  )
}
