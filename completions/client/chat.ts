import type { Prompt } from '../prompt.ts'
import type { FailureReason, SamplingParameters, Tokens } from './completion-records.ts'
import { type Endpoint, openaiUrl, tellsSecret, withoutSecrets } from './endpoint.ts'
import { isObject } from './record-fields.ts'
import { retryAfter } from './retry.ts'

/** What a server answered to one request. */
export interface Reply {
  readonly text: string
  readonly finish: string | null
  readonly tokens: Tokens | null
}

/** What is to be done about a request that failed: make it again, give this answer up, or end. */
export type Remedy = 'retry' | 'give-up' | 'end'

/** One request came to nothing. The message holds no secret. */
export class RequestFailed extends Error {
  readonly code = 'E_REQUEST_FAILED'
  readonly reason: FailureReason
  readonly status: number | null
  readonly remedy: Remedy
  /** How long the server wants to be left alone. */
  readonly retryAfterMs: number | undefined
  /** The model may have written, and somebody may have to pay for it. */
  readonly mayHaveSpent: boolean
  constructor(message: string, about: FailureFacts) {
    super(message)
    this.reason = about.reason
    this.status = about.status ?? null
    this.remedy = about.remedy
    this.retryAfterMs = about.retryAfterMs
    this.mayHaveSpent = about.mayHaveSpent
  }
}

interface FailureFacts {
  readonly reason: FailureReason
  readonly status?: number | undefined
  readonly remedy: Remedy
  readonly retryAfterMs?: number | undefined
  readonly mayHaveSpent: boolean
}

/** Asks for answer `number`. @throws RequestFailed; the reason of the signal when it aborts */
export type Ask = (number: number, signal: AbortSignal) => Promise<Reply>

export interface ChatOptions {
  readonly endpoint: Endpoint
  readonly model: string
  readonly prompt: Prompt
  readonly parameters: SamplingParameters
  /** Time for one request, its answer included. */
  readonly timeoutMs: number
  /** For dates in `retry-after`. */
  readonly now: () => number
}

/** One request per answer to a server that speaks the chat protocol of OpenAI. */
export async function chatWith(options: ChatOptions): Promise<Ask> {
  const { endpoint, timeoutMs, now } = options
  const { default: OpenAI } = await import('openai')
  const client = new OpenAI({
    baseURL: endpoint.baseUrl,
    // The header is ours, so that a server without a key is sent none.
    apiKey: 'unused',
    defaultHeaders: { Authorization: endpoint.authorization ?? null },
    organization: null,
    project: null,
    // Retries, timeouts and messages are ours too: its log shows headers.
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
  })
  return async (number, signal) => {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const body: unknown = await client.chat.completions.create(requestBody(number, options), {
        signal: AbortSignal.any([signal, timeout]),
      })
      return replyIn(body, endpoint.secrets)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof RequestFailed) throw error
      if (timeout.aborted || error instanceof OpenAI.APIConnectionTimeoutError) {
        const facts = { reason: 'timeout', remedy: 'retry', mayHaveSpent: true } as const
        throw new RequestFailed(`no answer within ${timeoutMs / 1000} s`, facts)
      }
      const status = error instanceof OpenAI.APIError ? error.status : undefined
      const message = cut(withoutSecrets(messageOf(error), endpoint.secrets))
      if (status === undefined) throw broken(error, message)
      const retryAfterMs = retryAfter(error instanceof OpenAI.APIError ? error.headers : undefined, now())
      const code = error instanceof OpenAI.APIError ? error.code : undefined
      throw refused(message, { status, retryAfterMs, code }, options)
    }
  }
}

function requestBody(number: number, { model, prompt, parameters, endpoint }: ChatOptions) {
  const { temperature, topP, maxTokens, seed } = parameters
  // OpenAI's newer models know the one name only, other servers the other.
  const most = endpoint.baseUrl === openaiUrl ? 'max_completion_tokens' : 'max_tokens'
  return {
    model,
    messages: [
      { role: 'system' as const, content: prompt.system },
      { role: 'user' as const, content: prompt.user },
    ],
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { top_p: topP }),
    ...(maxTokens === null ? {} : { [most]: maxTokens }),
    ...(seed === null ? {} : { seed: seed + number }),
  }
}

