export { type HprlEpisode, type HprlEpisodeOptions, hprlEpisodes, type MacroStep } from './hprl-episode.ts'
export { hprlEpisode } from './hprl-tasks.ts'
export { type LeapsScoring, type Level, leapsScore, leapsScoring } from './leaps-score.ts'
export { readable } from './readable.ts'
