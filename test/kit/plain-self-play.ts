import { type Program, print, type Rng } from '@cairn/language'
import { minimaxStrategy } from '../../search/self-play/minimax.ts'
import type { Game } from './arena.ts'

export interface PlainOptions {
  readonly learner: 'ibr' | 'fp' | 'do' | '2l'
  /** n of fp. */
  readonly n: number
  readonly response: 'hc' | 'sa'
  readonly k: number
  /** Evaluations of a best response; Infinity: no limit. */
  readonly limit: number
  readonly clear: boolean
  readonly freeFailures: boolean
  readonly freeArchive: boolean
  readonly releasedLossTest: boolean
  readonly skipKnown: boolean
}

class BudgetSpent extends Error {}

/**
 * Self-play from the description of the published code alone: one match after the other, no questions, no laziness. It
 * writes the log that `ArenaContext` writes.
 */
export function plainSelfPlay(
  game: Game,
  rng: Rng,
  first: Program,
  budget: number,
  options: PlainOptions,
): { readonly log: string[]; readonly charged: number } {
  const { language } = game
  const text = (program: Program) => print(language, program)
  const log: string[] = []
  let charged = 0

  const pair = (a: Program, b: Program) => game.match(a, b, 0) + game.match(a, b, 1)

  function pay(program: Program, opponents: readonly Program[], free: boolean): number[] {
    if (charged >= budget) throw new BudgetSpent()
    const pairs = opponents.map((opponent) => pair(program, opponent))
    if (!free && charged + opponents.length > budget) throw new BudgetSpent()
    let price = 0
    if (!free) for (const each of pairs) if (!options.freeFailures || each >= 0) price++
    charged += price
    log.push(`${text(program)} vs ${opponents.map(text).join(' | ')}: ${price}`)
    return pairs
  }

  let adv: Program[] = [first]
  let P: Program[] = [first]
  const M: number[][] = [[0.5]]
  const X: number[][] = []
  let best = 0.5

  function evaluate(p: Program): number {
    const pairs = pay(p, adv, false)
    if (options.learner === '2l') {
      const againstLast = pair(p, adv.at(-1)!)
      let r = 0
      const x = []
      for (const opponent of adv) {
        const r0 = game.match(p, opponent, 0)
        const r1 = game.match(p, opponent, 1)
        r += r0 + r1
        const lost = options.releasedLossTest ? r0 + r < 1 : r0 + r1 < 1
        x.push(againstLast > 1 && lost ? 1 : 0)
      }
      X.push(x)
    }
    let sum = 0
    for (const each of pairs) sum += each / 2
    return sum
  }

  const solved = (value: number) => value > adv.length - 0.1

  function climb(start: Program): Program {
    const began = charged
    const pays = () => options.limit - (charged - began) >= adv.length
    if (!pays()) return start
    let bestProgram = start
    let v = evaluate(bestProgram)
    while (pays() && !solved(v)) {
      let m = bestProgram
      let vm = Number.NEGATIVE_INFINITY
      for (let i = 0; i < options.k; i++) {
        if (!pays() || solved(vm)) break
        const a = language.drawing!.neighbour(m, rng)
        const va = evaluate(a)
        if (va > vm) {
          m = a
          vm = va
        }
      }
      if (vm > v) {
        bestProgram = m
        v = vm
      }
    }
    return bestProgram
  }

  function anneal(start: Program): Program {
    const began = charged
    const pays = (programs: number) => options.limit - (charged - began) >= programs * adv.length
    if (!pays(1)) return start
    let bestProgram = start
    let local = start
    let v = evaluate(start)
    let vLocal = v
    for (let t = 0; pays(1) && !solved(v); t++) {
      const T = 2000 / (1 + t * 0.9)
      const two = pays(2)
      let a = language.drawing!.neighbour(local, rng)
      let va = evaluate(a)
      if (two && !solved(va)) {
        const b = language.drawing!.neighbour(local, rng)
        const vb = evaluate(b)
        if (vb > va) [a, va] = [b, vb]
      }
      if (rng.uniform() < Math.min(1, Math.exp((0.5 * (va - vLocal)) / T))) {
        local = a
        vLocal = va
      }
      if (va > v) {
        bestProgram = a
        local = a
        v = va
        vLocal = va
      }
    }
    return bestProgram
  }

  const clear = (program: Program, opponents: readonly Program[]) =>
    options.clear ? game.trimmed!(program, opponents) : program

  function champion(): Program {
    if (options.learner === 'ibr' || options.learner === 'fp') return adv.at(-1)!
    let most = Number.NEGATIVE_INFINITY
    let found = P[0]!
    for (const [i, row] of M.entries()) {
      let sum = 0
      for (const value of row) sum += value
      if (sum >= most) {
        most = sum
        found = P[i]!
      }
    }
    return found
  }

  function updateRecent(c: Program): void {
    const r = evaluate(c)
    if (r <= best) return
    const cleared = clear(c, adv)
    if (adv.length >= (options.learner === 'ibr' ? 1 : options.n)) adv = adv.slice(1)
    adv = [...adv, cleared]
    best = evaluate(cleared)
  }

  function join(c: Program, cleared: Program): void {
    const pairs = pay(c, P, options.freeArchive)
    for (const [i, row] of M.entries()) row.push(1 - pairs[i]! / 2)
    M.push([...pairs.map((each) => each / 2), 0.5])
    P = [...P, cleared]
  }

  function updateOracle(c: Program): void {
    join(c, clear(c, P))
    const probabilities = minimaxStrategy(M)
    adv = P.filter((_, i) => Math.floor(probabilities[i]! * 100 + 0.5) / 100 > 0)
  }

  function updateLocal(c: Program): void {
    const cleared = clear(c, P)
    if (!options.skipKnown || !P.map(text).includes(text(cleared))) join(c, cleared)
    const stronger = P.filter((o) => pay(o, [cleared], options.freeArchive)[0]! > 1)
    if (stronger.length > 0) {
      adv = [...adv, ...stronger]
    } else {
      const keep = [adv.length - 1]
      let left = X.slice()
      for (;;) {
        const sums = adv.map((_, i) => left.reduce((sum, x) => sum + x[i]!, 0))
        let index = 0
        for (const [i, sum] of sums.entries()) if (sum > sums[index]!) index = i
        if (sums[index] === 0) break
        keep.push(index)
        left = left.filter((x) => x[index] === 0)
      }
      adv = [...keep.map((i) => adv[i]!), cleared]
    }
    X.length = 0
  }

  let crowned = ''
  function crown(): void {
    const now = text(champion())
    if (now === crowned) return
    if (charged >= budget) throw new BudgetSpent()
    crowned = now
    log.push(`crowned ${now}`)
  }

  try {
    crown()
    for (;;) {
      const j = champion()
      const c = options.response === 'hc' ? climb(j) : anneal(j)
      const after = evaluate(c)
      const before = evaluate(j)
      if (after <= before) continue
      if (options.learner === 'do') updateOracle(c)
      else if (options.learner === '2l') updateLocal(c)
      else updateRecent(c)
      crown()
    }
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error
  }
  return { log, charged }
}
