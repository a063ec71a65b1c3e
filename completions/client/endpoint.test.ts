import { expect, test } from 'vitest'
import { endpointAt, keyFrom, openaiUrl, tellsSecret, withoutSecrets } from './endpoint.ts'

test('the first variable that is set gives the key', () => {
  expect(keyFrom({ CAIRN_API_KEY: ' a ', OPENAI_API_KEY: 'b' })).toBe('a')
  expect(keyFrom({ CAIRN_API_KEY: ' ', OPENAI_API_KEY: 'b' })).toBe('b')
  expect(keyFrom({})).toBeUndefined()
})

test.each([
  ['ftp://host/v1', undefined, 'base URL: expected http(s)://host/path, with nothing after the path'],
  ['http://ann:sesame@host/v1?key=sesame', undefined, 'base URL'],
  ['localhost:8000', undefined, 'base URL'],
  [openaiUrl, undefined, 'CAIRN_API_KEY or OPENAI_API_KEY: expected the key of api.openai.com, in the environment'],
  ['http://host/v1', 'sesame\nopen', 'CAIRN_API_KEY or OPENAI_API_KEY: expected a key of printable ASCII'],
])('%s is refused, and what is secret is not repeated', (url, key, message) => {
  expect(() => endpointAt(url, key)).toThrow(expect.objectContaining({ code: 'E_BAD_ENDPOINT' }))
  expect(() => endpointAt(url, key)).toThrow(message)
  expect(() => endpointAt(url, key)).not.toThrow('sesame')
})

test('slashes at the end of the address mean nothing', () => {
  expect(endpointAt('http://host:8000/v1//', 'k')).toMatchObject({ baseUrl: 'http://host:8000/v1' })
})

test('every form of a password is a secret', () => {
  const { secrets } = endpointAt('http://ann:open%20sesame@host/v1', 'the-key')
  const basic = Buffer.from('ann:open sesame').toString('base64')
  expect(secrets).toEqual([basic, 'open sesame', 'open%20sesame', 'the-key'])
  const said = withoutSecrets(`open sesame, open%20sesame, the-key, ${basic}`, secrets)
  expect(said).toBe('[secret], [secret], [secret], [secret]')
})

test('a key that is a word is no secret in an answer', () => {
  expect(tellsSecret('none of these', ['none'])).toBe(false)
  expect(tellsSecret('it is sk-0123456789', ['sk-0123456789'])).toBe(true)
})
