import { command, optional } from '../command.ts'
import { toggle } from '../flags.ts'
import { optionTable } from '../option-rows.ts'
import { findSearch } from '../plan.ts'
import { line } from '../shell.ts'
import { table } from '../terminal/table.ts'

export const searches = command({
  name: 'searches',
  summary: 'list the search algorithms, or show one with its options',
  args: { search: optional('name of a search') },
  flags: { json: toggle('print one JSON object per search on stdout') },
  async run({ args, flags }, { out }) {
    if (args.search !== undefined) {
      const search = await findSearch(args.search)
      if (flags.json) return line(out, JSON.stringify(card(search)))
      line(out, `${out.colors.bold(search.name)}: ${search.summary}\n`)
      line(out, optionTable(search.options))
      return line(out, `\nUse: cairn search <task> --search ${search.name} ${exampleOf(search.options)}`)
    }
    const all = (await import('@cairn/search')).searches
    if (flags.json) {
      for (const search of all) line(out, JSON.stringify(card(search)))
      return
    }
    line(
      out,
      table(
        ['search', 'about'],
        all.map((search) => [search.name, search.summary]),
      ),
    )
  },
})

function card({ name, summary, options }: Awaited<ReturnType<typeof findSearch>>) {
  return { name, summary, options }
}

function exampleOf(options: Readonly<Record<string, { readonly default: unknown }>>): string {
  const [first] = Object.entries(options)
  return first === undefined ? '' : `--set ${first[0]}=${first[1].default}`
}
