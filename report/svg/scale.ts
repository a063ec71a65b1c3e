import { short } from '../figures.ts'

/** From values to pixels. */
export interface Scale {
  (value: number): number
  readonly ticks: readonly Tick[]
}

export interface Tick {
  readonly value: number
  readonly label: string
}

/** A logarithmic axis with a tick at every power of ten, and at its end if that is none. Values below the first are on it. */
export function logScale(from: number, to: number, start: number, end: number): Scale {
  const [low, high] = [Math.log10(from), Math.max(Math.log10(to), Math.log10(from) + 1e-6)]
  const powers: number[] = []
  for (let power = Math.ceil(low - 1e-9); power <= high + 1e-9; power++) powers.push(10 ** power)
  const values = high - Math.log10(powers.at(-1) ?? 1) > 0.25 ? [...powers, to] : powers
  const at = (value: number) => start + ((Math.log10(Math.max(value, from)) - low) / (high - low)) * (end - start)
  return Object.assign(at, { ticks: values.map((value) => ({ value, label: tickLabel(value) })) })
}

/** A linear axis from a round value to a round value, with ticks at round values. */
export function linearScale(from: number, to: number, start: number, end: number, wanted = 4): Scale {
  const step = roundStep((to - from) / wanted)
  const first = Math.floor(from / step + 1e-9)
  const last = Math.max(Math.ceil(to / step - 1e-9), first + 1)
  const [low, high] = [first * step, last * step]
  const decimals = decimalsOf(step)
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step
    return { value, label: value.toFixed(decimals).replace(/^-(?=0(\.0*)?$)/, '') }
  })
  return Object.assign((value: number) => start + ((value - low) / (high - low)) * (end - start), { ticks })
}

/** `1k` where running text has `1,000`. */
function tickLabel(value: number): string {
  return value >= 1_000 && value < 10_000 ? `${Number((value / 1_000).toPrecision(3))}k` : short(value)
}

/** As many as it takes to write the value and its multiples. */
function decimalsOf(value: number): number {
  let decimals = 0
  while (decimals < 9 && Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) > 1e-6) decimals++
  return decimals
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that is no less. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step))
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= step * (1 - 1e-9)) ?? 10
  return factor * power
}
