import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { startCairn } from '../../test/kit/cairn-process.ts'
import { linesOf } from '../../test/kit/socket-transcripts.ts'

// The command as a process: what it prints, and how it ends.

test('cairn bot plays, says what it plays, and ends with Ctrl-C in the middle of a game', async () => {
  await using bot = startCairn(['bot', 'WorkerRush', '--port', '0', '--json'])
  const [, port] = await bot.untilSaid(/"port":(\d+).*waiting for the Java engine/)
  const socket = connect({ host: '127.0.0.1', port: Number(port) })
  socket.resume()
  const lines = linesOf(1, 'java')
  socket.write(`${lines.join('\n')}\n`)
  await bot.untilSaid(/"result":"won","tick":194,"decisions":195,.*"game over"/)
  expect(bot.stderr()).toMatch(/"seat":0,"map":"8x8","table":"FINETUNED","notation":"json","budgetMs":100.*game begins/)

  socket.write(`nonsense\n${lines.slice(0, 12).join('\n')}\n`)
  await bot.untilSaid(/game begins[\s\S]*game begins/)
  expect(bot.stderr()).toContain('"code":"E_BAD_MESSAGE","msg":"expected budget, utt')
  const closed = once(socket, 'close')
  bot.kill('SIGINT')
  expect(await bot.exit).toBe(0)
  await closed
  expect(bot.stderr()).toContain('"games":2,"won":1,"lost":0,"drawn":0,"unknown":1,"msg":"stopped"')
  const printed = bot.stdout().trimEnd().split('\n')
  expect(printed.map((line) => JSON.parse(line))).toMatchObject([
    { event: 'game', connection: 1, player: 'WorkerRush', seat: 0, result: 'won', winner: 0, decisions: 195 },
    { event: 'game', connection: 1, result: 'unknown', winner: null },
  ])
})

test('a port in use and an address of another machine are wrong usage', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  await using busy = startCairn(['bot', 'WorkerRush', '--port', String(port)])
  expect([await busy.exit, busy.stderr()]).toEqual([
    2,
    `cairn: --port: expected a port that nobody listens on, got ${port}\n`,
  ])
  taken.close()
  await using away = startCairn(['bot', 'WorkerRush', '--host', '192.0.2.1', '--port', '0'])
  expect([await away.exit, away.stderr()]).toEqual([
    2,
    'cairn: --host: expected an address of this machine, got "192.0.2.1"\n',
  ])
})
