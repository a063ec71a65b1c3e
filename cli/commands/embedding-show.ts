import { command, required } from '../command.ts'
import { showFlags } from '../embedding/show-flags.ts'

export const embeddingShow = command({
  name: 'embedding show',
  summary: 'a trained embedding: card, accuracy, smoothness, ways between programs, and a picture of its latent space',
  args: { folder: required('leaps, which comes with Cairn, or the folder that "cairn embedding train" wrote') },
  flags: showFlags,
  notes:
    'Accuracy is that of training: every latent is drawn, the decoder writes by itself. All else starts from the mean of a\n' +
    'latent. The picture shows programs on the two axes along which their latents differ most, and how much of the\n' +
    'variance these hold; with --run, the populations and centres of a search by cem, which is run again on the answers in\n' +
    'its journal, without evaluations.',
  examples: [
    ['embedding show leaps', 'the model card'],
    [
      'embedding show leaps --data leaps.programs',
      'accuracy and smoothness on programs that it has not seen, and some of them',
    ],
    [
      "embedding show leaps --from 'DEF run m( move m)' --to 'DEF run m( turnLeft putMarker m)'",
      'what lies between two programs',
    ],
    ["embedding show leaps --near 'DEF run m( move turnLeft m)'", 'what lies around one, and whether it does the same'],
    ['embedding show leaps --html space.html --task karel/Harvester', 'a page with the space, coloured by returns'],
    ['embedding show leaps --svg way.svg --run harvester-cem-0', 'the way of a search through it'],
  ],
  async run({ args, flags }, shell) {
    const { showEmbedding } = await import('../embedding/show.ts')
    return showEmbedding(args.folder, flags, shell)
  },
})
