import type { Table } from '@cairn/bench'
import { command, optional } from '../command.ts'
import { Unknown } from '../errors.ts'
import { toggle } from '../flags.ts'
import { line } from '../shell.ts'
import { grouped } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'

export const bench = command({
  name: 'bench',
  summary: 'measure this machine: episodes, transport, coordinator, search quality',
  args: { bench: optional('which benchmark; a list of them when left out') },
  flags: {
    quick: toggle('fewer and shorter windows: a look, not a figure to quote'),
    json: toggle('print one JSON object per table on stdout'),
  },
  async run({ args, flags }, { out, err }) {
    const { benches } = await import('@cairn/bench')
    if (args.bench === undefined) {
      return line(
        out,
        table(
          ['bench', 'about'],
          benches.map(({ name, summary }) => [name, summary]),
        ),
      )
    }
    const chosen = benches.find(({ name }) => name === args.bench)
    if (chosen === undefined) {
      const { nearest } = await import('@cairn/domains')
      throw new Unknown(
        'benchmark',
        args.bench,
        nearest(
          args.bench,
          benches.map(({ name }) => name),
        ),
        '"cairn bench" lists them',
      )
    }
    line(err, err.colors.dim(`measuring ${chosen.name} ...`))
    for (const result of await chosen.run({ quick: flags.quick })) {
      line(out, flags.json ? JSON.stringify(result) : `${printed(result)}\n`)
    }
  },
})

function printed({ title, machine, method, columns, rows }: Table): string {
  const numeric = columns.map((_, at) => rows.length > 0 && rows.every((row) => typeof row[at] === 'number'))
  const heads = columns.map((head, at) => (numeric[at] ? right(head) : head))
  return `${title}\n${machine}; ${method}\n\n${table(
    heads,
    rows.map((row) => row.map(figure)),
  )}`
}

function figure(cell: string | number): string {
  if (typeof cell === 'string') return cell
  return Math.abs(cell) >= 100 || Number.isInteger(cell) ? grouped(cell) : cell.toPrecision(3)
}