/** @throws RequestFailed if the body is not that of an answer */
function replyIn(body: unknown, secrets: readonly string[]): Reply {
  const choices = isObject(body) ? body.choices : undefined
  if (!Array.isArray(choices)) {
    const facts = { reason: 'malformed', remedy: 'retry', mayHaveSpent: true } as const
    throw new RequestFailed('the server answered without a list of choices', facts)
  }
  const given = { reason: 'no-choices', remedy: 'give-up', mayHaveSpent: true } as const
  if (choices.length === 0) throw new RequestFailed('the server answered with no choice at all', given)
  const [choice] = choices as unknown[]
  const message = isObject(choice) ? choice.message : undefined
  const finish = isObject(choice) && typeof choice.finish_reason === 'string' ? choice.finish_reason : null
  const text = isObject(message) ? message.content : undefined
  if (typeof text !== 'string') {
    throw new RequestFailed(`the choice holds no text (it finished with ${JSON.stringify(finish)})`, given)
  }
  if (tellsSecret(text, secrets) || tellsSecret(finish ?? '', secrets)) {
    const facts = { reason: 'secret', remedy: 'give-up', mayHaveSpent: true } as const
    throw new RequestFailed('the answer holds the key, so it is not kept', facts)
  }
  return { text, finish, tokens: usageIn(body) }
}

function usageIn(body: unknown): Tokens | null {
  const usage = isObject(body) && isObject(body.usage) ? body.usage : {}
  const { prompt_tokens: prompt, completion_tokens: completion } = usage
  return isCount(prompt) && isCount(completion) ? { prompt, completion } : null
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** Statuses that pass: the server is busy, restarting, or asked too often. */
const passing = [408, 409, 425, 429]

function refused(
  message: string,
  { status, retryAfterMs, code }: { status: number; retryAfterMs: number | undefined; code: unknown },
  { model, endpoint: { baseUrl } }: ChatOptions,
): RequestFailed {
  const retry = (passing.includes(status) || status >= 500) && code !== 'insufficient_quota'
  const remedy = retry ? 'retry' : 'end'
  const facts = { reason: 'http', status, remedy, retryAfterMs, mayHaveSpent: false } as const
  return new RequestFailed(retry ? message : `${meaningOf(status, model, baseUrl)}: ${message}`, facts)
}

function meaningOf(status: number, model: string, baseUrl: string): string {
  if (status === 401) return `${baseUrl} refuses the key, or misses it (CAIRN_API_KEY, else OPENAI_API_KEY)`
  if (status === 403) return `the key may not use ${model} at ${baseUrl}`
  if (status === 404)
    return `${baseUrl} has no model ${model}, or is not the base of the protocol (it often ends in /v1)`
  if (status === 429) return `nothing is left to spend at ${baseUrl}`
  return `${baseUrl} does not accept the request`
}

/** Codes of connections that never came about. */
const unconnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']

/** No answer that could be read: the connection broke, or what came is not JSON. */
function broken(error: unknown, message: string): RequestFailed {
  if (error instanceof SyntaxError) {
    const facts = { reason: 'malformed', remedy: 'retry', mayHaveSpent: true } as const
    return new RequestFailed(`the server's answer is not JSON (${message})`, facts)
  }
  const codes = chain(error).map((one) => ('code' in one ? one.code : undefined))
  const mayHaveSpent = !codes.some((code) => typeof code === 'string' && unconnected.includes(code))
  return new RequestFailed(message, { reason: 'network', remedy: 'retry', mayHaveSpent })
}

function messageOf(error: unknown): string {
  const messages = chain(error)
    .map(({ message }) => message.replace(/\.$/, ''))
    .filter((message) => message !== '')
  return [...new Set(messages)].join(': ').replace(/\s+/g, ' ')
}

/** A page of HTML from a proxy is no message. */
function cut(message: string): string {
  return message.length <= 500 ? message : `${message.slice(0, 497)}...`
}

/** The error and what it says it was caused by. */
function chain(error: unknown): Error[] {
  const errors: Error[] = []
  for (let at = error; at instanceof Error && errors.length < 5; at = at.cause) {
    errors.push(at)
    if (at instanceof AggregateError) errors.push(...at.errors.filter((one) => one instanceof Error))
  }
  return errors
}
