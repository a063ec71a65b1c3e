import { karel } from '@cairn/domains'
import { vocabulary } from '@cairn/language'
import { DecoderMask, type MaskVariant } from '../model/token-mask.ts'

export interface SyntaxMaskRecord {
  readonly tokens: readonly string[]
  readonly cases: readonly {
    readonly prefix: string
    readonly prefix_ids: readonly number[]
    readonly allowed_leaps: readonly number[]
    readonly allowed_strict: readonly number[]
  }[]
}

export function checkSyntaxMask({ tokens, cases }: SyntaxMaskRecord): string | undefined {
  const leaps = vocabulary(karel.language, 'leaps')
  if ([...leaps.tokens, '<pad>'].join() !== tokens.join()) return `tokens: expected ${tokens}, got ${leaps.tokens}`
  for (const { prefix, prefix_ids, allowed_leaps, allowed_strict } of cases) {
    for (const [variant, expected] of Object.entries({ leaps: allowed_leaps, strict: allowed_strict })) {
      const mask = new DecoderMask(leaps, variant as MaskVariant)
      for (const id of prefix_ids) mask.push(id)
      const got = Array.from(mask.allowed()).flatMap((open, id) => (open ? [id] : []))
      if (got.join() !== [...expected].sort((a, b) => a - b).join())
        return `${variant}, after "${prefix}": expected ${expected}, got ${got}`
    }
  }
  return undefined
}
