import { integer, text, toggle } from '../flags.ts'
import { runsFlag, workFlags } from '../search-flags.ts'

export const campaignRunsFlag = text('folder that holds the folder of the campaign', {
  takes: 'folder',
  byDefault: runsFlag.byDefault ?? '',
})

/** Of the commands that run a campaign. */
export const campaignFlags = {
  workers: workFlags.workers,
  nats: workFlags.nats,
  trainer: workFlags.trainer,
  parallel: integer('runs at a time', { min: 1, max: 1024, byDefault: 'one per worker; 8 with --nats' }),
  runs: campaignRunsFlag,
  'metrics-port': workFlags['metrics-port'],
  'metrics-host': workFlags['metrics-host'],
  json: toggle('print one event per line as JSON on stdout'),
  quiet: toggle('say nothing on stderr but errors'),
}
