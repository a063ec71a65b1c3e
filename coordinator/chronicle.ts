import { join } from 'node:path'
import { type Program, print, printIndented } from '@cairn/language'
import type { Standing } from '@cairn/search'
import type { AnswerRow } from './answers.ts'
import type { Champion } from './arena.ts'
import type { Improvement } from './asked-path.ts'
import type { PoisonedBehaviour } from './behaviours.ts'
import type { ChronicleSetup } from './chronicle-setup.ts'
import { RunFenced } from './fence.ts'
import { JournalFailed } from './journal.ts'
import { type BestRow, type ChampionRow, isLater, type PoisonRow } from './journal-file.ts'
import type { PoisonedPair } from './matches.ts'
import { runFiles, writeWhole } from './run-folder.ts'
import type { RunEvent } from './run-plan.ts'
import { Speedometer } from './speedometer.ts'
import { StandingWatch } from './standing-watch.ts'
import type { Capacity } from './transport.ts'

type Progress = Extract<RunEvent, { event: 'progress' }>

/** Writes a sitting down and tells of it. Only what has been committed is told. */
export class Chronicle {
  readonly #setup: ChronicleSetup
  readonly #labels: { readonly domain: string; readonly task: string }
  readonly #searchLabels: { readonly domain: string; readonly task: string; readonly searcher: string }
  readonly #secondsBefore: number
  readonly #startedMs = performance.now()
  readonly #executedSpeed: Speedometer
  readonly #chargedSpeed: Speedometer
  #commitTimer: NodeJS.Timeout | undefined
  /** Not committed yet; each with the evaluations charged to the run when it was found. */
  #found: { readonly row: BestRow; readonly charged: number }[] = []
  #poison: PoisonRow[] = []
  #best: BestRow | undefined
  /** Not committed yet; each with the evaluations charged to the run by then. */
  #crowned: { readonly row: ChampionRow; readonly charged: number }[] = []
  #champion: ChampionRow | undefined
  /** Champions of all paths. */
  #champions: number
  readonly #standing: StandingWatch
  #bestWritten: BestRow | undefined
  #uniquePrograms = 0
  #asking: Progress['behaviours']
  #idle: { readonly sinceMs: number; told: boolean } | undefined

