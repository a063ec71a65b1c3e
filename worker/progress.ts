/**
 * What a thread is doing, in memory that it shares with the pool, which can read it while the thread is busy: written by
 * the thread before each batch and each program, read by the pool when the thread dies or seems to hang.
 */
export interface Progress {
  /** Ticket of the batch that is running; 0 between batches. */
  readonly ticket: number
  /** Index of the program that is running; undefined while the batch is decoded or encoded. */
  readonly program: number | undefined
  /** Changes with every step of the work. */
  readonly beat: number
}

/** Cells of the shared array; the last is the first of `cancelSlots`, which hold the tickets of cancelled batches. */
const cell = { ticket: 0, program: 1, beat: 2, cancelled: 3 }

/** Tickets are given out in turn, so batches that are in a thread at the same time, fewer than this, share no slot. */
export const cancelSlots = 16

export function createProgress(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer((cell.cancelled + cancelSlots) * Int32Array.BYTES_PER_ELEMENT))
}

export function readProgress(cells: Int32Array): Progress {
  const program = Atomics.load(cells, cell.program)
  return {
    ticket: Atomics.load(cells, cell.ticket),
    program: program < 0 ? undefined : program,
    beat: Atomics.load(cells, cell.beat),
  }
}

/** The thread begins the batch of that ticket; 0: it has ended one. */
export function markBatch(cells: Int32Array, ticket: number): void {
  Atomics.store(cells, cell.program, -1)
  Atomics.store(cells, cell.ticket, ticket)
  Atomics.add(cells, cell.beat, 1)
}

export function markProgram(cells: Int32Array, index: number): void {
  Atomics.store(cells, cell.program, index)
  Atomics.add(cells, cell.beat, 1)
}

/** Asks the thread to leave the batch before its next program. */
export function markCancelled(cells: Int32Array, ticket: number): void {
  Atomics.store(cells, cell.cancelled + (ticket % cancelSlots), ticket)
}

export function isCancelled(cells: Int32Array, ticket: number): boolean {
  return Atomics.load(cells, cell.cancelled + (ticket % cancelSlots)) === ticket
}
