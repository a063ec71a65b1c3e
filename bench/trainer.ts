import { domainOf } from '@cairn/domains'
import { type Rng, seededRng, type Vocabulary, vocabulary } from '@cairn/language'
import {
  Adam,
  type Backend,
  type BackendName,
  BackendUnavailable,
  DecoderMask,
  decode,
  Embedding,
  type EmbeddingSettings,
  gaussians,
  leapsSettings,
  openBackend,
  programBatch,
  supervisedStep,
} from '@cairn/trainer'
import { type Bench, type BenchOptions, machine, type Table } from './table.ts'
import { median } from './windows.ts'

const backends: readonly BackendName[] = ['gpu', 'fast-cpu', 'wasm']

/** A batch as LEAPS trains on, every program as long as the longest. */
const [batch, tokens, latents, written] = [256, 40, 64, 40] as const

/** PyTorch 1.13 on one core of a Xeon at 2.5 GHz with AVX-512, processor time: the figures to keep up with. */
const published = { stepMs: '1,880-2,464', decodeMs: '125-148' }

export const trainer: Bench = {
  name: 'trainer',
  summary: 'a training step of the program embedding and decoding, by backend, beside PyTorch',
  async run(options) {
    const [steps, decoding]: [Table['rows'][number][], Table['rows'][number][]] = [[], []]
    for (const name of backends) {
      const backend = await openBackend({ backend: name }).catch((error: unknown) => {
        if (error instanceof BackendUnavailable) return undefined
        throw error
      })
      if (backend === undefined) continue
      const measured = measure(backend, options)
      steps.push(measured.step)
      decoding.push(measured.decode)
    }
    const about = { machine: machine(), method: `medians of processor time after a warm-up; ${windows(options)}` }
    return [
      {
        ...about,
        title: `A step of the VAE: ${batch} programs of ${tokens} tokens, GRU of ${leapsSettings.hidden}, Adam`,
        columns: ['backend', 'ms', 'PyTorch 1.13, one core, ms', 'wall ms', 'tensors gained', 'memory gained, MB'],
        rows: steps,
      },
      {
        ...about,
        title: `Decoding ${latents} latents of ${leapsSettings.latent} numbers, ${written} tokens each`,
        columns: ['backend', 'ms', 'PyTorch 1.13, one core, ms', 'wall ms', 'steps until all had ended'],
        rows: decoding,
      },
    ]
  },
}

function windows({ quick }: BenchOptions): string {
  return quick ? '2 steps, 3 decodings' : '9 steps, 15 decodings'
}

function measure({ name, tf }: Backend, { quick }: BenchOptions) {
  const settings: EmbeddingSettings = leapsSettings
  const rng = seededRng(1)
  const words = vocabulary(domainOf('karel/harvester').language, 'leaps')
  const embedding = Embedding.draw(tf, settings, rng, { policy: false })
  const optimiser = new Adam(embedding.parameters)
  const programs = programBatch(
    tf,
    words,
    Array.from({ length: batch }, () => textOf(words, tokens, rng)),
  )
  const noise = tf.tensor2d(gaussians(rng, batch * settings.latent), [batch, settings.latent])
  const stepOnce = () => supervisedStep(embedding, optimiser, { batch: programs, noise }, { rate: 1e-3 })

  stepOnce()
  stepOnce()
  const before = { tensors: tf.memory().numTensors, rss: process.memoryUsage.rss() }
  const steps = timed(quick ? 2 : 9, stepOnce)
  const gained = {
    tensors: tf.memory().numTensors - before.tensors,
    megabytes: Math.round((process.memoryUsage.rss() - before.rss) / 2 ** 20),
  }

  const points = tf.tensor2d(gaussians(rng, latents * settings.latent), [latents, settings.latent])
  let longest = 0
  const decodeOnce = () => {
    const texts = decode(embedding.parameters, points, { steps: written, mask: () => begun(words) })
    longest = Math.max(...texts.map(({ length }) => length + 1))
  }
  decodeOnce()
  const decoding = timed(quick ? 3 : 15, decodeOnce)

  programs.dispose()
  tf.dispose([noise, points])
  optimiser.dispose()
  embedding.dispose()
  return {
    step: [name, steps.cpuMs, published.stepMs, steps.wallMs, gained.tensors, gained.megabytes],
    decode: [name, decoding.cpuMs, published.decodeMs, decoding.wallMs, Math.min(longest, written)],
  }
}

/** A text of exactly that many tokens, drawn under the mask. */
function textOf(words: Vocabulary, length: number, rng: Rng): number[] {
  const actions = ['move', 'turnLeft', 'turnRight', 'pickMarker', 'putMarker'].map((name) => words.tokens.indexOf(name))
  const frame = ['DEF', 'run', 'm('].map((name) => words.tokens.indexOf(name))
  const body = Array.from({ length: length - frame.length - 1 }, () => actions[rng.below(actions.length)]!)
  return [...frame, ...body, words.tokens.indexOf('m)')]
}

function begun(words: Vocabulary): DecoderMask {
  const mask = new DecoderMask(words)
  mask.push(words.tokens.indexOf('DEF'))
  return mask
}

function timed(times: number, run: () => void): { cpuMs: number; wallMs: number } {
  const [cpu, wall]: [number[], number[]] = [[], []]
  for (let i = 0; i < times; i++) {
    const [usedBefore, began] = [process.cpuUsage(), performance.now()]
    run()
    const { user, system } = process.cpuUsage(usedBefore)
    cpu.push((user + system) / 1000)
    wall.push(performance.now() - began)
  }
  return { cpuMs: Math.round(median(cpu)), wallMs: Math.round(median(wall)) }
}
