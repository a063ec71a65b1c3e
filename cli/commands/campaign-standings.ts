import { campaignRunsFlag } from '../campaign/flags.ts'
import { command, required } from '../command.ts'
import { leagueFlags } from '../compare/league.ts'
import { toggle } from '../flags.ts'
import { workFlags } from '../search-flags.ts'

export const campaignStandings = command({
  name: 'campaign standings',
  summary: 'play the champions of a campaign against one another and against bots, and report it',
  args: { campaign: required('its name, or the path of its folder') },
  flags: {
    ...leagueFlags,
    workers: workFlags.workers,
    nats: workFlags.nats,
    runs: campaignRunsFlag,
    json: toggle('print one JSON object with every figure'),
    quiet: toggle('print the tables alone'),
  },
  notes:
    'The tables are printed on stdout; the page, the figures and CSV files lie in the folder "league" of the campaign.\n' +
    'Matches are kept there and never played twice. It may be asked for while the campaign goes on: the champions are\n' +
    'those of now.',
  examples: [
    ['campaign standings self-play', 'plays what is missing on all cores'],
    ['campaign standings self-play --bots WorkerRush,CoacAI --checkpoints 50', 'other bots, finer curves'],
  ],
  async run({ args, flags }, shell) {
    const standings = await import('../campaign/standings.ts')
    return standings.campaignStandings(args.campaign, flags, shell)
  },
})
