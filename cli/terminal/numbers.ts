/** 12345 as `12,345`. */
export function grouped(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** A return, four decimals; `-` before the first score. */
export function returned(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : value.toFixed(4)
}

/** Evaluations per second. */
export function perSecond(rate: number): string {
  return `${rate >= 100 ? grouped(rate) : rate.toFixed(1)}/s`
}

/** 0:07, 12:05, 3:04:05. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const two = (n: number) => String(n).padStart(2, '0')
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** 0.42 s, 12.3 s, then as a clock. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`
  return seconds < 100 ? `${seconds.toFixed(1)} s` : clock(seconds)
}

/** How long ago: 5 s, 12 min, 3 h, 9 days. */
export function age(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} days`
}

/** `1 worker`, `2 workers`. */
export function some(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Cut to `width` characters, with an ellipsis when something is missing. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