  constructor(setup: ChronicleSetup) {
    const { plan, journal, options } = setup
    this.#setup = setup
    const [domain = '', task = ''] = plan.task.name.split('/')
    this.#labels = { domain, task }
    this.#searchLabels = { domain, task, searcher: plan.search.name }
    this.#secondsBefore = journal.seconds
    this.#executedSpeed = new Speedometer(options.rateMs)
    this.#chargedSpeed = new Speedometer(options.rateMs)
    this.#best = journal.best()
    if (this.#best !== undefined) this.#showBest(this.#best.score, this.#best.charged)
    this.#champion = journal.champion()
    this.#champions = journal.champions
    this.#standing = new StandingWatch(setup.metrics, { campaign: plan.run, searcher: plan.search.name })
    if (this.#champion !== undefined) this.#showChampion(this.#champion.score)
  }

  /** Wall time over all sittings. */
  get seconds(): number {
    return Math.round(1000 * this.#secondsBefore + performance.now() - this.#startedMs) / 1000
  }

  /** Of what is committed: of the champion, if there is one, else of the best program. */
  get bestReturn(): number | null {
    return finite(this.result?.score)
  }

  /** What the run has come to so far: its champion, else its best program. */
  get result(): BestRow | undefined {
    return this.#champion ?? this.#best
  }

  /** Takes in an answer, with the programs that turned out better than all before them on their path. */
  record(row: AnswerRow, improvements: readonly Improvement[], cached: number): void {
    const { journal, language, metrics } = this.#setup
    const chargedBefore = journal.charged
    journal.addAnswer(row)
    for (const { charged, within, score, program } of improvements) {
      const best = { path: row.path, charged, score, program, text: print(language, program) }
      journal.addBest(best)
      this.#found.push({ row: best, charged: chargedBefore + within })
    }
    metrics.charged.inc(this.#searchLabels, row.charged)
    if (cached > 0) metrics.evaluations.inc({ ...this.#searchLabels, outcome: 'cached' }, cached)
    this.#commitSoon()
  }

  /** A batch of evaluations has been added to the journal. */
  evaluated(scored: number, pruned: number): void {
    const { metrics } = this.#setup
    metrics.evaluations.inc({ ...this.#searchLabels, outcome: 'scored' }, scored)
    if (pruned > 0) metrics.evaluations.inc({ ...this.#searchLabels, outcome: 'pruned' }, pruned)
    this.#commitSoon()
  }

  /** The search has a new champion. Its answer follows. */
  crowned(champion: Champion): void {
    const { journal, language } = this.#setup
    const row = { ...champion, text: print(language, champion.program) }
    journal.addChampion(row)
    this.#crowned.push({ row, charged: journal.charged })
  }

  /** So many matches of programs against programs have been played. */
  matches(count: number): void {
    this.#setup.metrics.matches.inc(this.#searchLabels, count)
  }

  poisonedPair({ program, opponent, reason }: PoisonedPair): void {
    const { journal, language, metrics } = this.#setup
    const why = `against ${print(language, opponent)}: ${reason}`
    const row = { program, opponent, text: print(language, program), reason: why }
    journal.addPoisonPair(row)
    this.#poison.push(row)
    metrics.deadLetters.inc()
    metrics.evaluations.inc({ ...this.#searchLabels, outcome: 'poisoned' })
    this.#commitSoon()
  }

  poisoned(program: Program, reason: string): void {
    const { journal, language, metrics } = this.#setup
    const row = { program, text: print(language, program), reason }
    journal.addPoison(row)
    this.#poison.push(row)
    metrics.deadLetters.inc()
    metrics.evaluations.inc({ ...this.#searchLabels, outcome: 'poisoned' })
    this.#commitSoon()
  }

  /** What a subtree does is known: from a worker, or without one. */
  behaviours(outcome: 'observed' | 'remembered', count = 1): void {
    if (count > 0) this.#setup.metrics.behaviours.inc({ ...this.#searchLabels, outcome }, count)
  }

  /** The search waits to learn what subtrees do; undefined when it no longer does. */
  asking(behaviours: Progress['behaviours']): void {
    this.#asking = behaviours
  }

  /** How a self-play search stands, in its own words. */
  told(standing: Standing): void {
    this.#standing.told(standing, this.#setup.journal.charged)
  }

  poisonedBehaviour({ program, states, reason }: PoisonedBehaviour): void {
    const { journal, language, metrics } = this.#setup
    const row = { program, states, text: print(language, program), reason }
    journal.addPoisonBehaviour(row)
    this.#poison.push(row)
    metrics.deadLetters.inc()
    metrics.behaviours.inc({ ...this.#searchLabels, outcome: 'poisoned' })
    this.#commitSoon()
  }

  /** Actions of executed episodes of a task. */
  steps(taskName: string, count: number): void {
    const [domain = '', task = ''] = taskName.split('/')
    this.#setup.metrics.steps.inc({ domain, task }, count)
  }

  waiting(reason: string): void {
    this.#emit({ event: 'waiting', run: this.#setup.plan.run, reason })
  }

  /** Tells how things stand. To be called every `progressMs`. */
  progress({ workers, threads }: Capacity, uniquePrograms: number): void {
    const { plan, journal, metrics } = this.#setup
    const { charged, executed } = journal.committed
    const nowMs = performance.now()
    const chargedRate = this.#chargedSpeed.read(charged, nowMs)
    this.#emit({
      event: 'progress',
      run: plan.run,
      bestReturn: this.bestReturn,
      charged,
      executed,
      ...(this.#champions === 0 ? {} : { champions: this.#champions }),
      rate: Math.round(this.#executedSpeed.read(executed, nowMs)),
      workers,
      threads,
      seconds: this.seconds,
      secondsLeft: chargedRate > 0 ? Math.ceil((plan.budget - charged) / chargedRate) : null,
      ...(this.#asking === undefined ? {} : { behaviours: this.#asking }),
      ...this.#standing.show(charged),
    })
    metrics.uniquePrograms.inc(this.#labels, uniquePrograms - this.#uniquePrograms)
    this.#uniquePrograms = uniquePrograms
    this.#noticeIdle(workers, nowMs)
    this.#writeBest()
  }

  /** @throws JournalFailed, RunFenced */
  commit(): void {
    clearTimeout(this.#commitTimer)
    this.#commitTimer = undefined
    const { plan, journal, fence } = this.#setup
    if (fence?.held === false || fence?.lost.aborted) throw new RunFenced(plan.run, { cause: fence.lost.reason })
    journal.commit(this.seconds)
    for (const { row, charged } of this.#found.splice(0)) {
      if (row.score <= (this.#best?.score ?? Number.NEGATIVE_INFINITY)) continue
      this.#best = row
      this.#showBest(row.score, charged)
      this.#emit({ event: 'best', run: plan.run, charged, bestReturn: row.score, program: row.text })
    }
    for (const { row, charged } of this.#crowned.splice(0)) {
      const { number, score, text } = row
      if (this.#champion === undefined || isLater(row, this.#champion)) this.#champion = row
      this.#champions++
      this.#showChampion(this.#champion.score)
      this.#setup.metrics.championChanges.inc(this.#searchLabels)
      this.#emit({ event: 'champion', run: plan.run, number, charged, score: finite(score), program: text })
    }
    if (this.#poison.length === 0) return
    for (const { text, reason } of this.#poison.splice(0)) {
      this.#emit({ event: 'poisoned', run: plan.run, program: text, reason })
    }
    const rows = [...journal.poisoned(), ...journal.poisonedBehaviours(), ...journal.poisonedPairs()]
    const lines = rows.map(({ text, reason }) => JSON.stringify({ program: text, reason }))
    this.#write(runFiles.poison, lines.join('\n'))
  }

  /** The last commit of a sitting. @throws JournalFailed, RunFenced */
  finish(): void {
    this.commit()
    this.#best = this.#setup.journal.best()
    this.#champion = this.#setup.journal.champion()
    this.#writeBest()
  }

  close(): void {
    clearTimeout(this.#commitTimer)
    const { metrics, plan } = this.#setup
    metrics.bestReturn.remove({ campaign: plan.run, searcher: plan.search.name })
    metrics.evaluationsToBest.remove({ campaign: plan.run })
    metrics.championReturn.remove({ campaign: plan.run, searcher: plan.search.name })
    this.#standing.close()
  }

  #commitSoon(): void {
    const { journal, options, failed } = this.#setup
    const commit = () => {
      try {
        this.commit()
      } catch (error) {
        failed(error)
      }
    }
    if (journal.full) commit()
    else this.#commitTimer ??= setTimeout(commit, options.commitMs)
  }

  #noticeIdle(workers: number, nowMs: number): void {
    if (workers > 0) {
      this.#idle = undefined
      return
    }
    this.#idle ??= { sinceMs: nowMs, told: false }
    if (this.#idle.told || nowMs - this.#idle.sinceMs < this.#setup.options.waitingMs) return
    this.#idle.told = true
    this.waiting('no workers')
  }

  #showBest(score: number, charged: number): void {
    const { metrics, plan } = this.#setup
    metrics.bestReturn.set({ campaign: plan.run, searcher: plan.search.name }, score)
    metrics.evaluationsToBest.set({ campaign: plan.run }, charged)
  }

  #showChampion(score: number): void {
    const { metrics, plan } = this.#setup
    metrics.championReturn.set({ campaign: plan.run, searcher: plan.search.name }, score)
  }

  #writeBest(): void {
    const { result } = this
    if (result === undefined || result === this.#bestWritten) return
    this.#write(runFiles.best, printIndented(this.#setup.language, result.program))
    this.#bestWritten = result
  }

  #write(name: string, text: string): void {
    const file = join(this.#setup.folder, name)
    try {
      writeWhole(file, `${text}\n`)
    } catch (cause) {
      throw new JournalFailed(file, cause)
    }
  }

  #emit(event: RunEvent): void {
    this.#setup.events.push(event)
  }
}

/** JSON has no other numbers. */
export function finite(number: number | undefined): number | null {
  return number !== undefined && Number.isFinite(number) ? number : null
}
