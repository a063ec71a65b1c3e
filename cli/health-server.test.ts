import { expect, test } from 'vitest'
import { serveHealth } from './health-server.ts'

const metrics = { contentType: 'text/plain; version=0.0.4', metrics: async () => 'cairn_up 1\n' }

test('metrics, health and readiness are served, and the port is free after close', async () => {
  let state: true | string = 'no workers'
  const server = await serveHealth({ host: '127.0.0.1', port: 0, metrics, ready: () => state })
  const get = async (path: string) => {
    const response = await fetch(`${server.url}${path}`)
    return [response.status, await response.text()]
  }
  expect(await get('/metrics')).toEqual([200, 'cairn_up 1\n'])
  expect(await get('/healthz')).toEqual([200, 'ok\n'])
  expect(await get('/readyz')).toEqual([503, 'no workers\n'])
  state = true
  expect(await get('/readyz')).toEqual([200, 'ready\n'])
  expect((await get('/'))[0]).toBe(404)
  await server[Symbol.asyncDispose]()
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
})

test('a registry that fails is answered with 500 and the process goes on', async () => {
  const broken = { ...metrics, metrics: () => Promise.reject(new Error('no such gauge')) }
  await using server = await serveHealth({ host: '127.0.0.1', port: 0, metrics: broken, ready: () => true })
  const response = await fetch(`${server.url}/metrics`)
  expect([response.status, await response.text()]).toEqual([500, 'no such gauge'])
})

test('a port in use is the system error', async () => {
  await using first = await serveHealth({ host: '127.0.0.1', port: 0, metrics, ready: () => true })
  const port = Number(new URL(first.url).port)
  await expect(serveHealth({ host: '127.0.0.1', port, metrics, ready: () => true })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})
