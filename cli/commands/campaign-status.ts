import { campaignRunsFlag } from '../campaign/flags.ts'
import { command, required } from '../command.ts'
import { toggle } from '../flags.ts'
import { line } from '../shell.ts'

export const campaignStatusCommand = command({
  name: 'campaign status',
  summary: 'how far the runs of a campaign are, and the disk they take',
  args: { campaign: required('its name, or the path of its folder') },
  flags: {
    runs: campaignRunsFlag,
    json: toggle('print one JSON object'),
    quiet: toggle('print the table alone'),
  },
  notes:
    'Reads only, also while the campaign goes on. The score is that of the last champion against the bots of the task.',
  examples: [
    ['campaign status self-play', 'a row for each run'],
    ['campaign status self-play --json | jq .disk', 'bytes used, and at most'],
  ],
  async run({ args, flags }, shell) {
    const [{ findCampaign }, { campaignStatus }, { printStatus }] = await Promise.all([
      import('../campaign/find-campaign.ts'),
      import('../campaign/status.ts'),
      import('../campaign/print-status.ts'),
    ])
    const { folder } = await findCampaign(args.campaign, flags, shell)
    const status = campaignStatus(folder)
    if (flags.json) line(shell.out, JSON.stringify(status))
    else printStatus(status, shell, flags)
  },
})
