import { expect, test } from 'vitest'
import { leapsSettings } from '../model/settings.ts'
import { BadModelCard, type ModelCard, modelCardText, readModelCard } from './model-card.ts'

const card: ModelCard = {
  format: 'cairn-embedding',
  version: 1,
  name: 'small',
  settings: leapsSettings,
  language: 'karel',
  vocabulary: 'leaps',
  mask: 'leaps',
  steps: 45,
  parameters: 965_509,
  sha256: '00',
  training: { seed: 1 },
  figures: { tokenPercent: 95 },
}

test('a card is read as it was written', () => {
  expect(readModelCard(modelCardText(card), 'card.json')).toEqual(card)
})

test.each([
  ['{', 'card: expected JSON, got "{"'],
  ['null', 'format: expected "cairn-embedding", got undefined'],
  [{ ...card, version: 2 }, 'version: expected 1, got 2'],
  [{ ...card, steps: '45' }, 'steps: expected a number, got "45"'],
  [{ ...card, mask: 'loose' }, 'mask: expected "leaps" or "strict", got "loose"'],
  [{ ...card, settings: { ...leapsSettings, hidden: 0 } }, 'settings.hidden: expected a number above 0, got 0'],
  [{ ...card, settings: { ...leapsSettings, world: [8] } }, 'settings.world: expected height and width, got [8]'],
])('%j: the field is named', (wrong, message) => {
  const text = typeof wrong === 'string' ? wrong : JSON.stringify(wrong)
  expect(() => readModelCard(text, 'card.json')).toThrow(BadModelCard)
  expect(() => readModelCard(text, 'card.json')).toThrow(`card.json: ${message}`)
})
