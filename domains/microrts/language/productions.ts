import { admits } from '@cairn/language'
import { type commands, type conditions, microlanguage } from './language.ts'

const statements = ['S_S', 'For_S', 'If_B_then_S', 'If_B_then_S_else_S', 'C', 'Empty'] as const

type Name = (typeof statements | (typeof commands)[number] | (typeof conditions)[number])[number]

/** The bytes of a program, by name: statements, commands, conditions, parameters. */
export const productions = Object.fromEntries(
  microlanguage.productions.map(({ name, number }) => [name, number]),
) as Readonly<Record<Name | 'Random', number>>

/** Children of each production. */
export const arity = Uint8Array.from(microlanguage.productions, ({ slots }) => slots.length)

const admittedBy = (nonTerminal: string): Uint8Array =>
  Uint8Array.from(microlanguage.productions, ({ number }) => Number(admits(microlanguage, nonTerminal, number)))

// By production: 1 for those of the kind.
export const isStatement = admittedBy('S')
export const isCommand = admittedBy('C')
export const isCondition = admittedBy('B')
