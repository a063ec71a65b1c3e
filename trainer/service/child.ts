import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Starts a script of this folder in a process of its own: ONNX Runtime can be loaded once in a process, not once in a
 * thread, and what dies there leaves the service alive. It ends with this process.
 *
 * @param script its name without an ending, compiled also where this runs from source
 * @param settings its first message
 */
export function startChild(script: string, settings: object): ChildProcess {
  const entry = import.meta.url.endsWith('.ts') ? `../dist/service/${script}.js` : `./${script}.js`
  const child = fork(fileURLToPath(new URL(entry, import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.send(settings)
  return child
}
