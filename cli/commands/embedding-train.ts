import { command, required } from '../command.ts'
import { choice, integer, text, toggle } from '../flags.ts'

export const embeddingTrain = command({
  name: 'embedding train',
  summary: 'train an embedding of programs, as LEAPS and HPRL define it, for searches in latent space',
  args: { data: required('file that "cairn data build" wrote; its vocabulary decides whose sizes the model has') },
  flags: {
    out: text('where checkpoint, weights and model card come to lie', { takes: 'folder', byDefault: 'DATA.embedding' }),
    losses: choice(
      'p reconstructs programs; +r: sampled programs do the same as theirs; +l: a policy repeats demonstrations',
      ['p', 'p+l', 'p+r', 'p+r+l'],
      { default: 'p' },
    ),
    epochs: integer('passes over the training programs; more may be asked for later', {
      min: 1,
      max: 100_000,
      byDefault: '150 of LEAPS, 30 of HPRL',
    }),
    batch: integer('programs of a step', { min: 1, max: 65_536, default: 256 }),
    seed: integer('seed of what is random', { min: 0, max: 2 ** 32 - 1, default: 123 }),
    hidden: integer('units of encoder and decoder', { min: 1, max: 4096, byDefault: '256' }),
    latent: integer('numbers of a latent', { min: 1, max: 4096, byDefault: '256 of LEAPS, 64 of HPRL' }),
    demonstrations: integer('demonstrations of each program in a step, with +l', { min: 1, max: 100, default: 2 }),
    'behaviour-from': integer('percent of programs that must be reconstructed before +r begins', {
      ...{ min: 0, max: 100, default: 80 },
    }),
    validate: integer('programs that every epoch is validated on; 0 takes the whole part', { min: 0, default: 0 }),
    checkpoint: integer('steps between two checkpoints', { min: 1, default: 50 }),
    backend: choice('what computes', ['auto', 'gpu', 'fast-cpu', 'wasm'], { default: 'auto' }),
    threads: integer('threads of a matrix product of fast-cpu', { min: 1, max: 256, default: 1 }),
    trainer: text('let the "cairn trainer" there train, and then serve, it; --out is in its data folder', {
      takes: 'url',
    }),
    json: toggle('print every event as a line of JSON on stdout'),
    quiet: toggle('say nothing on stderr but errors'),
  },
  notes:
    'Ctrl-C finishes the step and writes the checkpoint; the same command goes on from there, and comes to the same numbers\n' +
    'as if it had never stopped. With --trainer the programs are sent there, and the trainer decides with what it computes.\n' +
    'docs/trainer.md explains the losses, the files and what to expect.',
  examples: [
    ['embedding train leaps.programs --out leaps', 'LEAPS-P: 150 epochs of 35,000 programs'],
    ['embedding train leaps.programs --losses p+r+l --demonstrations 10', 'LEAPS with all of its losses'],
    ['embedding train leaps.programs --hidden 32 --latent 32 --epochs 3 --validate 500', 'a small one, for a look'],
    ['embedding train leaps.programs --out leaps-2 --trainer grpc://10.0.0.7:50051', 'elsewhere'],
  ],
  async run({ args, flags }, shell) {
    const { trainHere, trainThere } = await import('../embedding/train.ts')
    return flags.trainer === undefined
      ? trainHere(args.data, flags, shell)
      : trainThere(flags.trainer, args.data, flags, shell)
  },
})
