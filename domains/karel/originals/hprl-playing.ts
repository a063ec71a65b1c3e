import { hprl } from '../../sources.ts'
import type { TaskOption } from '../../task.ts'
import { telescoped } from '../best-return.ts'
import type { CardText } from '../karel-task.ts'
import { hprlCallBudget } from '../leaps-interpreter.ts'
import { HprlEpisode, hprlEpisodes } from './hprl-episode.ts'
import type { PlayableHprl } from './hprl-rules.ts'
import type { Rewards } from './original-rules.ts'
import type { Player } from './original-task.ts'

/** What every task of HPRL has; the limits leave `best` room for rounding that hides no solution. */
export const episode = {
  programs: {
    kind: 'integer',
    default: hprlEpisodes.programs,
    min: 1,
    max: 50,
    about: 'executions of the program in one episode, each with a fresh budget; the world stays as it is between them',
  },
  'call-budget': {
    kind: 'integer',
    default: hprlCallBudget,
    min: 1,
    max: 15_000,
    about: 'what one execution of a program may spend',
  },
} as const satisfies Record<string, TaskOption>

/** What those have that HPRL pays in two ways. */
export const version = {
  rewards: {
    kind: 'choice',
    default: 'dense',
    of: ['dense', 'sparse'],
    about: 'whether every bit pays, or only the end',
  },
} as const satisfies Record<string, TaskOption>

const fivePrograms =
  'HPRL plays five programs in a row, chosen by a meta-policy; a search has one program, which is run up to five times ' +
  'here. `hprlEpisode` of the package plays any five.'

const afterDone = 'Once the task is done nothing pays any more; the program runs to its end and the episode is over.'

/** The prose of a card, with what all cards of HPRL say. */
export function textOf(text: Omit<CardText, 'sources' | 'differences' | 'termination'> & Partial<CardText>): CardText {
  return {
    ...text,
    termination: `${text.termination ?? ''} ${afterDone} Otherwise after the last program.`.trim(),
    differences: [...(text.differences ?? []), fivePrograms],
    sources: [hprl],
  }
}

export interface EpisodeOptions {
  readonly programs: number
  readonly 'call-budget': number
}

/** Progress can be walked to and fro, once for every action; a reward and the sum it joins are rounded twice. */
export function best({ programs, 'call-budget': calls }: EpisodeOptions): number {
  return telescoped(2 * programs * calls, 2)
}

export function versionOf(rewards: string): Rewards {
  return rewards === 'sparse' ? 'sparse' : 'dense'
}

export interface HprlPlayer extends Player {
  readonly episode: HprlEpisode
}

/** The program up to so many times in a row. With `mean`, what is heard is how each action changes the return. */
export function player(
  rules: PlayableHprl,
  { programs, 'call-budget': callBudget }: EpisodeOptions,
  mean = false,
): HprlPlayer {
  const playing = new HprlEpisode(rules, { callBudget, programs, mean })
  return {
    episode: playing,
    begin: (number) => playing.begin(number),
    play(code, heard) {
      let sum = 0
      let steps = 0
      for (;;) {
        let own = 0
        let actions = 0
        const step = playing.playCode(code, (action, reward) => {
          const before = mean ? own / Math.max(1, actions) : own
          own += reward
          actions++
          heard?.(action, mean ? own / actions - before : reward)
        })
        sum += step.reward
        steps += step.actions
        if (!step.ended) continue
        const ended = rules.done ? 'terminated' : step.completed ? 'completed' : 'out-of-calls'
        return { return: sum, steps, ended }
      }
    },
  }
}
