// Makes sure the tests have a real nats-server, in this order: a URL from the environment, a binary, Docker,
// Debian's package manager as root; else an error that says what to install. Nothing passes by skipping.
import { spawnSync } from 'node:child_process'

const search = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }

export async function provideNatsServer(say) {
  if (process.env.CAIRN_TEST_NATS_URL) return say(`nats-server: ${process.env.CAIRN_TEST_NATS_URL}`)
  if (works('nats-server', ['--version'])) return
  if (works('docker', ['info'])) return say('nats-server: a container')
  if (process.getuid?.() === 0 && works('apt-get', ['--version'])) {
    say('nats-server: installing the Debian package ...')
    const install = ['install', '-y', '--no-install-recommends', 'nats-server']
    if (apt(['update']) && apt(install) && works('nats-server', ['--version'])) return
  }
  say('the tests need a real nats-server and found none: install it (Debian: "apt-get install nats-server",')
  say('macOS: "brew install nats-server"), start Docker, or set CAIRN_TEST_NATS_URL=nats://host:port')
  process.exit(1)
}

function apt(args) {
  const env = { ...search, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 2, 2], env }).status === 0
}

function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore', env: search, timeout: 20_000 }).status === 0
}
