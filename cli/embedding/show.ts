import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { karel, type ProgramData, readProgramData } from '@cairn/domains'
import { type Program, parse, type Rng, seededRng } from '@cairn/language'
import { latentFigure, type PlacedMap, placed, standalone } from '@cairn/report'
import { openBackend, TrainedEmbedding, trainingFiles } from '@cairn/trainer'
import { bundledEmbedding } from '@cairn/trainer/embedded'
import type { FlagValues } from '../command.ts'
import { BadUsage } from '../errors.ts'
import { openRun, quoted } from '../run-names.ts'
import { line, type Shell } from '../shell.ts'
import { some } from '../terminal/numbers.ts'
import { SampledStates } from './behaviour.ts'
import { featureOf, type ScoredOn } from './features.ts'
import { accuracyOn, interpolation, neighboursOf, programOf, reconstructions } from './look.ts'
import { pageOf } from './page.ts'
import { printed, type Shown } from './printed.ts'
import type { showFlags } from './show-flags.ts'
import { smoothnessOf } from './smoothness.ts'
import { drawnPrograms, mapOf } from './space.ts'
import { trajectoryOf } from './trajectory.ts'

type ShowFlags = FlagValues<typeof showFlags>

/** Programs of a part of a data set. */
interface Part {
  readonly data: ProgramData
  readonly numbers: Uint32Array
}

/**
 * Looks at an embedding.
 *
 * @throws BadUsage, BadProgramData, BackendUnavailable, BadModelCard, and what reading a run throws
 */
export async function showEmbedding(named: string, flags: ShowFlags, shell: Shell): Promise<void> {
  checkTogether(flags)
  const folder = bundledEmbedding(named) ?? resolve(shell.folder, named)
  if (!existsSync(resolve(folder, trainingFiles.card)))
    throw new BadUsage('folder', named, 'one with the model card of an embedding; a first epoch writes it')
  const { tf } = await openBackend({ backend: flags.backend })
  using embedding = await TrainedEmbedding.open(tf, folder)
  const ends =
    flags.from === undefined || flags.to === undefined
      ? undefined
      : ([programOf('from', flags.from, embedding), programOf('to', flags.to, embedding)] as const)
  const near = flags.near === undefined ? undefined : programOf('near', flags.near, embedding)
  const part = partOf(flags, embedding, shell)
  const states = new SampledStates(flags.states)
  const rng = seededRng(flags.seed)
  const map = await mapFor(embedding, flags, { part, states, rng, shell })

  const { samples, sigma } = flags
  const shown: Shown = {
    card: embedding.card,
    ...(part === undefined ? {} : await triedOn(embedding, part, { flags, states, rng })),
    ...(ends === undefined ? {} : { interpolation: await interpolation(embedding, ends, flags.points) }),
    ...(near === undefined
      ? {}
      : {
          neighbours: await neighboursOf(embedding, near, {
            ...{ samples, sigma, states, rng: rng.stream('neighbours') },
          }),
        }),
  }
  line(shell.out, flags.json ? JSON.stringify(shown) : printed(shown, flags, shell.out.colors))
  if (map === undefined) return
  const written = (file: string, text: string) => {
    const path = resolve(shell.folder, file)
    writeFileSync(path, text)
    if (!flags.json) line(shell.err, `wrote ${path}`)
  }
  if (flags.svg !== undefined) written(flags.svg, standalone(latentFigure(map)))
  if (flags.html !== undefined) {
    const { version } = shell
    const command = [shell.cairn, ...process.argv.slice(2).map(quoted)].join(' ')
    const around = flags.near === undefined ? undefined : { program: flags.near, samples, sigma, states: flags.states }
    const neighbours = shown.neighbours?.slice(0, flags.neighbours)
    const page = { ...shown, ...(neighbours === undefined ? {} : { neighbours }) }
    written(flags.html, pageOf(page, { version, command, map, near: around }))
  }
}

