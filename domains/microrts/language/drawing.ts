import type { Drawing, Language, Rng } from '@cairn/language'
import { trim } from './dead-code.ts'
import { sampleStatement } from './generation.ts'
import { microlanguage } from './language.ts'
import { mostBudget, mutateToOther } from './mutation.ts'

/**
 * As 2L, LISS and InnateCoder draw on MicroRTS: statements by budget, mutations until the text is another, options in
 * place of an S, a C or a B. They start from the empty program; a random one here has one of the budgets that a mutation
 * may have.
 */
const drawing: Drawing = {
  sample: (rng: Rng) => sampleStatement(rng, 1 + rng.below(mostBudget)),
  neighbour: mutateToOther,
  replaceable: ['S', 'C', 'B'],
}

/** MicroLanguage as searches are given it. */
export const searchedMicrolanguage: Language = { ...microlanguage, drawing, trim }
