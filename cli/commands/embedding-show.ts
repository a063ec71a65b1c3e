import { resolve } from 'node:path'
import { command, required } from '../command.ts'
import { BadUsage } from '../errors.ts'
import { choice, decimal, integer, text, toggle } from '../flags.ts'
import { line } from '../shell.ts'

export const embeddingShow = command({
  name: 'embedding show',
  summary: 'a trained embedding: its model card, accuracy, reconstructions, programs between two and around one',
  args: { folder: required('folder that "cairn embedding train" wrote') },
  flags: {
    data: text('programs to try it on, from "cairn data build"', { takes: 'file' }),
    part: choice('which of them', ['train', 'validation', 'test'], { default: 'test' }),
    programs: integer('most programs tried; 0 takes the whole part', { min: 0, default: 1000 }),
    examples: integer('reconstructions shown', { min: 0, max: 1000, default: 5 }),
    from: text('the program to go from, in Karel', { takes: 'program' }),
    to: text('the program to go to', { takes: 'program' }),
    points: integer('places on the way, both ends included', { min: 2, max: 1000, default: 9 }),
    near: text('the program to look around, in Karel', { takes: 'program' }),
    samples: integer('latents drawn around it', { min: 1, max: 100_000, default: 64 }),
    sigma: decimal('standard deviation of each number of these', { min: 0, default: 0.25 }),
    states: integer('sampled states in which behaviour is compared', { min: 1, max: 1000, default: 100 }),
    neighbours: integer('neighbours shown', { min: 1, max: 1000, default: 10 }),
    seed: integer('seed of what is drawn', { min: 0, max: 2 ** 32 - 1, default: 0 }),
    backend: choice('what computes', ['auto', 'gpu', 'fast-cpu', 'wasm'], { default: 'auto' }),
    json: toggle('print one JSON object on stdout'),
  },
  notes:
    'Accuracy is that of training: every latent is drawn, the decoder writes by itself. Reconstructions, ways and neighbours\n' +
    'start from the mean of a latent.',
  examples: [
    ['embedding show leaps', 'the model card'],
    ['embedding show leaps --data leaps.programs', 'accuracy on programs that it has not seen, and some of them'],
    [
      "embedding show leaps --from 'DEF run m( move m)' --to 'DEF run m( turnLeft putMarker m)'",
      'what lies between two programs',
    ],
    ["embedding show leaps --near 'DEF run m( move turnLeft m)'", 'what lies around one, and whether it does the same'],
  ],
  async run({ args, flags }, shell) {
    if ((flags.from === undefined) !== (flags.to === undefined))
      throw new BadUsage(flags.from === undefined ? 'from' : 'to', undefined, 'the other end of the way too')
    const [{ existsSync, readFileSync }, { readProgramData }, { seededRng }, trainer, look, { printed }] =
      await Promise.all([
        import('node:fs'),
        import('@cairn/domains'),
        import('@cairn/language'),
        import('@cairn/trainer'),
        import('../embedding/look.ts'),
        import('../embedding/printed.ts'),
      ])
    const folder = resolve(shell.folder, args.folder)
    if (!existsSync(resolve(folder, trainer.trainingFiles.card)))
      throw new BadUsage('folder', args.folder, 'one with the model card of an embedding; a first epoch writes it')
    const { tf } = await trainer.openBackend({ backend: flags.backend })
    using embedding = await trainer.TrainedEmbedding.open(tf, folder)
    const ends =
      flags.from === undefined || flags.to === undefined
        ? undefined
        : ([look.programOf('from', flags.from, embedding), look.programOf('to', flags.to, embedding)] as const)
    const near = flags.near === undefined ? undefined : look.programOf('near', flags.near, embedding)

    const data = flags.data === undefined ? undefined : readProgramData(readFileSync(resolve(shell.folder, flags.data)))
    if (data !== undefined && data.settings.vocabulary !== embedding.card.vocabulary)
      throw new BadUsage('data', flags.data, `programs in the tokens of ${embedding.card.vocabulary}`)
    const part = data?.split()[flags.part] ?? new Uint32Array()
    if (data !== undefined && part.length === 0)
      throw new BadUsage('part', flags.part, 'a part of the data set that has programs')
    const tried = flags.programs === 0 ? part : part.subarray(0, flags.programs)
    const { samples, sigma, states } = flags
    const shown = {
      card: embedding.card,
      ...(data === undefined
        ? {}
        : {
            accuracy: { part: flags.part, ...(await look.accuracyOn(embedding, data, tried, flags.seed)) },
            reconstructions: await look.reconstructions(embedding, data, part.subarray(0, flags.examples)),
          }),
      ...(ends === undefined ? {} : { interpolation: await look.interpolation(embedding, ends, flags.points) }),
      ...(near === undefined
        ? {}
        : {
            neighbours: await look.neighboursOf(embedding, near, {
              ...{ samples, sigma, states, rng: seededRng(flags.seed).stream('neighbours') },
            }),
          }),
    }
    line(shell.out, flags.json ? JSON.stringify(shown) : printed(shown, flags, shell.out.colors))
  },
})