/** What only makes sense with something else. */
function checkTogether({ from, to, svg, html, run, task, colour }: ShowFlags): void {
  if ((from === undefined) !== (to === undefined))
    throw new BadUsage(from === undefined ? 'from' : 'to', undefined, 'the other end of the way too')
  if (svg === undefined && html === undefined && (run ?? task ?? colour) !== undefined)
    throw new BadUsage(
      'svg',
      undefined,
      'a file for the picture, or --html; --run, --task and --colour are of the picture',
    )
  if (colour !== undefined && colour !== 'return' && run !== undefined)
    throw new BadUsage('colour', colour, 'return, as the way of a run is coloured by it')
  if (colour !== undefined && colour !== 'return' && task !== undefined)
    throw new BadUsage('colour', colour, 'return, or no --task')
  if (colour === 'return' && task === undefined && run === undefined)
    throw new BadUsage('task', undefined, 'a Karel task, for the returns on it')
  if (run !== undefined && task !== undefined) throw new BadUsage('task', task, 'none with --run, whose task it is')
}

function partOf(flags: ShowFlags, { card }: TrainedEmbedding, shell: Shell): Part | undefined {
  if (flags.data === undefined) return undefined
  const data = readProgramData(readFileSync(resolve(shell.folder, flags.data)))
  if (data.settings.vocabulary !== card.vocabulary)
    throw new BadUsage('data', flags.data, `programs in the tokens of ${card.vocabulary}`)
  const numbers = data.split()[flags.part]
  if (numbers.length === 0) throw new BadUsage('part', flags.part, 'a part of the data set that has programs')
  return { data, numbers }
}

async function triedOn(
  embedding: TrainedEmbedding,
  { data, numbers }: Part,
  { flags, states, rng }: { readonly flags: ShowFlags; readonly states: SampledStates; readonly rng: Rng },
): Promise<Pick<Shown, 'accuracy' | 'reconstructions' | 'smoothness'>> {
  const tried = flags.programs === 0 ? numbers : numbers.subarray(0, flags.programs)
  const programs = programsOf(embedding, { data, numbers: numbers.subarray(0, flags.smooth) })
  return {
    accuracy: { part: flags.part, ...(await accuracyOn(embedding, data, tried, flags.seed)) },
    reconstructions: await reconstructions(embedding, data, numbers.subarray(0, flags.examples)),
    ...(flags.smooth === 0
      ? {}
      : { smoothness: await smoothnessOf(embedding, programs, { states, rng: rng.stream('smoothness') }) }),
  }
}

function programsOf({ words }: TrainedEmbedding, { data, numbers }: Part): Program[] {
  return Array.from(numbers, (number) => parse(karel.language, words.decode(data.tokens(number))))
}

interface MapInputs {
  readonly part: Part | undefined
  readonly states: SampledStates
  readonly rng: Rng
  readonly shell: Shell
}

/** The picture, if one is asked for. */
async function mapFor(
  embedding: TrainedEmbedding,
  flags: ShowFlags,
  { part, states, rng, shell }: MapInputs,
): Promise<PlacedMap | undefined> {
  if (flags.svg === undefined && flags.html === undefined) return undefined
  const record =
    flags.run === undefined ? undefined : (await openRun(flags.run, { ...flags, domain: [] }, shell)).record
  const trajectory = record === undefined ? undefined : await trajectoryOf(record, embedding)
  const scoredOn = scoringOf(flags, record?.manifest.plan)
  const feature = featureOf(flags.colour ?? (scoredOn === undefined ? 'action' : 'return'), states, scoredOn)
  const programs =
    part === undefined
      ? drawnPrograms(embedding, flags.mapped, rng.stream('map'))
      : programsOf(embedding, { data: part.data, numbers: part.numbers.subarray(0, flags.mapped) })
  const about = `${some(programs.length, 'program')} ${part === undefined ? 'drawn by the grammar' : `of the ${flags.part} part`}`
  return placed(
    await mapOf(embedding, programs, about, feature, trajectory),
    record === undefined ? 'programs' : flags.axes,
  )
}

/** Of the run, or as the flags say. */
function scoringOf(
  { task, option, episodes }: ShowFlags,
  plan:
    | { readonly task: { readonly name: string; readonly options: ScoredOn['options'] }; readonly episodes: number }
    | undefined,
): ScoredOn | undefined {
  if (plan !== undefined)
    return { task: plan.task.name, options: plan.task.options, episodes: episodes ?? plan.episodes }
  return task === undefined ? undefined : { task, options: option, episodes: episodes ?? 16 }
}
