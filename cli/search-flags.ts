import { integer, list, settings, text } from './flags.ts'

/** What a search takes when neither a flag nor the configuration file says otherwise. */
export const searchDefaults = {
  search: 'hill-climb',
  seed: 0,
  budget: 100_000,
  episodes: 16,
  freshEpisodes: 100,
} as const

const runName = { takes: 'name', pattern: /^[a-z0-9][a-z0-9-]{0,63}$/, expected: 'up to 64 of a-z, 0-9 and -' }

/** Where the work is done: flags of every command that evaluates. */
export const workFlags = {
  workers: integer('evaluating threads in this process', {
    min: 0,
    max: 1024,
    byDefault: 'all cores; none with --nats',
  }),
  nats: text('let the workers connected to this NATS server evaluate', { takes: 'url' }),
  trainer: text('let the "cairn trainer" there compute the embedding', { takes: 'url' }),
  domain: list('module that exports a domain of your own', { takes: 'module' }),
  'metrics-port': integer('port of /metrics, /healthz and /readyz', {
    min: 0,
    max: 65_535,
    default: 0,
    byDefault: 'a free one',
  }),
  'metrics-host': text('address they are served on', { takes: 'address', default: '127.0.0.1' }),
}

export const runsFlag = text('folder that holds the runs', {
  takes: 'folder',
  byDefault: '$CAIRN_RUNS, else ~/.cairn/runs',
})

/** What is searched for and how: these decide the result, to the byte. */
export const planFlags = {
  search: text('the algorithm; "cairn searches" lists them', { takes: 'name', default: searchDefaults.search }),
  set: settings('an option of the search; "cairn searches NAME" lists them'),
  option: settings('an option of the task; "cairn tasks NAME" lists them'),
  seed: integer('seed of everything random', { min: 0, max: 2 ** 32 - 1, default: searchDefaults.seed }),
  budget: integer('evaluations that may be charged: 50000, 100k, 1e6, 2M', { min: 1, default: searchDefaults.budget }),
  episodes: integer('training episodes: start states every program is scored on', {
    min: 1,
    max: 100_000,
    default: searchDefaults.episodes,
  }),
  'fresh-episodes': integer('episodes the best program is scored on in the end, never trained on', {
    min: 0,
    max: 1_000_000,
    default: searchDefaults.freshEpisodes,
  }),
  run: text('name of the run', { ...runName, byDefault: 'task, search and seed' }),
  runs: runsFlag,
}
