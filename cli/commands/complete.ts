import { command, required } from '../command.ts'
import { completeFlags } from '../complete/flags.ts'

export const complete = command({
  name: 'complete',
  summary: 'collect programs that a language model writes for a task',
  args: { task: required('name of the task, such as karel/harvester') },
  flags: completeFlags,
  notes:
    'The key is read from CAIRN_API_KEY, else OPENAI_API_KEY, and never written anywhere. Ctrl-C stops a collection; the\n' +
    'same command goes on with it and asks only for what is missing. The name of the file is printed on stdout.',
  examples: [
    ['complete karel/harvester --model gpt-4o --count 100 --max-cost 2 --price-in 2.5 --price-out 10', 'OpenAI'],
    ['complete karel/maze --model qwen3-coder:30b --base-url http://localhost:11434/v1 --parallel 1', 'Ollama'],
    ['complete karel/seeder --model NAME --until-accepted 32', 'as LLM-GS does: until 32 answers are programs'],
    [
      'complete karel/snake --model NAME --revise first.jsonl --revision rewards',
      'better ones, with the scores in sight',
    ],
    ['complete karel/snake --dry-run', 'the prompt, for a chat page'],
    ['complete karel/snake --answers answers.txt --model NAME', 'answers copied from there, %%%% between them'],
  ],
  async run({ args, flags }, shell) {
    const { completeTask } = await import('../complete/complete.ts')
    return completeTask(args.task, flags, shell)
  },
})
