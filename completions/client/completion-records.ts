import type { TaskSpec } from '@cairn/domains'
import { type Prompt, type Style, styles } from '../prompt.ts'
import { type Converter, converters, type Verdict } from '../verdict.ts'
import {
  count,
  kind,
  listOf,
  mapping,
  number,
  oneOf,
  orAbsent,
  orNull,
  record,
  text,
  time,
  truth,
} from './record-fields.ts'

/** The format this version writes, and the only one it reads. */
export const completionFormat = 'cairn-completions/1'

/** What the prompt shows the model of earlier programs; the ablation of LLM-GS (its revision variants). */
export const revisions = ['none', 'regeneration', 'rewards', 'agent-trace', 'program-trace'] as const
export type Revision = (typeof revisions)[number]

/** First line of a completion file: how its answers came about. */
export interface CompletionHead {
  readonly record: 'head'
  readonly format: typeof completionFormat
  /** Name of the domain. */
  readonly domain: string
  readonly task: TaskSpec
  readonly style: Style
  readonly revision: Revision
  /** What the prompt was made from; absent when `revision` is `none`. */
  readonly revises?: RevisedFile
  /** The model asked, or whoever wrote the answers. */
  readonly model: string
  /** Where it was asked, without credentials; null when the answers were taken from a file. */
  readonly baseUrl: string | null
  readonly parameters: SamplingParameters
  /** Of both halves of the prompt: `promptHash`. */
  readonly promptHash: string
  readonly prompt: Prompt
  /** How the answers were written, in words. */
  readonly note: string | null
}

/** An earlier completion file whose programs a prompt shows. */
export interface RevisedFile {
  /** 16 hexadecimal digits, of its bytes: `hashBytes`. */
  readonly hash: string
  /** Distinct programs in it. */
  readonly programs: number
  /** The converter that made programs of its answers. */
  readonly converter: Converter
  /** Start states that they were scored on. */
  readonly episodes: number
}

/** What went with every request; null where nothing was sent. */
export interface SamplingParameters {
  readonly temperature: number | null
  readonly topP: number | null
  /** Most tokens of one answer. */
  readonly maxTokens: number | null
  /** Answer `n` was asked for with this number plus `n`. */
  readonly seed: number | null
}

export interface Tokens {
  readonly prompt: number
  readonly completion: number
}

/** One answer of the model. */
export interface AnswerRecord {
  readonly record: 'answer'
  /** From 1. Answers asked for at the same time may stand in another order than their numbers. */
  readonly number: number
  /** Null when the answer was taken from a file. */
  readonly askedAt: string | null
  /** As the model wrote it, never edited. */
  readonly text: string
  /** Why the model stopped, in the server's word: `stop`, `length`, ... */
  readonly finish: string | null
  /** As the server counted them for this answer; null when it does not say. */
  readonly tokens: Tokens | null
  /** What counts against the caps: `tokens`, or an upper bound where the server did not say or an attempt broke off. */
  readonly charged: Tokens
  /** Requests made until this answer came. */
  readonly attempts: number
  readonly verdict: Verdicts
}

/** What both converters made of an answer. */
export interface Verdicts {
  readonly strict: Verdict
  readonly compat: Verdict
}

/** Why a request came to nothing. */
export const failureReasons = [
  'no-choices',
  'http',
  'timeout',
  'network',
  'malformed',
  'secret',
  'interrupted',
] as const
export type FailureReason = (typeof failureReasons)[number]

/** A request that was given up. The same number may fail again, or get its answer, when the collection goes on. */
export interface FailureRecord {
  readonly record: 'failure'
  readonly number: number
  readonly askedAt: string
  readonly reason: FailureReason
  /** Of HTTP, when the server answered. */
  readonly status: number | null
  readonly message: string
  readonly attempts: number
  readonly charged: Tokens
}

const tokens = record({ prompt: count(0), completion: count(0) })
const pathVerdict = record({
  ok: truth,
  text: orAbsent(text),
  reason: orAbsent(text),
  line: orAbsent(count(1)),
  column: orAbsent(count(1)),
})
const verdict = record({
  accepted: truth,
  python: orAbsent(pathVerdict),
  dsl: orAbsent(pathVerdict),
  programs: listOf(text),
})
const optionValue = kind('a text, a number or true or false', (value) =>
  ['string', 'number', 'boolean'].includes(typeof value),
)

/** What each kind of record must hold, by its `record` field. */
export const recordKinds = {
  head: record({
    format: oneOf([completionFormat]),
    domain: text,
    task: record({ name: text, options: mapping(optionValue) }),
    style: oneOf(styles),
    revision: oneOf(revisions),
    revises: orAbsent(record({ hash: text, programs: count(1), converter: oneOf(converters), episodes: count(1) })),
    model: text,
    baseUrl: orNull(text),
    parameters: record({
      temperature: orNull(number),
      topP: orNull(number),
      maxTokens: orNull(count(1)),
      seed: orNull(count(0)),
    }),
    promptHash: text,
    prompt: record({ system: text, user: text }),
    note: orNull(text),
  }),
  answer: record({
    number: count(1),
    askedAt: orNull(time),
    text,
    finish: orNull(text),
    tokens: orNull(tokens),
    charged: tokens,
    attempts: count(0),
    verdict: record({ strict: verdict, compat: verdict }),
  }),
  failure: record({
    number: count(1),
    askedAt: time,
    reason: oneOf(failureReasons),
    status: orNull(count(100)),
    message: text,
    attempts: count(1),
    charged: tokens,
  }),
} as const
