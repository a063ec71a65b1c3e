import type { Task } from '@cairn/domains'
import type { Program } from '@cairn/language'

/** Evaluates every program on the first episodes. @returns evaluations and actions done */
export function evaluateAll(task: Task, programs: readonly Program[], episodes: number): [number, number] {
  let steps = 0
  for (const program of programs) {
    const prepared = task.prepare(program)
    for (let episode = 0; episode < episodes; episode++) steps += prepared.episode(episode).steps
  }
  return [programs.length, steps]
}
