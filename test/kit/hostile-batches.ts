import { parse } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { wireSchema } from '@cairn/proto/queue'
import { domain } from '../fixtures/hostile-domain.mjs'

/** The module of the hostile domain, for `loadDomain` in other threads and processes. */
export const hostileModule = new URL('../fixtures/hostile-domain.mjs', import.meta.url).href

export { domain as hostileDomain }

export const hostileTask: cairn.v1.TaskSpec.$Properties = {
  name: 'hostile/guess',
  options: '{}',
  domainHash: domain.hash,
}

/** An encoded batch of programs of the hostile domain, given as text; `fields` replaces or adds to what it holds. */
export function hostileBatch(programs: readonly string[], fields: cairn.v1.Batch.$Properties = {}): Uint8Array {
  const parsed = programs.map((text) => parse(domain.language, text))
  return cairn.v1.Batch.encode({
    schema: wireSchema,
    run: 'trial',
    id: 'batch',
    epoch: 1,
    task: hostileTask,
    programs: Buffer.concat(parsed),
    lengths: parsed.map(({ length }) => length),
    firstEpisode: 0,
    episodes: 4,
    ...fields,
  }).finish()
}

/** `RUN guess-a guess-b guess-c` for the digits of a number below 1000. */
export function guessing(number: number): string {
  const digits = String(number).padStart(3, '0').slice(-3)
  return `RUN ${[...digits].map((digit) => `guess-${digit}`).join(' ')}`
}

/** The answer itself: without what differs from one evaluation to the next. */
export function answerOf(result: Uint8Array): cairn.v1.Result {
  const answer = cairn.v1.Result.decode(result)
  answer.evaluationSeconds = 0
  answer.worker = ''
  return answer
}
