import type { Rng } from '@cairn/language'
import { type CairnProcess, startCairn } from './cairn-process.ts'

/** Worker processes of one thread at a nats-server, which come and go. */
export class Crew {
  readonly workers: CairnProcess[] = []
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  join(count: number): void {
    for (let i = 0; i < count; i++) this.workers.push(startCairn(['worker', '--nats', this.#url, '--threads', '1']))
  }

  /** Kills one at random and lets another join. */
  replace(rng: Rng): void {
    const [killed] = this.workers.splice(rng.below(this.workers.length), 1)
    killed?.kill('SIGKILL')
    this.join(1)
  }

  async leave(signal: NodeJS.Signals): Promise<void> {
    const leaving = this.workers.splice(0)
    for (const worker of leaving) worker.kill(signal)
    await Promise.all(leaving.map((worker) => worker.exit))
  }
}
