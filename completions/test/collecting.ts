import { chatWith } from '../client/chat.ts'
import { type CollectOptions, type CollectResult, type CollectTools, collect } from '../client/collect.ts'
import { type CompletionLog, openLog } from '../client/completion-log.ts'
import type { CompletionHead, Tokens } from '../client/completion-records.ts'
import { type Endpoint, endpointAt } from '../client/endpoint.ts'
import { retryDefaults } from '../client/retry.ts'
import { type Caps, noTokens, type Prices, plus, Spending } from '../client/spending.ts'
import { head } from './sample-records.ts'
import { type SwiftClock, swiftClock } from './swift-clock.ts'

export const key = 'sk-test-0123456789abcdef'

export interface Sitting extends CollectResult {
  readonly notices: readonly string[]
  readonly clock: SwiftClock
  readonly spent: Tokens
}

export interface SittingOptions extends Partial<CollectOptions> {
  readonly caps?: Caps
  readonly prices?: Prices
  readonly head?: CompletionHead
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly onProgress?: CollectTools['onProgress']
  readonly clock?: SwiftClock
  readonly judge?: CollectTools['judge']
}

/** A program of one action where the answer says so. */
const judgeBlank: CollectTools['judge'] = (text) => {
  const verdict = { accepted: text.startsWith('yes'), programs: text.startsWith('yes') ? [text] : [] }
  return { strict: verdict, compat: verdict }
}

/** One sitting of a collection, from the opening of the file to its closing, as the command has it. */
export async function sit(baseUrl: string, file: string, options: SittingOptions = {}): Promise<Sitting> {
  const { clock = swiftClock(), caps = {}, timeoutMs = 5000, signal = new AbortController().signal } = options
  const begun = options.head ?? { ...head, baseUrl }
  const endpoint: Endpoint = endpointAt(baseUrl, key)
  using log: CompletionLog = openLog(file, begun)
  const { model, prompt, parameters } = begun
  const before = [...log.before.answers, ...log.before.failures].reduce(
    (sum, { charged }) => plus(sum, charged),
    noTokens,
  )
  const room = { prompt: prompt.system + prompt.user, maxTokens: parameters.maxTokens ?? 1, before }
  const spending = new Spending(room, caps, options.prices)
  const notices: string[] = []
  const ask = await chatWith({ endpoint, model, prompt, parameters, timeoutMs, now: clock.now })
  const result = await collect(
    {
      ...{ log, ask, judge: options.judge ?? judgeBlank, spending, clock, random: () => 0, signal },
      onNotice: (notice) => void notices.push(notice),
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    },
    {
      ...{ target: { answers: 5 }, parallel: 1, retry: { ...retryDefaults, attempts: 3 } },
      ...options,
    },
  )
  return { ...result, notices, clock, spent: spending.spent }
}
