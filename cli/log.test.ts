import { expect, test } from 'vitest'
import { logTo } from './log.ts'
import { outputTo } from './test/recorded-output.ts'

test('a log is JSON lines for machines and short lines for a person', () => {
  const file = outputTo()
  logTo(file).info({ threads: 2 }, 'joined')
  expect(JSON.parse(file.text())).toMatchObject({ level: 'info', msg: 'joined', threads: 2 })
  const terminal = outputTo({ live: true })
  logTo(terminal).warn({ where: 'nats://x', tries: 3 }, 'link lost')
  expect(terminal.text()).toMatch(/^\d\d:\d\d:\d\d link lost where=nats:\/\/x tries=3\n$/)
})
