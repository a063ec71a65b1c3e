import { type Flag, Mismatch } from '../flags.ts'

const expected = 'names of bots such as WorkerRush or CoacAI/FF, each once'
const botName = /^[A-Za-z]\w*(\/\w+)?$/

/** Names of scripted bots; whether there are such bots is for whoever plays them to say. */
export const botList: Flag<readonly string[]> = {
  about: 'scripted bots that every champion meets, a comma between them',
  takes: 'names',
  byDefault: 'those of the plan, else WorkerRush, LightRush, RangedRush, HeavyRush',
  read(value) {
    const names = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value
    if (!Array.isArray(names) || !names.every((name): name is string => typeof name === 'string'))
      throw new Mismatch(expected)
    const bad = names.find((name) => !botName.test(name))
    if (bad !== undefined) throw new Mismatch(expected, bad)
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    if (twice !== undefined) throw new Mismatch(expected, twice)
    return names
  },
}
