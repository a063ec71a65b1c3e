import type { TaskCard } from '@cairn/domains'
import { command, optional } from '../command.ts'
import { list, toggle } from '../flags.ts'
import { optionTable } from '../option-rows.ts'
import { line, type Shell } from '../shell.ts'
import { table } from '../terminal/table.ts'

export const tasks = command({
  name: 'tasks',
  summary: 'list the tasks, or show one with its options and a start state',
  args: { task: optional('name of a task, such as karel/harvester') },
  flags: {
    domain: list('module that exports a domain of your own', { takes: 'module' }),
    json: toggle('print one JSON object per task on stdout'),
  },
  async run({ args, flags }, shell) {
    const { listTasks, loadDomain } = await import('@cairn/domains')
    for (const module of flags.domain) await loadDomain(module)
    if (args.task !== undefined) return show(args.task, flags.json, shell)
    const cards = listTasks()
    if (flags.json) {
      for (const card of cards) line(shell.out, JSON.stringify(card))
      return
    }
    line(
      shell.out,
      table(
        [{ head: 'task' }, { head: 'about' }],
        cards.map((card) => [card.name, card.summary]),
      ),
    )
  },
})

async function show(name: string, json: boolean, { out }: Shell): Promise<void> {
  const { listTasks, openTask } = await import('@cairn/domains')
  const task = openTask({ name, options: {} }) // an unknown name names the nearest
  const card = listTasks().find((one) => one.name === task.spec.name) as TaskCard
  const start = await startState(task)
  if (json) return line(out, JSON.stringify({ ...card, bestReturn: task.bestReturn ?? null, start }))
  line(out, `${out.colors.bold(card.name)}: ${card.summary}\n`)
  line(out, `${start}\n`)
  line(out, `A start state (episode 0). Best return: ${task.bestReturn ?? 'not bounded'}.\n`)
  line(out, optionTable(card.options))
  line(out, `\nUse: cairn search ${card.name}`)
}

async function startState(task: ReturnType<typeof import('@cairn/domains')['openTask']>): Promise<string> {
  const { sampleProgram, seededRng } = await import('@cairn/language')
  // The start state does not depend on the program.
  const program = sampleProgram(task.language, seededRng(0))
  for (const { picture } of task.replay(program, 0)) return picture
  return ''
}
