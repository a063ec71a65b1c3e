import { choice, decimal, integer, settings, text, toggle } from '../flags.ts'
import { workFlags } from '../search-flags.ts'

// As in @cairn/completions, which is loaded when the command runs.
const styles = ['python-then-dsl', 'python', 'dsl'] as const
const revisions = ['regeneration', 'rewards', 'agent-trace', 'program-trace'] as const
const converters = ['strict', 'compat'] as const

/** What a collection takes when nothing else is said. */
export const completeDefaults = {
  /** InnateCoder, m: 100 to 120 queries. */
  count: 100,
  /** LLM-GS: both 1. */
  temperature: 1,
  topP: 1,
  maxTokens: 1024,
  parallel: 4,
  timeoutSeconds: 300,
  /** Answers asked for at most, for each that is to be accepted. */
  mostPerAccepted: 10,
  /** Start states on which the programs of a revision are scored. LLM-GS: 32. */
  episodes: 32,
  revision: 'regeneration',
} as const

/** Flags that say what is asked. */
const promptFlags = {
  style: choice('what the model is asked to write', styles, { default: 'python-then-dsl' }),
  option: settings('an option of the task; "cairn tasks NAME" lists them'),
  revise: text('ask for a program that is better than those of this completion file', { takes: 'file' }),
  revision: choice('what the model is shown of them', revisions, { byDefault: 'regeneration, with --revise' }),
  episodes: integer('start states on which the programs of --revise are scored', {
    ...{ min: 1, max: 100_000, default: completeDefaults.episodes },
  }),
  domain: workFlags.domain,
}

/** Flags that say who is asked, and how. */
const modelFlags = {
  model: text('the model, or whoever wrote the answers', { takes: 'name' }),
  'base-url': text('server that speaks the chat protocol of OpenAI', {
    ...{ takes: 'url', byDefault: '$OPENAI_BASE_URL, else that of OpenAI' },
  }),
  temperature: decimal('randomness of the answers', { min: 0, max: 2, default: completeDefaults.temperature }),
  'top-p': decimal('share of the likeliest tokens that are drawn from', {
    ...{ min: 0, max: 1, default: completeDefaults.topP },
  }),
  'max-tokens': integer('most tokens of one answer', { min: 1, default: completeDefaults.maxTokens }),
  seed: integer('seed of the server: answer n is asked for with this plus n', { min: 0, max: 2_000_000_000 }),
}

/** Flags that say how much is asked, and how fast. */
const amountFlags = {
  count: integer('answers to collect; with --until-accepted the most', {
    ...{ min: 1, max: 1_000_000, byDefault: `${completeDefaults.count}` },
  }),
  'until-accepted': integer('collect until so many answers are accepted', { min: 1, max: 1_000_000 }),
  converter: choice('the converter whose programs count, for --until-accepted and --revise', converters, {
    default: 'strict',
  }),
  parallel: integer('requests under way at the same time', { min: 1, max: 256, default: completeDefaults.parallel }),
  'requests-per-minute': decimal('most requests begun in a minute', { min: 0.01, byDefault: 'no limit' }),
  timeout: decimal('seconds that one request may take', {
    ...{ min: 0.1, max: 86_400, default: completeDefaults.timeoutSeconds },
  }),
  attempts: integer('requests made for one answer before it is given up', { min: 1, max: 100, default: 6 }),
  'max-total-tokens': integer('tokens that may be used, those of the prompts included', { min: 1 }),
  'max-cost': decimal('cost that may arise, in the currency of the prices', { min: 0 }),
  'price-in': decimal('price of a million tokens of prompt', { min: 0 }),
  'price-out': decimal('price of a million tokens of answer', { min: 0 }),
}

/** Flags that say where the answers come from and go. */
const fileFlags = {
  answers: text('take the answers from a text file, separated by lines that are exactly %%%%', { takes: 'file' }),
  note: text('how the answers were written; kept in the file'),
  output: text('the completion file; one that is there is continued', {
    ...{ takes: 'file', byDefault: 'completions/<task>-<model>.jsonl' },
  }),
  rejudge: text('write the verdicts of a completion file anew and do nothing else', { takes: 'file' }),
  'dry-run': toggle('print the prompt and its hash, and do nothing'),
  json: toggle('print one JSON object on stdout'),
  quiet: toggle('say nothing on stderr but errors'),
}

export const completeFlags = { ...modelFlags, ...promptFlags, ...amountFlags, ...fileFlags }
