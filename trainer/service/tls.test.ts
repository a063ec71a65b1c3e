import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBackend } from '../backend.ts'
import { drawEmbedding, drawLatents, testFolder } from '../test/service-lab.ts'
import { tinyLeaps } from '../test/tiny.ts'
import { connectTrainer } from './client.ts'
import { serveTrainer, type TrainerService } from './server.ts'

const folder = testFolder()
const at = (name: string) => folder.at(name)
let mutual: TrainerService

function openssl(...args: string[]): void {
  try {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw new Error('this test makes certificates with openssl: install it, for example "apt-get install openssl"')
  }
}

/** A key, and a certificate for `localhost` that the authority has signed; without one it signs itself. */
function certificate(name: string, authority?: string): void {
  const about = ['-subj', `/CN=${name}`, '-days', '2', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const by = authority === undefined ? [] : ['-CA', at(`${authority}.pem`), '-CAkey', at(`${authority}.key`)]
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', at(`${name}.key`)]
  openssl('req', '-x509', ...key, '-out', at(`${name}.pem`), ...about, ...by)
}

beforeAll(async () => {
  for (const name of ['authority', 'stranger']) certificate(name)
  for (const name of ['server', 'client']) certificate(name, 'authority')
  const backend = await openBackend()
  await drawEmbedding(backend, at('small'), tinyLeaps)
  mutual = await serveTrainer({
    listen: 'localhost:0',
    tls: { ca: at('authority.pem'), cert: at('server.pem'), key: at('server.key') },
    embeddings: [{ id: 'small', folder: at('small') }],
  })
})
afterAll(async () => {
  await mutual.close()
  folder[Symbol.dispose]()
})

const quick = { attempts: 2, backoffMs: 10, deadlineMs: 5000 }

test('a client with a certificate is served, one without or with a stranger’s is not', async () => {
  const url = `grpcs://${mutual.address}`
  const ca = at('authority.pem')
  await using there = await connectTrainer(url, { tls: { ca, cert: at('client.pem'), key: at('client.key') } })
  expect(await there.decode(drawLatents(8, 3))).toHaveLength(3)
  await using named = await connectTrainer(`${url}?ca=${ca}&cert=${at('client.pem')}&key=${at('client.key')}`)
  expect([named.url, named.name]).toEqual([url, there.name])

  const refused = { code: 'E_TRAINER_UNAVAILABLE' }
  await expect(connectTrainer(url, { ...quick, tls: { ca } })).rejects.toMatchObject(refused)
  const stranger = { ca, cert: at('stranger.pem'), key: at('stranger.key') }
  await expect(connectTrainer(url, { ...quick, tls: stranger })).rejects.toMatchObject(refused)
  await expect(connectTrainer(mutual.address, quick)).rejects.toMatchObject(refused)
})

test('without an authority for clients the channel is encrypted and open to all who trust the certificate', async () => {
  await using service = await serveTrainer({
    listen: 'localhost:0',
    tls: { cert: at('server.pem'), key: at('server.key') },
    embeddings: [{ id: 'small', folder: at('small') }],
  })
  await using there = await connectTrainer(`grpcs://${service.address}`, { tls: { ca: at('authority.pem') } })
  expect(there.size).toBe(8)
  const distrust = connectTrainer(`grpcs://${service.address}`, { ...quick, tls: { ca: at('stranger.pem') } })
  await expect(distrust).rejects.toMatchObject({ code: 'E_TRAINER_UNAVAILABLE' })
})

test('files that cannot be used are named', async () => {
  const tls = { cert: at('server.pem'), key: at('server.key') }
  const serve = (files: object) => serveTrainer({ listen: 'localhost:0', tls: files })
  await expect(serve({ cert: tls.cert })).rejects.toThrow("tls-key: expected the file of the certificate's key")
  await expect(serve({ key: tls.key })).rejects.toThrow('tls-cert: expected the file of the certificate')
  await expect(serve({ ...tls, cert: at('none.pem') })).rejects.toMatchObject({
    code: 'E_BAD_TRAINER_ADDRESS',
    message: expect.stringMatching(/^tls-cert: expected a PEM file that can be used \(ENOENT.*none\.pem/),
  })
  await expect(serve({ ...tls, ca: at('small/card.json') })).rejects.toThrow('tls-ca: expected a PEM file, got')
  await expect(connectTrainer('grpc://localhost:1', { tls: { ca: tls.cert } })).rejects.toThrow(
    'trainer: expected grpcs://, as there are files for TLS',
  )
  await expect(serveTrainer({ listen: '127.0.0.1' })).rejects.toThrow('listen: expected host:port')
})
