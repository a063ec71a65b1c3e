/** A text of which the converter of LLM-GS makes no DSL text: where the reference stops with an exception. */
export class ConversionError extends Error {
  readonly code = 'E_CONVERSION'
}
