// Makes sure the tests have a real Chromium, in this order: a path from the environment, a binary, Debian's package
// manager as root; else an error that says what to install. Nothing passes by skipping.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome-headless-shell']
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export function provideChromium(say) {
  if (process.env.CAIRN_TEST_CHROMIUM) return say(`Chromium: ${process.env.CAIRN_TEST_CHROMIUM}`)
  if (names.some(works) || elsewhere.some((file) => existsSync(file))) return
  if (process.getuid?.() === 0 && works('apt-get')) {
    say('Chromium: installing the Debian package ...')
    // Without a font pages have no text.
    const packages = ['chromium', 'fonts-dejavu-core']
    if (apt(['update']) && apt(['install', '-y', '--no-install-recommends', ...packages]) && works('chromium')) return
  }
  say('the tests of the report need a real Chromium or Chrome and found none: install it (Debian: "apt-get install')
  say('chromium", macOS: "brew install --cask chromium"), or set CAIRN_TEST_CHROMIUM to its path')
  process.exit(1)
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 2, 2], env }).status === 0
}

function works(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}
