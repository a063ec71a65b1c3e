import { campaignFlags } from '../campaign/flags.ts'
import { command, required } from '../command.ts'
import { toggle } from '../flags.ts'

export const campaignStart = command({
  name: 'campaign start',
  summary: 'run maps x learners x seeds of self-play for as long as it takes',
  args: { plan: required('YAML file that says what is run') },
  flags: { ...campaignFlags, extend: toggle('take in what is new in the plan of a campaign started earlier') },
  notes:
    'A plan is that of "cairn compare"; its league says what "campaign standings" plays. Ctrl-C, "campaign stop" or a crash\n' +
    'loses nothing: "campaign resume" goes on, on this machine or on one that the folder of the campaign was copied to.\n' +
    'Nothing of the result depends on workers or interruptions. The exit code is 1 when a run has failed.',
  examples: [
    ['campaign start docs/examples/self-play.yaml', 'a small one, a minute on two cores'],
    ['campaign start plan.yaml --nats nats://10.0.0.5:4222 --parallel 32', 'on whatever workers are connected there'],
  ],
  async run({ args, flags }, shell) {
    const { startCampaign } = await import('../campaign/start.ts')
    return startCampaign(args.plan, flags, shell)
  },
})
