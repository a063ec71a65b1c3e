/**
 * The messages of whoever started this process, the first one its settings. Signals are the other's business, which a
 * terminal sends to both; when the other is gone, this process is too.
 */
export function listen<Settings, Message>(
  begin: (settings: Settings) => Promise<void>,
  heard: (message: Message) => void,
): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
  process.on('disconnect', () => process.exit())
  if (!process.connected) process.exit()
  process.once('message', (settings) => {
    process.on('message', (message) => heard(message as Message))
    void begin(settings as Settings)
  })
}

/** Resolves when it is on its way. */
export function tell(message: object): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()))
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
