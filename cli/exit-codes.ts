/** How a command ends. Documented in `cairn --help` and docs/cli.md; scripts may rely on the numbers. */
export const exitCodes = {
  ok: { code: 0, about: 'done: the search ended, whether it solved the task or spent its budget' },
  failure: { code: 1, about: 'something failed: a record that does not verify, a problem that doctor found, a crash' },
  usage: { code: 2, about: 'the command line, the configuration or a file given is wrong' },
  busy: { code: 3, about: 'another process is working on that run, or has taken it over' },
  journal: { code: 4, about: 'the run cannot go on: its journal is damaged, or other code wrote it' },
  interrupted: { code: 130, about: 'stopped by Ctrl-C (143: by SIGTERM); "cairn resume" goes on' },
} as const

export type ExitName = keyof typeof exitCodes

/** Exit code after SIGTERM, by convention 128 + 15. */
export const terminatedCode = 143
