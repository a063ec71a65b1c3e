import { command, required } from '../command.ts'
import { integer, toggle } from '../flags.ts'
import { replay, replayDefaults } from '../replay-run.ts'
import { workFlags } from '../search-flags.ts'
import { line } from '../shell.ts'
import { grouped, some } from '../terminal/numbers.ts'

export const optionsShow = command({
  name: 'options show',
  summary: 'one option of a library: its text, how it behaves in the sampled states, a replay',
  args: {
    library: required('file that "cairn options build" wrote'),
    option: required('its number, as "cairn options list" shows it, or its text'),
  },
  flags: {
    state: integer('the sampled state that is replayed', {
      min: 0,
      max: 999,
      byDefault: 'the one with the most actions',
    }),
    states: integer('sampled states in which it is run', {
      min: 1,
      max: 1000,
      byDefault: 'as in the library, else 500',
    }),
    frames: integer('pictures shown at most, spread over the episode', {
      min: 1,
      byDefault: `${replayDefaults.frames}; ${replayDefaults.stillFrames} when not animated`,
    }),
    'delay-ms': integer('pause between two pictures of the replay', {
      ...{ min: 0, max: 60_000, default: replayDefaults.delayMs },
    }),
    'no-animate': toggle('print the pictures one under the other'),
    domain: workFlags.domain,
    json: toggle('print one JSON object on stdout'),
  },
  examples: [['options show harvester-options.jsonl 12', 'the thirteenth option']],
  async run({ args, flags }, shell) {
    const [{ openLibrary }, { findOption }, { signatureOf }, { findDomain }, language] = await Promise.all([
      import('../options/open-library.ts'),
      import('../options/find-option.ts'),
      import('../options/signature.ts'),
      import('@cairn/domains'),
      import('@cairn/language'),
    ])
    const library = await openLibrary(args.library, flags.domain, shell)
    const { number, kind, program, occurrences, behaviour } = findOption(library, args.option)
    const text = language.print(library.language, program)
    const states = flags.states ?? (library.head.states || 500)
    const signature = signatureOf(findDomain(library.head.domain)!, kind, program, states)
    const { out } = shell
    if (flags.json) {
      const { program: _, task: __, ...figures } = signature ?? { program, task: undefined }
      return line(
        out,
        JSON.stringify({
          number,
          kind,
          text,
          occurrences,
          behaviour: behaviour ?? null,
          signature: signature ? figures : null,
        }),
      )
    }
    line(out, `${out.colors.bold(`option ${number}`)}: a ${kind}, in the programs ${some(occurrences, 'time')}`)
    line(out, `\n  ${text}\n`)
    if (signature === undefined) return line(out, `${library.head.domain} cannot tell what a ${kind} does.`)
    const { acts, traces, commonest, actions, endings } = signature
    const share = (count: number) => `${grouped(count)} (${Math.round((100 * count) / states)} %)`
    line(out, out.colors.bold(`In ${some(states, 'sampled state')}`))
    line(out, `  acts in          ${share(acts)}`)
    line(out, `  actions          ${actions.least} to ${actions.most}, mean ${actions.mean.toFixed(2)}`)
    line(out, `  distinct traces  ${grouped(traces)}, the commonest in ${share(commonest)}`)
    const ends = Object.entries(endings).map(([ending, count]) => `${ending} ${share(count)}`)
    line(out, `  ends             ${ends.join(', ')}\n`)
    line(out, out.colors.dim(`run as ${language.print(library.language, signature.program)}`))
    const animated = out.live && !flags['no-animate']
    await replay(
      signature.task,
      signature.program,
      {
        episode: flags.state ?? signature.liveliest,
        delayMs: flags['delay-ms'],
        frames: flags.frames ?? (animated ? replayDefaults.frames : replayDefaults.stillFrames),
        animated,
      },
      out,
    )
  },
})
