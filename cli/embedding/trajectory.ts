import { type RetracedQuestion, type RunRecord, retraceRun } from '@cairn/coordinator'
import { openTask } from '@cairn/domains'
import { type Language, type Program, print } from '@cairn/language'
import type { Trajectory, TrajectoryIteration } from '@cairn/report'
import type { TrainedEmbedding } from '@cairn/trainer'
import { BadUsage } from '../errors.ts'
import { findSearch } from '../plan.ts'

/** Searches whose way has centres. */
const withCentres = ['cem', 'cem-diversity']

/** How much further than chance would have it a population lies from the centre before if another search has begun. */
const elsewhere = 4

/**
 * The way of a run through the space of its embedding, from its journal.
 *
 * @throws BadUsage where it is no run of the cross entropy method, or in another embedding; BadJournal, ReplayMismatch
 */
export async function trajectoryOf(record: RunRecord, embedding: TrainedEmbedding): Promise<Trajectory> {
  const { run, folder, manifest } = record
  const { plan, embedding: searched } = manifest
  if (!withCentres.includes(plan.search.name))
    throw new BadUsage('run', run, `a run of ${withCentres.join(' or ')} (it is one of ${plan.search.name})`)
  if (searched?.name !== embedding.name)
    throw new BadUsage('run', run, `a run in ${embedding.name} (it searched in ${searched?.name ?? 'no embedding'})`)
  const task = openTask(plan.task.name, plan.task.options)
  const questions = await retraceRun({ folder, task, search: await findSearch(plan.search.name) })
  const iterations = iterationsOf(questions, Number(plan.search.options.population), task.language)
  if (iterations.length === 0) throw new BadUsage('run', run, 'a run that has come through its first iteration')
  return { about: `${run}: ${plan.search.name} on ${plan.task.name}, seed ${plan.seed}`, iterations }
}

/** A population, then its centre, and again; what was cut off in the end is left out. */
export function iterationsOf(
  questions: readonly RetracedQuestion[],
  population: number,
  language: Language,
): TrajectoryIteration[] {
  const text = (program: Program | undefined) => program && print(language, program)
  const iterations: TrajectoryIteration[] = []
  for (let at = 0; at + 1 < questions.length; at++) {
    const [drawn, centre] = [questions[at]!, questions[at + 1]!]
    // A centre that was thrown out of the space is not asked about, and ends a search.
    if (drawn.vectors.length !== population || centre.vectors.length !== 1) continue
    at++
    const before = iterations.at(-1)
    const begins = before !== undefined && isElsewhere(drawn.vectors, before.centre.vector)
    iterations.push({
      iteration: iterations.length + 1,
      ...(begins ? { begins } : {}),
      vectors: drawn.vectors,
      programs: drawn.programs.map(text),
      returns: drawn.returns,
      centre: { vector: centre.vectors[0]!, program: text(centre.programs[0]), return: centre.returns[0] },
    })
  }
  return iterations
}

/** Whether vectors are not drawn around the centre, by the distance of their mean and their own spread. */
function isElsewhere(vectors: readonly ArrayLike<number>[], centre: ArrayLike<number>): boolean {
  if (vectors.length < 2) return false
  let [distance, spread] = [0, 0]
  for (let k = 0; k < centre.length; k++) {
    let [sum, squares] = [0, 0]
    for (const vector of vectors) {
      sum += vector[k]!
      squares += vector[k]! ** 2
    }
    const mean = sum / vectors.length
    distance += (mean - centre[k]!) ** 2
    spread += (squares - vectors.length * mean ** 2) / (vectors.length - 1)
  }
  return distance > (elsewhere * spread) / vectors.length
}
