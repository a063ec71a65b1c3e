import { dispatch } from './assemble.ts'
import { commands, groups } from './commands/index.ts'
import { explain } from './errors.ts'
import { line, processShell } from './shell.ts'

// A reader that has seen enough (`cairn runs | head -1`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const shell = processShell()
try {
  process.exitCode = await dispatch(commands, process.argv.slice(2), shell, groups)
} catch (error) {
  const { message, exit } = explain(error, shell.env)
  line(shell.err, `${shell.err.colors.red('cairn:')} ${message}`)
  process.exitCode = exit
}
