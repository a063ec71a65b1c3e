import type { CollectResult, CompletionHead, Endpoint, JudgeBoth, Target, Tokens } from '@cairn/completions'
import type { FlagValues } from '../command.ts'
import { BadUsage } from '../errors.ts'
import { onInterrupt } from '../interrupt.ts'
import { line, type Shell } from '../shell.ts'
import { collectView } from './collect-view.ts'
import { type completeFlags, completeDefaults as defaults } from './flags.ts'

type Flags = FlagValues<typeof completeFlags>

/** @throws BadEndpoint */
export async function endpointOf(flags: Flags, { env }: Pick<Shell, 'env'>): Promise<Endpoint> {
  const { endpointAt, keyFrom, openaiUrl } = await import('@cairn/completions')
  return endpointAt(flags['base-url'] ?? (env.OPENAI_BASE_URL?.trim() || openaiUrl), keyFrom(env))
}

/** What goes with every request. */
export function parametersOf(flags: Flags): CompletionHead['parameters'] {
  return {
    temperature: flags.temperature,
    topP: flags['top-p'],
    maxTokens: flags['max-tokens'],
    seed: flags.seed ?? null,
  }
}

/** A cap on the cost needs prices. @throws BadUsage */
export function checkPrices(flags: Flags): void {
  const [prompt, completion] = [flags['price-in'], flags['price-out']]
  if ((prompt === undefined) !== (completion === undefined)) {
    throw new BadUsage(prompt === undefined ? '--price-in' : '--price-out', undefined, 'both prices, or none')
  }
  if (flags['max-cost'] !== undefined && prompt === undefined) {
    throw new BadUsage('--max-cost', flags['max-cost'], '--price-in and --price-out with it')
  }
}

export interface Collected extends CollectResult {
  readonly file: string
  /** Exit code of a stop that somebody asked for. */
  readonly stoppedWith: number | undefined
}

/**
 * Asks the model until the file holds what is wanted, or until somebody stops it.
 *
 * @throws OtherCollection, FileBusy, BadCompletions; an error of the file system
 */
export async function collectInto(
  file: string,
  { head, endpoint, judge }: { readonly head: CompletionHead; readonly endpoint: Endpoint; readonly judge: JudgeBoth },
  flags: Flags,
  shell: Shell,
): Promise<Collected> {
  const completions = await import('@cairn/completions')
  const target = targetOf(flags)
  const prices =
    flags['price-in'] === undefined || flags['price-out'] === undefined
      ? undefined
      : { prompt: flags['price-in'], completion: flags['price-out'] }
  using log = completions.openLog(file, head)
  const view = collectView(target, flags.quiet ? undefined : shell.err)
  if (log.repaired !== undefined) view.say(log.repaired)
  using interrupt = onInterrupt(() => view.say('stopping; the same command goes on from here'))
  const { model, prompt, parameters } = head
  const spending = new completions.Spending(
    {
      prompt: prompt.system + prompt.user,
      maxTokens: flags['max-tokens'],
      before: spentBefore(log.before, completions),
    },
    { totalTokens: flags['max-total-tokens'], cost: flags['max-cost'] },
    prices,
  )
  for (const { tokens } of log.before.answers) if (tokens !== null) spending.learn(tokens)
  const clock = completions.systemClock
  const timeoutMs = Math.round(flags.timeout * 1000)
  const ask = await completions.chatWith({ endpoint, model, prompt, parameters, timeoutMs, now: clock.now })
  try {
    const result = await completions.collect(
      { log, ask, judge, spending, clock, random: Math.random, signal: interrupt.signal, ...view.events },
      {
        target,
        parallel: flags.parallel,
        requestsPerMinute: flags['requests-per-minute'],
        retry: { ...completions.retryDefaults, attempts: flags.attempts },
      },
    )
    return { ...result, file, stoppedWith: interrupt.exitCode }
  } finally {
    view.end()
  }
}

/** Says on stderr how a collection ended that did not reach its target. */
export function explainEnd({ ended, message, failures }: Collected, { err }: Pick<Shell, 'err'>): void {
  const again = 'the same command asks for what is missing'
  const words = {
    complete: undefined,
    missing: `${failures.length} requests came to nothing; ${again}`,
    capped: 'the next request might have passed a cap; what was answered is kept',
    interrupted: `stopped; ${again}`,
    failed: `${message ?? 'the collection failed'}; what was answered is kept, and ${again}`,
  }[ended]
  if (words !== undefined) line(err, err.colors.yellow(words))
}

function targetOf(flags: Flags): Target {
  const accepted = flags['until-accepted']
  if (accepted === undefined) return { answers: flags.count ?? defaults.count }
  return { accepted, by: flags.converter, most: flags.count ?? accepted * defaults.mostPerAccepted }
}

type Completions = typeof import('@cairn/completions')

/** In earlier sittings. */
function spentBefore(
  { answers, failures }: import('@cairn/completions').CompletionFile,
  { noTokens, plus }: Completions,
): Tokens {
  return [...answers, ...failures].reduce((sum, { charged }) => plus(sum, charged), noTokens)
}
