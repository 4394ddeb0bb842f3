import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderOf } from '../../../src/main/directory/keys.ts'
import { beginsNearly, queryWords } from '../../../src/main/directory/matching.ts'
import type { Indexed, PeopleIndex } from '../../../src/main/directory/people-index.ts'
import { createPeopleIndex } from '../../../src/main/directory/people-index.ts'

const person = (no: number, given: string, family: string, more: Partial<Indexed> = {}): Indexed => ({ no, given, family, name: `${given} ${family}`.trim(), email: '', employeeId: '', aliases: [], department: 0, mailStop: 0, active: true, ...more })

function indexOf(people: readonly Indexed[]): PeopleIndex {
  const index = createPeopleIndex()
  for (const one of people) index.put(one)
  return index
}

const found = (index: PeopleIndex, text: string, options: { likely?: number[]; limit?: number } = {}): number[] => index.find(queryWords(text), new Set(options.likely ?? []), options.limit ?? 50).hits.map((hit) => hit.no)

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const letters = (minLength: number, maxLength: number) => fc.string({ unit: fc.constantFrom(...LETTERS.split('')), minLength, maxLength })
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
const people = (maxLength: number) => fc.array(fc.record({ given: letters(3, 9), family: letters(3, 11) }), { minLength: 1, maxLength }).map((names) => names.map(({ given, family }, i) => person(i + 1, capital(given), capital(family))))

/** Every text that is one slip away from `text`. */
function slips(text: string): string[] {
  const made = new Set<string>()
  for (let i = 0; i <= text.length; i++) {
    for (const letter of LETTERS) {
      made.add(text.slice(0, i) + letter + text.slice(i))
      if (i < text.length) made.add(text.slice(0, i) + letter + text.slice(i + 1))
    }
    if (i < text.length) made.add(text.slice(0, i) + text.slice(i + 1))
    if (i + 1 < text.length) made.add(text.slice(0, i) + text.charAt(i + 1) + text.charAt(i) + text.slice(i + 2))
  }
  return [...made]
}

describe('one slip', () => {
  test('beginsNearly is what trying out every slip gives', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 })
    fc.assert(fc.property(few, few, (word, typed) => {
      const expected = word.startsWith(typed) || slips(typed).some((slip) => word.startsWith(slip))
      expect(beginsNearly(word, typed)).toBe(expected)
    }), { numRuns: 2_000 })
  })

  test('everybody is found by a beginning of at least four letters with any one slip in it, the first letter included', () => {
    fc.assert(fc.property(people(30), fc.nat(), fc.nat(), fc.nat(), (all, which, length, slip) => {
      const one = all[which % all.length] as Indexed
      const word = one.family.toLowerCase()
      if (word.length < 4) return
      const typed = word.slice(0, 4 + (length % (word.length - 3)))
      const wrong = slips(typed).filter((text) => text.length >= 4)
      expect(found(indexOf(all), wrong[slip % wrong.length] as string)).toContain(one.no)
    }), { numRuns: 1_000 })
  })
})

test('the number a text is put in order by never contradicts the text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '~', '\u007F', '\u0436', '\u{1F4E6}', '\uFF41'), maxLength: 9 })
  fc.assert(fc.property(text, text, (a, b) => {
    const difference = orderOf(a) - orderOf(b)
    if (difference !== 0) expect(difference < 0).toBe(a < b)
  }), { numRuns: 3_000 })
})

