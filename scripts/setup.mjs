#!/usr/bin/env node
// Sets up a checkout with nothing but Node: packages, generated code, compiled code and, with --test, real servers.
// Each step is skipped when its inputs have not changed; --build runs the compile steps only.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provideChromium } from './provide-chromium.mjs'
import { provideNatsServer } from './provide-nats-server.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const wanted = new Set(process.argv.slice(2))
const stampFile = join(root, 'node_modules', '.cairn-setup.json')

requireNode(20)
const stamp = readStamp()

step('packages', digest(['package.json', 'package-lock.json']), () => run('npm', ['ci', '--no-audit', '--no-fund']))
step('generated code', digest(filesUnder('proto/cairn', '.proto')), () => {
  mkdirSync(join(root, 'proto/gen'), { recursive: true })
  run('npm', ['run', '--silent', 'generate'])
})
step('compiled code', digest(sources()), () => run('node', [join('node_modules', 'typescript', 'bin', 'tsc'), '-b']))
if (wanted.has('--test')) {
  await provideNatsServer(say)
  provideChromium(say)
}

function step(name, key, make) {
  if (stamp[name] === key && present(name)) return
  say(`${name} ...`)
  const started = Date.now()
  make()
  stamp[name] = key
  writeFileSync(stampFile, JSON.stringify(stamp, null, 2))
  say(`${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

function present(name) {
  if (name === 'packages') return existsSync(join(root, 'node_modules/typescript'))
  if (name === 'generated code') return existsSync(join(root, 'proto/gen/cairn.js'))
  return existsSync(join(root, 'cli/dist/main.js'))
}

function sources() {
  const packages = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).workspaces
  return [
    'tsconfig.base.json',
    'proto/gen/cairn.d.ts',
    ...packages.flatMap((folder) => filesUnder(folder, '.ts').filter((file) => !file.endsWith('.test.ts'))),
  ].filter((file) => existsSync(join(root, file)))
}

function filesUnder(folder, ending) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['dist', 'gen', 'node_modules'].includes(entry.name) ? [] : filesUnder(path, ending)
    return entry.name.endsWith(ending) ? [path] : []
  })
}

/** Of sizes and contents; a few hundred small files take some 10 ms. */
function digest(files) {
  const hash = createHash('sha1')
  for (const file of [...files].sort()) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function readStamp() {
  if (!existsSync(stampFile) || statSync(stampFile).size === 0) return {}
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'))
  } catch {
    return {}
  }
}

function run(command, args) {
  // All output goes to stderr: stdout belongs to the command that npm runs next.
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (result.status !== 0) {
    say(
      `"${command} ${args.join(' ')}" failed${result.error ? `: ${result.error.message}` : ` with exit code ${result.status}`}`,
    )
    process.exit(1)
  }
}

function requireNode(major) {
  const have = Number(process.versions.node.split('.')[0])
  if (have >= major) return
  say(`Node ${process.versions.node} is too old: Cairn needs Node ${major} or newer`)
  process.exit(1)
}

function say(text) {
  process.stderr.write(`setup: ${text}\n`)
}
