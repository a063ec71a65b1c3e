import { cairn } from '@cairn/proto'
import type { ComputedBy } from '../embedded/messages.ts'
import type { TrainingBegan, TrainingEvent } from '../training/progress.ts'

const { Pass, TrainingProgress } = cairn.v1

/** An event of a training, as it goes over the wire. */
export function toProgress(event: TrainingEvent, { backend, report }: ComputedBy): cairn.v1.TrainingProgress {
  switch (event.event) {
    case 'began':
      return TrainingProgress.create({ began: { ...event, backend, report: [...report] } })
    case 'step': {
      const pass = event.pass === 'behaviour' ? Pass.PASS_BEHAVIOUR : Pass.PASS_RECONSTRUCTION
      return TrainingProgress.create({ step: { ...event, pass } })
    }
    case 'epoch':
      return TrainingProgress.create({ epoch: event })
    case 'ended':
      return TrainingProgress.create({ ended: event })
  }
}

export type RemoteTrainingEvent = Exclude<TrainingEvent, TrainingBegan> | (TrainingBegan & ComputedBy)

/** The event again; undefined for one that this version does not know. Zeros are not sent: they are in the prototypes. */
export function fromProgress(progress: cairn.v1.ITrainingProgress): RemoteTrainingEvent | undefined {
  const { began, step, epoch, ended } = progress
  if (began) {
    const { resumed, epochs, steps, parameters, train, validation, backend, report } =
      cairn.v1.TrainingBegan.create(began)
    return { event: 'began', resumed, epochs, steps, parameters, train, validation, backend, report }
  }
  if (step) {
    const all = cairn.v1.TrainingStep.create(step)
    const { epoch: ofEpoch, epochs, step: number, steps, loss, terms, rate, programsPerSecond, secondsLeft } = all
    const pass = all.pass === Pass.PASS_BEHAVIOUR ? 'behaviour' : 'reconstruction'
    return {
      ...{ event: 'step', epoch: ofEpoch, epochs, step: number, steps, pass, loss, terms, rate },
      ...{ programsPerSecond, secondsLeft },
    }
  }
  if (epoch) {
    const { epoch: number, epochs, training, best } = cairn.v1.TrainingEpoch.create(epoch)
    const found = cairn.v1.Validation.create(epoch.validation ?? {})
    const { programs, loss, terms, tokenPercent, programPercent } = found
    const validation = { programs, loss, terms, tokenPercent, programPercent }
    return { event: 'epoch', epoch: number, epochs, training, validation, best }
  }
  if (ended) {
    const { finished, epochs, steps } = cairn.v1.TrainingEnded.create(ended)
    return { event: 'ended', finished, epochs, steps }
  }
  return undefined
}
