import { campaignRunsFlag } from '../campaign/flags.ts'
import { command, required } from '../command.ts'
import { integer, toggle } from '../flags.ts'
import { line } from '../shell.ts'

export const campaignStop = command({
  name: 'campaign stop',
  summary: 'ask the process that works on a campaign to stop, and wait until it has',
  args: { campaign: required('its name, or the path of its folder') },
  flags: {
    runs: campaignRunsFlag,
    'timeout-s': integer('how long to wait', { min: 0, max: 86_400, default: 120 }),
    quiet: toggle('say nothing on stderr but errors'),
  },
  notes:
    'Everything that was counted is kept. The process may be on another host that has the same folder: it looks for the\n' +
    'request every second.',
  examples: [['campaign stop self-play', 'then "cairn campaign resume self-play" goes on']],
  async run({ args, flags }, shell) {
    const [{ campaignCommand, findCampaign }, { stopCampaign }] = await Promise.all([
      import('../campaign/find-campaign.ts'),
      import('../campaign/stop.ts'),
    ])
    const { folder, manifest } = await findCampaign(args.campaign, flags, shell)
    const stopped = await stopCampaign(manifest.plan.name, folder, flags['timeout-s'])
    if (flags.quiet) return
    const again = shell.err.colors.cyan(campaignCommand(shell, 'resume', args.campaign, flags))
    line(shell.err, stopped ? `stopped; go on with\n  ${again}` : 'nobody is working on it')
  },
})
