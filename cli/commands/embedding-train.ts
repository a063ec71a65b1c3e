import { dirname, resolve } from 'node:path'
import { command, required } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { choice, integer, text, toggle } from '../flags.ts'
import { onInterrupt } from '../interrupt.ts'
import { line } from '../shell.ts'
import { some } from '../terminal/numbers.ts'

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
    json: toggle('print every event as a line of JSON on stdout'),
    quiet: toggle('say nothing on stderr but errors'),
  },
  notes:
    'Ctrl-C finishes the step and writes the checkpoint; the same command goes on from there, and comes to the same numbers\n' +
    'as if it had never stopped. docs/trainer.md explains the losses, the files and what to expect.',
  examples: [
    ['embedding train leaps.programs --out leaps', 'LEAPS-P: 150 epochs of 35,000 programs'],
    ['embedding train leaps.programs --losses p+r+l --demonstrations 10', 'LEAPS with all of its losses'],
    ['embedding train leaps.programs --hidden 32 --latent 32 --epochs 3 --validate 500', 'a small one, for a look'],
  ],
  async run({ args, flags }, shell) {
    const [{ mkdirSync, readFileSync }, { lockFile }, { readProgramData }, trainer, { trainView }] = await Promise.all([
      import('node:fs'),
      import('@cairn/completions'),
      import('@cairn/domains'),
      import('@cairn/trainer'),
      import('../embedding/train-view.ts'),
    ])
    const { out, err } = shell
    const file = resolve(shell.folder, args.data)
    const folder = resolve(shell.folder, flags.out ?? `${args.data}.embedding`)
    const data = readProgramData(readFileSync(file))
    const sizes = trainer.settingsFor(data)
    const settings = { ...sizes, hidden: flags.hidden ?? sizes.hidden, latent: flags.latent ?? sizes.latent }
    mkdirSync(dirname(folder), { recursive: true })
    using _ = lockFile(folder)
    using interrupt = onInterrupt()
    const backend = await trainer.openBackend({ backend: flags.backend, threads: flags.threads })
    const view = trainView(flags.quiet ? undefined : err)
    view.say(err.colors.dim(backend.report.join('\n')))
    let finished = false
    try {
      const events = trainer.trainEmbedding({
        ...{ data, backend, folder, settings, batch: flags.batch, seed: flags.seed, validate: flags.validate },
        losses: { latent: flags.losses.endsWith('+l'), behaviour: flags.losses.startsWith('p+r') },
        behaviour: { from: flags['behaviour-from'] },
        epochs: flags.epochs ?? (data.settings.vocabulary === 'leaps' ? 150 : 30),
        ...{ demonstrations: flags.demonstrations, checkpointSteps: flags.checkpoint, signal: interrupt.signal },
      })
      for await (const event of events) {
        view.heard(event)
        if (flags.json) line(out, JSON.stringify(event))
        if (event.event !== 'ended') continue
        finished = event.finished
        if (!finished)
          view.say(
            `stopped after ${some(event.epochs, 'epoch')} and ${some(event.steps, 'step')}; the same command goes on`,
          )
      }
    } finally {
      view.end()
    }
    if (!flags.json && finished) line(out, folder)
    return finished ? exitCodes.ok.code : (interrupt.exitCode ?? exitCodes.interrupted.code)
  },
})
