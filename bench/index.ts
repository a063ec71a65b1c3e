import { coordinator } from './coordinator.ts'
import { karel } from './karel.ts'
import { microRts } from './microrts.ts'
import { minigrid } from './minigrid.ts'
import { options } from './options.ts'
import { quality } from './quality.ts'
import { selfPlay } from './self-play.ts'
import type { Bench } from './table.ts'
import { trainer } from './trainer.ts'
import { transport } from './transport.ts'

export type { Bench, BenchOptions, Table } from './table.ts'

/** Every benchmark of `cairn bench`. */
export const benches: readonly Bench[] = [
  karel,
  minigrid,
  microRts,
  selfPlay,
  options,
  transport,
  coordinator,
  trainer,
  quality,
]
