import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Starts a script of this package in a process of its own: ONNX Runtime 1.16 is not safe in threads that come and go (a
 * later one is refused it, or the process crashes), and what dies there leaves this process alive. It ends with this one.
 *
 * @param script its path in the package without an ending, compiled also where this runs from source
 * @param settings its first message
 */
export function startChild(script: string, settings: object): ChildProcess {
  const entry = import.meta.url.endsWith('.ts') ? `../dist/${script}.js` : `../${script}.js`
  const child = fork(fileURLToPath(new URL(entry, import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.send(settings)
  return child
}
