import { command, optional } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { text, toggle } from '../flags.ts'
import { planFlags, searchDefaults, workFlags } from '../search-flags.ts'

export const search = command({
  name: 'search',
  summary: 'search for a program that solves a task',
  args: { task: optional('name of the task, such as karel/harvester; may stand in the configuration file instead') },
  flags: {
    ...planFlags,
    ...workFlags,
    config: text('read flags from a YAML file; flags given here win', { takes: 'file' }),
    'dry-run': toggle('print the plan, as a configuration file, and do nothing'),
    json: toggle('print one event per line as JSON on stdout'),
    quiet: toggle('say nothing on stderr but errors'),
  },
  more: searchOptions,
  notes:
    'The best program is printed on stdout, everything else on stderr. The result depends on the plan alone, never on how\n' +
    'many workers there were or how often the run was stopped. Ctrl-C stops it and prints the command that resumes it.',
  examples: [
    ['search karel/maze-sparse', `${searchDefaults.search}, all cores`],
    ['search karel/harvester --seed 7 --budget 1M --set neighbours=32', 'an option of the search'],
    ['search karel/seeder --option height=12 --option width=12', 'options of the task'],
    ['search karel/top-off --nats nats://10.0.0.5:4222', 'on whatever workers are connected there'],
    ['search karel/snake --dry-run > snake.yaml', 'a plan to edit; then: cairn search --config snake.yaml'],
  ],
  async run({ args, flags, given }, shell) {
    const [{ gatherRequest }, { resolvePlan }, { conduct }, names, { conclude }] = await Promise.all([
      import('../search-request.ts'),
      import('../plan.ts'),
      import('../conduct.ts'),
      import('../run-names.ts'),
      import('../run-summary.ts'),
    ])
    const { request, origin } = await gatherRequest({
      task: args.task,
      config: flags.config,
      flags,
      given,
      folder: shell.folder,
    })
    const root = names.runsFolder(request.runs, shell)
    const plan = await resolvePlan(request, origin, (stem) => names.freeName(root, stem))
    if (flags['dry-run']) {
      const { planAsConfig } = await import('../plan-as-config.ts')
      shell.out.write(await planAsConfig(plan, request, root, flags.json))
      return exitCodes.ok.code
    }
    const run = { plan, root, command: ['cairn', ...process.argv.slice(2)], modules: request.domain }
    const resume = names.resumeCommand(shell.cairn, plan.run, {
      runs: request.runs && root,
      nats: request.nats,
      trainer: request.trainer,
    })
    const { exit, done } = await conduct(run, { ...request, json: flags.json, quiet: flags.quiet }, resume, shell)
    if (done !== undefined && !flags.json)
      await conclude(done, { plan, modules: request.domain, quiet: flags.quiet }, shell)
    return exit
  },
})

/** The options of every search, as `--set` takes them. */
async function searchOptions(): Promise<string> {
  const { searches } = await import('@cairn/search')
  const sections = searches.map(({ name, options }) => {
    const rows = Object.entries(options).map(
      ([option, { default: value, about }]) => [`  ${option}=${value}`, about] as const,
    )
    const width = Math.max(0, ...rows.map(([setting]) => setting.length))
    return [`  --search ${name}`, ...rows.map(([setting, about]) => `  ${setting.padEnd(width)}  ${about}`)].join('\n')
  })
  return `What --set takes, with the defaults:\n${sections.join('\n')}`
}