describe('the search over people', () => {
  test('finds everybody by any three first letters of given or family name', () => {
    fc.assert(fc.property(people(50), (all) => {
      const index = indexOf(all)
      for (const one of all) {
        expect(found(index, one.given.slice(0, 3))).toContain(one.no)
        expect(found(index, one.family.slice(0, 3).toUpperCase())).toContain(one.no)
        expect(found(index, `${one.family.slice(0, 2)} ${one.given.slice(0, 2)}`)).toContain(one.no)
      }
    }))
  })

  test('answers the same whatever the order in which people came', () => {
    fc.assert(fc.property(people(40), fc.infiniteStream(fc.nat()), letters(2, 6), (all, chance, text) => {
      const shuffled = all.map((one) => ({ one, at: chance.next().value as number })).sort((a, b) => a.at - b.at).map(({ one }) => one)
      expect(found(indexOf(shuffled), text)).toEqual(found(indexOf(all), text))
    }))
  })

  test('after any changes is what it would be if it were made anew', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), no: fc.integer({ min: 1, max: 12 }), given: letters(3, 4), family: letters(3, 4), active: fc.boolean(), department: fc.integer({ min: 0, max: 2 }) }),
      fc.record({ kind: fc.constant('remove' as const), no: fc.integer({ min: 1, max: 12 }) }),
    )
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), letters(1, 4), (steps, text) => {
      const index = createPeopleIndex()
      const known = new Map<number, Indexed>()
      for (const one of steps) {
        if (one.kind === 'put') {
          const put = person(one.no, one.given, one.family, { active: one.active, department: one.department })
          index.put(put)
          known.set(one.no, put)
        } else {
          index.remove(one.no)
          known.delete(one.no)
        }
        // Asked in between, so that what is put in order lazily is put in order at every stage.
        index.find(queryWords(text), new Set(), 5)
      }
      const anew = indexOf([...known.values()])
      expect(found(index, text)).toEqual(found(anew, text))
      expect(index.page(() => true, null, 50)).toEqual(anew.page(() => true, null, 50))
      expect(index.countBy('department')).toEqual(anew.countBy('department'))
      expect({ size: index.size, active: index.activePeople().toSorted((a, b) => a - b) }).toEqual({ size: known.size, active: [...known.values()].filter((one) => one.active).map((one) => one.no).toSorted((a, b) => a - b) })
    }))
  })

  test('never denies an employee ID that somebody has, however its letters are written', () => {
    fc.assert(fc.property(fc.array(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 20 }), (ids) => {
      const index = indexOf(ids.map((employeeId, no) => person(no + 1, 'Ada', 'Xu', { employeeId })))
      const swapped = (id: string): string => id.replaceAll(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()))
      for (const id of ids) expect([index.mayHaveEmployeeId(id), index.mayHaveEmployeeId(swapped(id))]).toEqual([true, true])
    }))
    expect(indexOf([person(1, 'Ada', 'Xu', { employeeId: 'E1' }), person(2, 'Abe', 'Xu')]).mayHaveEmployeeId('E2')).toBe(false)
  })

  const office = indexOf([
    person(1, 'Wilhelmina', 'Quist'), person(2, 'William', 'Quayle'), person(3, 'Jonathan', 'Smith'), person(4, 'John', 'Smithson'), person(5, 'José', 'Núñez de la Cruz'), person(6, 'Sinéad', "O'Brien"),
    person(7, 'Bill', 'Anders'), person(8, 'William', 'Anders', { active: false }), person(9, 'Li', 'Wei'), person(10, 'Linda', 'Zimmer'), person(11, '', 'Reception', { name: 'Reception' }),
    person(12, 'Anna', 'Petrova', { aliases: ['Annie Volkova'] }), person(13, '', '\u{1F4E6}', { name: '\u{1F4E6} \u{1F680}' }),
  ])

  test.each([
    ['wi qu', [2, 1]], ['qu wi', [2, 1]], ['jon smth', [3, 4]], ['wilhemina', [1]], ['iwlhel', [1]], ['NUNEZ', [5]], ['delacruz', [5]], ['de la cruz', [5]], ['obrien', [6]], ["o'bri", [6]],
    ['bill', [7, 2, 8]], ['li', [9, 10]], ['volk', [12]], ['recep', [11]], ['\u{1F680}', [13]], ['zzz', []], ['', []], ['...', []],
  ])('%s', (text, expected) => {
    expect(found(office, text)).toEqual(expected)
  })

  test('ranks name before short form before department before slip, then likely people, then who is here', () => {
    const index = indexOf([
      person(1, 'Ada', 'Legals'), person(2, 'Ada', 'Xu', { department: 1 }), person(3, 'Ada', 'Lehal'), person(4, 'Abe', 'Legals', { active: false }), person(5, 'Zoe', 'Legals'),
    ])
    index.setPlace('department', 1, ['Legal', 'LG-1'])
    expect(found(index, 'legal')).toEqual([1, 5, 4, 2, 3])
    expect(found(index, 'legal', { likely: [3, 5, 4] })).toEqual([5, 4, 1, 2, 3])
    expect(found(index, 'xu legal')).toEqual([2])
    expect(index.find(queryWords('legal'), new Set(), 2)).toMatchObject({ more: true })
  })

  test('finds a mail stop by its code, whole or begun', () => {
    const index = indexOf([person(1, 'Ann', 'Lee', { mailStop: 1 }), person(2, 'Bob', 'May', { mailStop: 2 }), person(3, 'Cy', 'Orr', { mailStop: 3 })])
    index.setPlace('mailStop', 1, ['4-120', 'North'])
    index.setPlace('mailStop', 2, ['4-12', 'North'])
    index.setPlace('mailStop', 3, ['41-20', 'South'])
    expect([found(index, '4-120'), found(index, '4-12'), found(index, 'north 4-12 may'), found(index, 'sout')]).toEqual([[1, 3], [2, 1, 3], [2], [3]])
  })

  test('pages through everybody in order, whatever the size of a page', () => {
    fc.assert(fc.property(people(40), fc.integer({ min: 1, max: 7 }), (all, limit) => {
      const index = indexOf(all)
      const seen: number[] = []
      for (let after: number | null = null; ; ) {
        const page = index.page(() => true, after, limit)
        expect(page.total).toBe(all.length)
        seen.push(...page.people)
        if (!page.more) break
        after = page.people.at(-1) ?? null
      }
      const key = (one: Indexed): string => `${one.family.toLowerCase()} ${one.given.toLowerCase()}`
      expect(seen).toEqual(all.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.no - b.no)).map((one) => one.no))
    }))
  })
})
