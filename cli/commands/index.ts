import type { Groups } from '../assemble.ts'
import type { Command } from '../command.ts'
import { bench } from './bench.ts'
import { bot } from './bot.ts'
import { campaignExport } from './campaign-export.ts'
import { campaignResume } from './campaign-resume.ts'
import { campaignStandings } from './campaign-standings.ts'
import { campaignStart } from './campaign-start.ts'
import { campaignStatusCommand } from './campaign-status.ts'
import { campaignStop } from './campaign-stop.ts'
import { compare } from './compare.ts'
import { complete } from './complete.ts'
import { dataBuild } from './data-build.ts'
import { dataShow } from './data-show.ts'
import { demo } from './demo.ts'
import { doctor } from './doctor.ts'
import { embeddingShow } from './embedding-show.ts'
import { embeddingTrain } from './embedding-train.ts'
import { match } from './match.ts'
import { optionsBuild } from './options-build.ts'
import { optionsDiff } from './options-diff.ts'
import { optionsList } from './options-list.ts'
import { optionsShow } from './options-show.ts'
import { resume } from './resume.ts'
import { runs } from './runs.ts'
import { search } from './search.ts'
import { searches } from './searches.ts'
import { show } from './show.ts'
import { tasks } from './tasks.ts'
import { trainer } from './trainer.ts'
import { verify } from './verify.ts'
import { worker } from './worker.ts'

/** In the order of the help: what a newcomer needs first. */
export const commands: readonly Command[] = [
  demo,
  search,
  resume,
  runs,
  show,
  compare,
  campaignStart,
  campaignStatusCommand,
  campaignStandings,
  campaignResume,
  campaignStop,
  campaignExport,
  match,
  bot,
  tasks,
  searches,
  complete,
  optionsBuild,
  optionsList,
  optionsShow,
  optionsDiff,
  dataBuild,
  dataShow,
  embeddingTrain,
  embeddingShow,
  worker,
  trainer,
  verify,
  bench,
  doctor,
]

export const groups: Groups = {
  data: 'data sets of programs, for embeddings: build, look at',
  embedding: 'embeddings of programs, for searches in latent space: train, look at',
  campaign: 'self-play for days: start, watch, standings, stop, resume, export',
  options: 'libraries of options: build, look at, compare',
}
