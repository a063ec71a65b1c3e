import type { Vocabulary } from '@cairn/language'
import { DecoderMask, type MaskVariant } from '../model/token-mask.ts'

/** Makes masks for `decode`, which goes on after the first token, `DEF`. */
export function begunMasks(words: Vocabulary, variant: MaskVariant): () => DecoderMask {
  const begun = new DecoderMask(words, variant)
  begun.push(first)
  return () => begun.clone()
}

/** `DEF` in every vocabulary. */
export const first = 0
