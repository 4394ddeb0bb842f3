import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Calendar } from '../../../src/shared/mail/calendar.ts'
import { isOpen, openDaysBetween, USUAL_CALENDAR } from '../../../src/shared/mail/calendar.ts'
import { addDays, addWorkingDays, isWorkingDay } from '../../../src/shared/mail/days.ts'
import { digests, dueOn, LONGEST_WINDOWS } from '../../../src/shared/mail/notices.ts'

const anyDay = fc.integer({ min: 0, max: 4_000 }).map((n) => addDays('2020-01-01', n))
const anyCalendar: fc.Arbitrary<Calendar> = fc.record({ weekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }), federalHolidays: fc.boolean(), closed: fc.array(anyDay, { maxLength: 5 }) })

describe('working days', () => {
  test('of the usual week are those of the calendar of days', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (day, n) => {
      expect(isOpen(day, USUAL_CALENDAR)).toBe(isWorkingDay(day))
      const later = addWorkingDays(day, n)
      expect([openDaysBetween(day, later, USUAL_CALENDAR), openDaysBetween(day, addDays(later, -1), USUAL_CALENDAR)]).toEqual([n, n - 1])
    }))
  })

  test('add up, whatever the office keeps, and never run backwards', () => {
    fc.assert(fc.property(anyDay, fc.nat(60), fc.nat(60), anyCalendar, (day, a, b, calendar) => {
      const [middle, end] = [addDays(day, a), addDays(day, a + b)]
      expect(openDaysBetween(day, middle, calendar) + openDaysBetween(middle, end, calendar)).toBe(openDaysBetween(day, end, calendar))
      expect(openDaysBetween(end, day, calendar)).toBe(0)
      expect(openDaysBetween(day, addDays(day, 1), calendar)).toBe(isOpen(addDays(day, 1), calendar) ? 1 : 0)
    }))
  })

  test('know Thanksgiving, a Saturday office and a day of their own', () => {
    expect(openDaysBetween('2026-11-25', '2026-11-30', USUAL_CALENDAR)).toBe(2)
    expect(openDaysBetween('2026-11-25', '2026-11-30', { ...USUAL_CALENDAR, federalHolidays: false })).toBe(3)
    expect(openDaysBetween('2026-11-25', '2026-11-30', { weekdays: [1, 2, 3, 4, 5, 6], federalHolidays: true, closed: ['2026-11-27'] })).toBe(2)
  })
})

describe('digests', () => {
  const WINDOW = 15
  const arrivals = fc.array(fc.record({ person: fc.constantFrom('ana', 'ben', 'cleo'), since: fc.nat(300) }), { maxLength: 30 }).map((list) => list.map((one, i) => ({ ...one, piece: `p${i}` })))

  test('tell every piece once, none too early, none later than four windows, one message a person at a time', () => {
    fc.assert(fc.property(arrivals, fc.integer({ min: 1, max: 7 }), (list, step) => {
      let untold = list
      const told = new Map<string, number>()
      for (let now = 0; now <= 300 + WINDOW * (LONGEST_WINDOWS + 1) + step; now += step) {
        const due = digests(untold.filter((one) => one.since <= now), now, WINDOW)
        expect(new Set(due.map((one) => one.person)).size).toBe(due.length)
        for (const { person, pieces } of due) {
          for (const piece of pieces) {
            const known = list.find((one) => one.piece === piece)
            expect(known?.person).toBe(person)
            expect(now - (known?.since ?? 0)).toBeGreaterThanOrEqual(WINDOW)
            expect(now - (known?.since ?? 0)).toBeLessThan(WINDOW * LONGEST_WINDOWS + WINDOW + step)
            expect(told.has(piece)).toBe(false)
            told.set(piece, now)
          }
        }
        untold = untold.filter((one) => !told.has(one.piece))
      }
      expect(told.size).toBe(list.length)
    }))
  })

  test('wait for what still comes in', () => {
    const list = [{ piece: 'a', person: 'ana', since: 0 }, { piece: 'b', person: 'ana', since: 10 }, { piece: 'c', person: 'ben', since: 0 }]
    expect(digests(list, 15, WINDOW)).toEqual([{ person: 'ben', pieces: ['c'] }])
    expect(digests(list, 25, WINDOW)).toEqual([{ person: 'ana', pieces: ['a', 'b'] }, { person: 'ben', pieces: ['c'] }])
  })
})

describe('what is due about a waiting piece', () => {
  const RULES = { remindAfter: 2, reminders: 2, escalateAfter: 5 }
  test('follows the working days', () => {
    const days = ['2026-10-19', '2026-10-20', '2026-10-21', '2026-10-23', '2026-10-26', '2026-10-27']
    let waiting = { day: '2026-10-19', reminded: 0, escalated: false }
    const seen = days.map((today) => {
      const what = dueOn(today, waiting, RULES, USUAL_CALENDAR)
      if (what === 'remind') waiting = { ...waiting, reminded: waiting.reminded + 1 }
      if (what === 'escalate') waiting = { ...waiting, escalated: true }
      return what
    })
    expect(seen).toEqual([null, null, 'remind', 'remind', 'escalate', null])
  })

  test('is nothing where the office wants nothing', () => {
    fc.assert(fc.property(anyDay, fc.nat(400), anyCalendar, (day, n, calendar) => {
      expect(dueOn(addDays(day, n), { day, reminded: 0, escalated: false }, { remindAfter: 0, reminders: 5, escalateAfter: 0 }, calendar)).toBeNull()
    }))
  })
})
