import { choice, decimal, integer, text, toggle } from '../flags.ts'
import { planFlags, runsFlag } from '../search-flags.ts'
import { features } from './feature-names.ts'

/** What `cairn embedding show` takes. */
export const showFlags = {
  data: text('programs to try it on, from "cairn data build"', { takes: 'file' }),
  part: choice('which of them', ['train', 'validation', 'test'], { default: 'test' }),
  programs: integer('most programs tried; 0 takes the whole part', { min: 0, default: 1000 }),
  examples: integer('reconstructions shown', { min: 0, max: 1000, default: 5 }),
  smooth: integer('programs around which smoothness is measured, with --data; 0: not', {
    min: 0,
    max: 100_000,
    default: 32,
  }),
  from: text('the program to go from, in Karel', { takes: 'program' }),
  to: text('the program to go to', { takes: 'program' }),
  points: integer('places on the way, both ends included', { min: 2, max: 1000, default: 9 }),
  near: text('the program to look around, in Karel', { takes: 'program' }),
  samples: integer('latents drawn around it', { min: 1, max: 100_000, default: 64 }),
  sigma: decimal('standard deviation of each number of these', { min: 0, default: 0.25 }),
  states: integer('sampled states in which behaviour is compared', { min: 1, max: 1000, default: 100 }),
  neighbours: integer('neighbours shown', { min: 1, max: 1000, default: 10 }),
  svg: text('gets a picture of the space in two dimensions', { takes: 'file' }),
  html: text('gets a page with the picture and all that is shown', { takes: 'file' }),
  mapped: integer('programs in the picture, of the part or drawn by the grammar', {
    min: 3,
    max: 100_000,
    default: 500,
  }),
  colour: choice('what they are coloured by', features, { byDefault: 'action; return with --task or --run' }),
  task: text('the Karel task on which returns are had', { takes: 'task', byDefault: 'that of --run' }),
  option: planFlags.option,
  episodes: integer('its episodes', {
    min: 1,
    max: 100_000,
    byDefault: `those of --run, or ${planFlags.episodes.fallback}`,
  }),
  run: text('draws the way of this run of cem or cem-diversity into the picture', { takes: 'name' }),
  runs: runsFlag,
  axes: choice('what the picture shows most of', ['programs', 'run'], { default: 'programs' }),
  seed: integer('seed of what is drawn', { min: 0, max: 2 ** 32 - 1, default: 0 }),
  backend: choice('what computes', ['auto', 'gpu', 'fast-cpu', 'wasm'], { default: 'auto' }),
  json: toggle('print one JSON object on stdout'),
}
