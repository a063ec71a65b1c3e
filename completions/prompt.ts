import type { Domain, Task, TaskCard } from '@cairn/domains'
import { hashBytes, hex, type Language } from '@cairn/language'
import { grammarText } from './grammar-text.ts'
import { type Call, type PythonForms, pythonForms } from './python-forms.ts'

/** What the model is asked to write; the ablation of LLM-GS (its three prompt styles). */
export const styles = ['python-then-dsl', 'python', 'dsl'] as const
export type Style = (typeof styles)[number]

/** Both halves of a request, as the chat protocol has them. */
export interface Prompt {
  readonly system: string
  readonly user: string
}

export interface PromptFor {
  readonly domain: Domain
  readonly task: Task
  readonly style: Style
}

/** The language of the domain cannot be said in Python. */
export class NoPython extends Error {
  readonly code = 'E_NO_PYTHON'
  readonly language: string
  constructor(language: string, style: Style) {
    super(`style: expected dsl for the language ${language}, which has no Python form, got ${JSON.stringify(style)}`)
    this.language = language
  }
}

/**
 * The request for one program that solves the task: the content of LLM-GS's prompts (a015kh/LLM-GS, `prompts`), in our
 * words, made from the domain's guide, the grammar table and the task's card, so that a new domain has prompts too.
 *
 * @throws NoPython
 */
export function promptFor({ domain, task, style }: PromptFor): Prompt {
  const forms = pythonForms(task.language)
  if (style !== 'dsl' && forms === undefined) throw new NoPython(task.language.name, style)
  const card = domain.tasks.find(({ name }) => name === task.spec.name)
  const system =
    style === 'dsl' || forms === undefined
      ? [world(domain, card), dslRules(task.language), words(domain, forms, dslSignature)]
      : [
          world(domain, card),
          words(domain, forms, pythonSignature),
          pythonLimits,
          ...(style === 'python' ? [] : [conversionTable(forms)]),
        ]
  return { system: system.join('\n\n'), user: [facts(task, card), orders[style]].join('\n\n') }
}

/** 16 hexadecimal digits, of both halves. */
export function promptHash({ system, user }: Prompt): string {
  return hex(hashBytes(new TextEncoder().encode(`${system}\0${user}`)))
}

function world({ guide, name }: Domain, card: TaskCard | undefined): string {
  const assignment = `Your assignment: write a program for the task ${title(card)} that is made of the actions and perceptions below.`
  return `${guide?.world ?? `The world is that of ${name}.`}\n${assignment}`
}

function title(card: TaskCard | undefined): string {
  return (card?.name.split('/').at(-1) ?? '').toUpperCase()
}

function words({ guide }: Domain, forms: PythonForms | undefined, signature: typeof dslSignature): string {
  if (forms === undefined) {
    const known = Object.entries(guide?.words ?? {}).map(([word, about]) => `- ${word}: ${about}`)
    return ['Words:', ...known].join('\n')
  }
  const lines = (calls: readonly Call[]) =>
    byName(calls).map((same) => {
      const about = guide?.words[same[0]!.name]
      return `- ${signature(same)}${about === undefined ? '' : `: ${about}`}`
    })
  return ['Actions:', ...lines(forms.actions), '', 'Perceptions:', ...lines(forms.perceptions)].join('\n')
}

/** How calls of one name are written in Python; one that takes an argument is listed with all it takes. */
function pythonSignature(calls: readonly Call[]): string {
  const { name, argument } = calls[0]!
  if (argument === undefined) return `${name}()`
  return `${name}(x), x one of ${calls.map((call) => JSON.stringify(call.argument)).join(', ')}`
}

function dslSignature(calls: readonly Call[]): string {
  const { name, argument } = calls[0]!
  if (argument === undefined) return name
  return `${name} h( x h), x one of ${calls.map((call) => call.argument).join(', ')}`
}

function byName(calls: readonly Call[]): Call[][] {
  return [...new Set(calls.map(({ name }) => name))].map((name) => calls.filter((call) => call.name === name))
}

const pythonLimits = [
  'Limits of the Python program:',
  '- Define one function, run(), without arguments, and nothing else.',
  '- Call nothing but the actions and perceptions above, and range() in "for i in range(n):" with a number n from 0 to 19.',
  '- No variables, no assignments, no comments.',
  '- None of these: True, False, break, continue, return, ==, !=, elif, or, and.',
].join('\n')

function conversionTable({ actions, perceptions }: PythonForms): string {
  const pairs: (readonly [string, string])[] = [
    ['def run(): body', 'DEF run m( body m)'],
    ['while b: body', 'WHILE c( b c) w( body w)'],
    ['if b: body', 'IF c( b c) i( body i)'],
    ['if b: body1 else: body2', 'IFELSE c( b c) i( body1 i) ELSE e( body2 e)'],
    ['for i in range(n): body', 'REPEAT R=n r( body r)'],
    ['not b', 'not c( b c)'],
    ...[perceptions, actions].flatMap((calls) => byName(calls).map(([first]) => pair(first!))),
  ]
  const rows = pairs.map(([python, dsl], at) => `${at + 1}. ${python}  becomes  ${dsl}`)
  return ['From Python to the DSL (statements in a row are separated by a blank):', ...rows].join('\n')
}

function pair({ name, argument }: Call): readonly [string, string] {
  return argument === undefined ? [`${name}()`, name] : [`${name}(x)`, `${name} h( x h)`]
}

function dslRules(language: Language): string {
  const { height, run, tokens } = language.limits
  return [
    'The program is written in this language; tokens are separated by blanks, and it begins with',
    `<${language.start}>:`,
    grammarText(language),
    `At most ${tokens} tokens, ${run} statements in a row, ${height - 1} control structures inside one another.`,
  ].join('\n')
}

function facts({ spec }: Task, card: TaskCard | undefined): string {
  const options = Object.entries(card?.options ?? {}).map(
    ([name, option]) => `${name} = ${spec.options[name]} (${option.about})`,
  )
  const text = card?.text
  return [
    `Task: ${title(card)}`,
    `Map: ${text?.description ?? card?.summary ?? ''}`,
    ...(text === undefined
      ? []
      : [`Start: ${text.start}`, `Goal and end: ${text.termination}`, `Return: ${text.reward}`]),
    ...(options.length === 0 ? [] : [`Settings: ${options.join('; ')}`]),
  ].join('\n')
}

const orders: Readonly<Record<Style, string>> = {
  'python-then-dsl': [
    '1. Write one short and simple Python program without comments that solves the task, in a ```python block.',
    '2. Convert it to the DSL, on one line, in a second block opened by ```.',
  ].join('\n'),
  python: 'Write one short and simple Python program without comments that solves the task, in a ```python block.',
  dsl: 'Write one short and simple program in the language above that solves the task, on one line, in a block opened by ```.',
}
