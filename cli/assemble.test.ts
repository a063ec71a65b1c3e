import { expect, test } from 'vitest'
import { dispatch } from './assemble.ts'
import { type Command, command, many, optional, required } from './command.ts'
import { integer, settings, text, toggle } from './flags.ts'
import type { Shell } from './shell.ts'
import { outputTo } from './test/recorded-output.ts'

function shellFor() {
  const [out, err] = [outputTo(), outputTo()]
  const shell: Shell = { out, err, env: {}, folder: '/', version: '1.2.3', cairn: 'cairn' }
  return { shell, out, err }
}

/** Runs `argv` and gives what the command saw. */
async function seen(argv: string[]) {
  let input: unknown
  const climb: Command = command({
    name: 'climb',
    summary: 'climb something',
    args: { hill: required('which'), gear: many('what to take') },
    flags: {
      'rope-length': integer('metres', { min: 1, default: 30 }),
      set: settings('more'),
      name: text('a name'),
      'no-rest': toggle('all at once'),
      'dry-run': toggle('only look'),
    },
    run: async (given) => {
      input = given
      return 7
    },
  })
  const exit = await dispatch([climb], argv, shellFor().shell)
  return { exit, input }
}

test('arguments, flags, defaults and what was given reach the command, and its exit code comes back', async () => {
  expect(
    await seen(['climb', 'k2', 'axe', 'boots', '--rope-length', '1k', '--set', 'a=1', '--set', 'b=2', '--no-rest']),
  ).toEqual({
    exit: 7,
    input: {
      args: { hill: 'k2', gear: ['axe', 'boots'] },
      flags: { 'rope-length': 1000, set: { a: '1', b: '2' }, name: undefined, 'no-rest': true, 'dry-run': false },
      given: { 'rope-length': 1000, set: { a: '1', b: '2' }, 'no-rest': true },
    },
  })
  expect((await seen(['climb', 'k2', 'axe'])).input).toMatchObject({
    flags: { 'rope-length': 30, set: {}, 'no-rest': false },
    given: {},
  })
})

test('a value that does not fit names the flag, the value and what was expected', async () => {
  await expect(seen(['climb', 'k2', 'axe', '--rope-length', 'long'])).rejects.toThrow(
    '--rope-length: expected a whole number from 1, got "long"',
  )
  await expect(seen(['climb', 'k2', 'axe', '--set', 'a'])).rejects.toThrow('--set: expected name=value, got "a"')
})

test('a misspelt command or flag names the nearest, in one line', async () => {
  await expect(seen(['clim'])).rejects.toThrow(/^unknown command 'clim' \(Did you mean climb\?\); "cairn --help" lists/)
  await expect(seen(['climb', 'k2', 'axe', '--rope-lenght', '3'])).rejects.toThrow(
    /^unknown option '--rope-lenght' \(Did you mean --rope-length\?\); "cairn climb --help"/,
  )
  await expect(seen(['climb'])).rejects.toThrow("missing required argument 'hill'")
  await expect(seen(['climb', 'k2', 'axe', '--name'])).rejects.toMatchObject({ code: 'E_COMMAND_LINE' })
})

test('help that has to be loaded is loaded when it is asked for, and only then', async () => {
  let loaded = 0
  const more = async () => `loaded ${++loaded} times`
  const lean = command({ name: 'lean', summary: 'do little', args: {}, flags: {}, more, run: async () => {} })
  for (const argv of [['lean'], ['--help']]) await dispatch([lean], argv, shellFor().shell)
  expect(loaded).toBe(0)
  for (const argv of [
    ['lean', '--help'],
    ['help', 'lean'],
  ]) {
    const { shell, out } = shellFor()
    await dispatch([lean], argv, shell)
    expect(out.text()).toContain(`loaded ${loaded} times`)
  }
})

test('help and version go to stdout, help for want of a command to stderr with exit code 2', async () => {
  const lean = command({
    name: 'lean',
    summary: 'do little',
    args: { on: optional('what') },
    flags: {},
    run: async () => {},
  })
  const help = shellFor()
  expect(await dispatch([lean], ['--help'], help.shell)).toBe(0)
  expect(help.out.text()).toContain('lean [on]')
  expect(help.out.text()).toContain('Exit codes:')
  const version = shellFor()
  expect(await dispatch([lean], ['--version'], version.shell)).toBe(0)
  expect(version.out.text()).toBe('1.2.3\n')
  const none = shellFor()
  expect(await dispatch([lean], [], none.shell)).toBe(2)
  expect([none.out.text(), none.err.text().includes('Usage: cairn')]).toEqual(['', true])
})
