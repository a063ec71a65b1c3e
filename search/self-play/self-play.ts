import { keyOf, type Program } from '@cairn/language'
import type { SearchContext } from '../context.ts'
import { NoPrograms, programsOf, whole } from '../starts.ts'
import { bestResponse } from './best-response.ts'
import { shortestProgram } from './first-program.ts'
import type { Learner } from './learner.ts'
import { Matches } from './matches.ts'
import type { SelfPlayOptions } from './options.ts'
import { surroundings } from './surroundings.ts'

/**
 * Best responses without end, each searched for from the champion; the learner is given those that do better than it
 * against the opponents. Both are evaluated again for that, and charged again, as in the source.
 *
 * Source: rubensolv/LocalLearnerIJCAI, its main loop.
 *
 * @param learning the learner, from its first program
 * @throws NoArena; NoPrograms, NotWhole for `start=programs`
 */
export async function selfPlay(
  search: SearchContext,
  options: SelfPlayOptions,
  learning: (matches: Matches, first: Program) => Learner,
): Promise<void> {
  const matches = new Matches(search, options)
  const programs = await programsOf(search, options.programs)
  const learner = learning(matches, await firstProgram(search, matches, programs, options))
  const around = await surroundings(search, programs, options)
  const crown = crowning(matches)
  const heard = learner.heard?.bind(learner)
  await crown(learner.champion)
  for (let responses = 1; search.open; responses++) {
    const { archive, champion, opponents } = learner
    matches.arena.tell({ archive, opponents: opponents.length, responses })
    const { charged } = search
    const setting = { search, matches, surroundings: around, opponents, heard, options }
    const response = await bestResponse(setting, champion)
    const tested = await matches.play([response, champion], opponents)
    heard?.(tested)
    if (tested[0]!.score <= tested[1]!.score) {
      if (search.charged === charged) return // every match failed, and no other will be better
      continue
    }
    const taken = await learner.update(response)
    if (taken !== undefined) around.learn(taken)
    await crown(learner.champion)
  }
}

async function firstProgram(
  search: SearchContext,
  matches: Matches,
  programs: readonly Program[],
  options: SelfPlayOptions,
): Promise<Program> {
  const shortest = shortestProgram(search.language)
  if (options.start === 'empty') return shortest
  if (programs.length === 0) throw new NoPrograms(options.programs)
  const given = whole(search, options.programs, programs)
  const played = await matches.play(given, [shortest])
  return played.reduce((most, each) => (each.score > most.score ? each : most)).program
}

/** Tells the arena of a champion that is another one. */
function crowning({ arena }: Matches): (champion: Program) => Promise<void> {
  let known = ''
  return async (champion) => {
    const key = keyOf(champion)
    if (key === known) return
    known = key
    await arena.crown(champion)
  }
}
