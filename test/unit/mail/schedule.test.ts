import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { officeDay, officeTime, weekday } from '../../../src/shared/mail/days.ts'
import { dueAfter, EVERY_DAY, WEEKDAYS } from '../../../src/shared/mail/schedule.ts'

const NY = 'America/New_York'
const at = (text: string): number => Date.parse(text)

test.each([
  ['later the same day', '17:30', EVERY_DAY, '2026-11-24T17:00:00Z', '2026-11-24T22:30:00Z'],
  ['at the very moment it is due, the next one', '17:30', EVERY_DAY, '2026-11-24T22:30:00Z', '2026-11-25T22:30:00Z'],
  ['over the weekend', '17:30', WEEKDAYS, '2026-11-27T23:00:00Z', '2026-11-30T22:30:00Z'],
  ['a week later on the only day', '17:30', [2], '2026-11-24T22:30:00Z', '2026-12-01T22:30:00Z'],
  ['the night the clock goes forward', '02:30', EVERY_DAY, '2026-03-08T06:00:00Z', '2026-03-08T07:00:00Z'],
  ['the night the clock goes back, once', '01:30', EVERY_DAY, '2026-11-01T05:00:00Z', '2026-11-01T05:30:00Z'],
])('%s', (_, time, days, after, due) => {
  expect(new Date(dueAfter({ every: 'day', at: time, days }, at(after), NY) ?? 0).toISOString()).toBe(new Date(due).toISOString())
})

test('by minutes, and never', () => {
  expect(dueAfter({ every: 'minutes', minutes: 15 }, 1_000, NY)).toBe(901_000)
  expect(dueAfter({ every: 'never' }, 1_000, NY)).toBeNull()
})

test('what is due comes after, within eight days, at the time and on a day that was asked for', () => {
  const time = fc.tuple(fc.integer({ min: 3, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
  fc.assert(fc.property(time, fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }), fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }), (time, days, after) => {
    const due = dueAfter({ every: 'day', at: time, days }, after, NY) ?? 0
    expect(due).toBeGreaterThan(after)
    expect(due - after).toBeLessThan(8 * 86_400_000)
    expect([officeTime(due, NY), days.includes(weekday(officeDay(due, NY)))]).toEqual([time, true])
  }))
})
