/** How a request that failed for now is made again. */
export interface RetryOptions {
  /** Most requests made for one answer. */
  readonly attempts: number
  /** Wait after the first failure; it doubles with each further one. */
  readonly firstWaitMs: number
  readonly mostWaitMs: number
  /** A server that asks for a longer wait than this ends the collection. */
  readonly mostRetryAfterMs: number
}

export const retryDefaults = {
  attempts: 6,
  firstWaitMs: 1000,
  mostWaitMs: 60_000,
  mostRetryAfterMs: 900_000,
} satisfies RetryOptions

/**
 * How long to wait after failure number `failures`: exponential, of which the upper half is random, so that many clients
 * do not return together. Never less than the server asked for.
 *
 * @param random from 0 up to 1
 */
export function waitMs(
  failures: number,
  { retryAfterMs = 0, random }: { readonly retryAfterMs?: number | undefined; readonly random: number },
  { firstWaitMs, mostWaitMs }: RetryOptions,
): number {
  const longest = Math.min(mostWaitMs, firstWaitMs * 2 ** (failures - 1))
  return Math.max(retryAfterMs, Math.round(longest * (0.5 + random / 2)))
}

/**
 * What a `retry-after` header asks for (RFC 9110: seconds, or a date), or `retry-after-ms` of OpenAI.
 *
 * @returns milliseconds from now, 0 at least; undefined when nothing that can be understood is asked for
 */
export function retryAfter(headers: Pick<Headers, 'get'> | undefined, nowMs: number): number | undefined {
  const milliseconds = headers?.get('retry-after-ms')?.trim()
  if (milliseconds && /^\d+(\.\d+)?$/.test(milliseconds)) return Number(milliseconds)
  const asked = headers?.get('retry-after')?.trim()
  if (!asked) return undefined
  if (/^\d+(\.\d+)?$/.test(asked)) return Number(asked) * 1000
  const date = Date.parse(asked)
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}
