import type { Standing } from '@cairn/search'
import type { CoordinatorMetrics } from './metrics.ts'
import type { RunEvent } from './run-plan.ts'

type SelfPlay = Pick<Extract<RunEvent, { event: 'progress' }>, 'selfPlay'>

/** Keeps what a self-play search tells of itself, for those who watch. */
export class StandingWatch {
  readonly #metrics: CoordinatorMetrics
  readonly #labels: { readonly campaign: string; readonly searcher: string }
  #latest: { readonly standing: Standing; readonly charged: number } | undefined

  constructor(metrics: CoordinatorMetrics, labels: { readonly campaign: string; readonly searcher: string }) {
    this.#metrics = metrics
    this.#labels = labels
  }

  /** @param charged evaluations charged to the run by then */
  told(standing: Standing, charged: number): void {
    this.#latest = { standing, charged }
  }

  /** @param charged evaluations charged to the run by now */
  show(charged: number): SelfPlay {
    if (this.#latest === undefined) return {}
    const { archive, opponents, responses } = this.#latest.standing
    const inResponse = Math.max(0, charged - this.#latest.charged)
    const { archiveSize, opponentCount, bestResponses, responseEvaluations } = this.#metrics
    archiveSize.set(this.#labels, archive)
    opponentCount.set(this.#labels, opponents)
    bestResponses.set(this.#labels, responses)
    responseEvaluations.set(this.#labels, inResponse)
    return { selfPlay: { archive, opponents, responses, inResponse } }
  }

  close(): void {
    const { archiveSize, opponentCount, bestResponses, responseEvaluations } = this.#metrics
    for (const gauge of [archiveSize, opponentCount, bestResponses, responseEvaluations]) gauge.remove(this.#labels)
  }
}
