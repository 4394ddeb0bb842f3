import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameTokens, nicknames, searchKey, withinOneTypo } from '../../../src/shared/mail/names.ts'
import { NICKNAMES } from '../../../src/shared/mail/nicknames.ts'

describe('searchKey', () => {
  it.each([
    ['O\u2019Brien-Núñez, J.', 'obrien nunez j'],
    ['  Straße   ŁÓDŹ ', 'strasse lodz'],
    ['Ærøskøbing', 'aeroskobing'],
    ['İstanbul IŞIK', 'istanbul isik'],
    ['北京 Müller', '北京 muller'],
    ['ﬁrst №1', 'first no1'],
    ['', ''],
    ['---', ''],
  ])('%s is found by %s', (text, key) => {
    expect(searchKey(text)).toBe(key)
  })

  it('is its own key', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(searchKey(searchKey(text))).toBe(searchKey(text))
    }))
  })

  it('does not tell capitals, accents or composition apart', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-zA-ZáéíóúñüçÁÉÍÓÚÑÜÇ' -]{0,30}$/), (text) => {
      expect(searchKey(text.toUpperCase())).toBe(searchKey(text))
      expect(searchKey(text.normalize('NFD'))).toBe(searchKey(text.normalize('NFC')))
    }))
  })
})

describe('nameTokens', () => {
  it.each([
    ['Dr. María de la Cruz Jr.', ['maria', 'de', 'la', 'cruz', 'lacruz', 'delacruz']],
    ['Ludwig van Beethoven', ['ludwig', 'van', 'beethoven', 'vanbeethoven']],
    ['Mc Donald', ['mc', 'donald', 'mcdonald']],
    ['van', ['van']],
    ['Prof. Dr.', ['prof', 'dr']],
    ['Anna Anna', ['anna']],
    ['', []],
  ])('%s', (name, tokens) => {
    expect(nameTokens(name)).toEqual(tokens)
  })
})

describe('nicknames', () => {
  it('hold in both directions', () => {
    for (const [name, others] of NICKNAMES) {
      expect(others.has(name)).toBe(false)
      for (const other of others) expect([other, NICKNAMES.get(other)?.has(name)]).toEqual([other, true])
    }
  })

  it('are written as searchKey writes them', () => {
    for (const name of NICKNAMES.keys()) expect(searchKey(name)).toBe(name)
  })

  it.each([['Bill', 'william'], ['JOSÉ', 'pepe'], ['Peggy', 'margaret'], ['Paco', 'francisco'], ['Kate', 'katherine'], ['Robert', 'bob'], ['Lupita', 'guadalupe']])('%s may be %s', (short, long) => {
    expect(nicknames(short).has(long)).toBe(true)
  })

  it('are none for a name without any', () => {
    expect([...nicknames('Zbigniew')]).toEqual([])
  })
})

/** The distance by its definition, to compare with. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)))
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(i - 2, j - 2) + 1)
      const row = rows[i]
      if (row !== undefined) row[j] = best
    }
  }
  return at(a.length, b.length)
}

describe('withinOneTypo', () => {
  it.each([
    ['garcia', 'garcia', true], ['garcia', 'gracia', true], ['garcia', 'garca', true], ['garcia', 'garciaa', true], ['garcia', 'garzia', true],
    ['garcia', 'agrcai', false], ['garcia', 'garc', false], ['', 'a', true], ['', 'ab', false], ['ab', 'ba', true], ['abc', 'cba', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(withinOneTypo(a, b)).toBe(expected)
  })

  it('is the Damerau-Levenshtein distance of at most one', () => {
    const word = fc.stringMatching(/^[abc]{0,7}$/)
    fc.assert(fc.property(word, word, (a, b) => {
      expect([withinOneTypo(a, b), withinOneTypo(b, a)]).toEqual([distance(a, b) <= 1, distance(a, b) <= 1])
    }), { numRuns: 5000 })
  })
})
