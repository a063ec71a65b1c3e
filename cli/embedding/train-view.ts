import type { TrainingEpoch, TrainingEvent, TrainingStep } from '@cairn/trainer'
import type { Output } from '../shell.ts'
import { LiveLine } from '../terminal/live-line.ts'
import { clock, grouped, perSecond, some } from '../terminal/numbers.ts'

/** How a training is shown while it goes on. */
export interface TrainView {
  heard(event: TrainingEvent): void
  say(text: string): void
  end(): void
}

/** Where nothing can be redrawn, a line this often. */
const plainMs = 10_000

/** @param output none: nothing is shown */
export function trainView(output: Output | undefined): TrainView {
  const live = output?.live === true ? new LiveLine(output) : undefined
  let saidMs = performance.now()
  const say = (text: string) => (live === undefined ? output?.write(`${text}\n`) : live.above(text))
  return {
    say,
    end: () => live?.end(),
    heard(event) {
      switch (event.event) {
        case 'began': {
          const { resumed, epochs, steps, parameters, train, validation } = event
          const where = `${some(epochs, 'epoch')} and ${some(steps, 'step')}`
          say(
            `${grouped(parameters)} parameters; ${grouped(train)} programs to train, ${grouped(validation)} to validate`,
          )
          if (resumed) say(`going on after ${where}`)
          break
        }
        case 'step':
          if (live !== undefined) live.draw(stepText(event))
          else if (performance.now() - saidMs >= plainMs) {
            saidMs = performance.now()
            say(stepText(event))
          }
          break
        case 'epoch':
          say(epochText(event))
      }
    },
  }
}

function stepText(event: TrainingStep): string {
  const { epoch, epochs, step, steps, pass, loss, terms, programsPerSecond, secondsLeft } = event
  return [
    `epoch ${epoch} of ${epochs}`,
    `step ${step} of ${steps}`,
    ...(pass === 'behaviour'
      ? [behaviourText(terms.reward!, terms.action!, terms.entropy!)]
      : [`loss ${loss.toFixed(4)}`]),
    `${perSecond(programsPerSecond)} programs`,
    `${clock(secondsLeft)} left`,
  ].join(' · ')
}

function epochText({ epoch, training, validation, best }: TrainingEpoch): string {
  const { loss, terms, tokenPercent, programPercent } = validation
  const of = Object.entries(terms).map(([name, value]) => `${name} ${value.toFixed(4)}`)
  return [
    `epoch ${epoch}`,
    `loss ${training.loss!.toFixed(4)}`,
    ...('behaviour/reward' in training
      ? [behaviourText(training['behaviour/reward'], training['behaviour/action']!, training['behaviour/entropy']!)]
      : []),
    `validation ${loss.toFixed(4)} (${of.join(', ')})`,
    `tokens ${tokenPercent.toFixed(1)} %`,
    `programs ${programPercent.toFixed(1)} %`,
    ...(best ? ['best'] : []),
  ].join(' · ')
}

function behaviourText(reward: number, action: number, entropy: number): string {
  return `reward ${reward.toFixed(3)}, policy gradient ${action.toFixed(4)}, entropy ${entropy.toFixed(3)}`
}
