import { campaignRunsFlag } from '../campaign/flags.ts'
import { command, required } from '../command.ts'
import { leagueFlags } from '../compare/league.ts'
import { text, toggle } from '../flags.ts'
import { workFlags } from '../search-flags.ts'

export const campaignExport = command({
  name: 'campaign export',
  summary: 'write the champions and matches of a campaign as text and CSV files',
  args: { campaign: required('its name, or the path of its folder') },
  flags: {
    to: text('folder that gets the files', { takes: 'folder', default: 'export' }),
    ...leagueFlags,
    workers: workFlags.workers,
    nats: workFlags.nats,
    runs: campaignRunsFlag,
    quiet: toggle('say nothing on stderr but errors'),
  },
  notes:
    'champions/MAP/RUN-NUMBER.txt, champions.csv, matches.csv, payoff.csv, ratings.csv. The last column of matches.csv is\n' +
    'the command that plays the match again. Plays what the standings lack.',
  examples: [['campaign export self-play --to results', 'every champion, and every match of the standings']],
  async run({ args, flags }, shell) {
    const { exportCampaign } = await import('../campaign/export.ts')
    return exportCampaign(args.campaign, flags, shell)
  },
})
