import { campaignFlags } from '../campaign/flags.ts'
import { command, required } from '../command.ts'

export const campaignResume = command({
  name: 'campaign resume',
  summary: 'go on with a campaign, also one whose folder comes from another machine',
  args: { campaign: required('its name, or the path of its folder') },
  flags: campaignFlags,
  notes: 'The plan is the one in the folder of the campaign. Runs that are done are read, the others go on.',
  examples: [
    ['campaign resume self-play', 'from where it was stopped'],
    ['campaign resume /data/self-play --nats nats://10.0.0.5:4222', 'elsewhere, with other workers'],
  ],
  async run({ args, flags }, shell) {
    const { resumeCampaign } = await import('../campaign/start.ts')
    return resumeCampaign(args.campaign, flags, shell)
  },
})
