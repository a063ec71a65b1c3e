import type { Frame, Task, TaskText } from '@cairn/domains'
import { command, optional } from '../command.ts'
import { list, toggle } from '../flags.ts'
import { optionTable } from '../option-rows.ts'
import { line, type Output, type Shell } from '../shell.ts'
import { printFrames } from '../terminal/replay.ts'
import { table } from '../terminal/table.ts'
import { wrapped } from '../terminal/wrapped.ts'

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
        ['task', 'about'],
        cards.map((card) => [card.name, card.summary]),
      ),
    )
  },
})

async function show(name: string, json: boolean, { out }: Shell): Promise<void> {
  const { openTask, taskCard } = await import('@cairn/domains')
  const card = taskCard(name)
  const task = openTask(card.name)
  const start = await startState(task)
  if (json) return line(out, JSON.stringify({ ...card, bestReturn: task.bestReturn ?? null, start: start.picture }))
  line(out, `${out.colors.bold(card.name)}: ${card.summary}\n`)
  printFrames([{ ...start, caption: `a start state (episode 0); ${bound(task)}` }], out)
  if (card.text !== undefined) line(out, `\n${prose(card.text, out)}`)
  line(out, `\n${optionTable(card.options)}`)
  line(out, `\nUse: cairn search ${card.name}`)
}

/** The picture that every program of the task begins with in episode 0. */
async function startState(task: Task): Promise<Frame> {
  const { sampleProgram, seededRng } = await import('@cairn/language')
  const [start] = task.replay(sampleProgram(task.language, seededRng(0)), 0)
  return start
}

function prose({ description, start, reward, termination }: TaskText, { columns, colors }: Output): string {
  const width = Math.min(columns, 100)
  const labelled = [
    ['start', start],
    ['reward', reward],
    ['ends', termination],
  ].map(([label, text]) => colors.bold(label.padEnd(8)) + wrapped(text, width, 8).slice(8))
  return [wrapped(description, width), '', ...labelled].join('\n')
}

/** The bound holds in floating point, so it may lie an ulp above the figure meant. */
function bound({ bestReturn }: Task): string {
  return bestReturn === undefined ? 'returns are not bounded' : `the best return is ${Number(bestReturn.toFixed(9))}`
}
