import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysBetween } from '../../../src/shared/mail/days.ts'
import { columnFigure, figureWords, spanOfHours } from '../../../src/shared/mail/figures.ts'
import { change, daysOf, monthsOf, percentile, periodBefore } from '../../../src/shared/mail/periods.ts'

const period = fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 800 })).map(([start, length]) => ({ from: addDays('1990-01-01', start), to: addDays('1990-01-01', start + length) }))

test('the period before has as many days and ends where this one begins', () => {
  fc.assert(fc.property(period, (now) => {
    const before = periodBefore(now)
    expect(daysBetween(before.from, before.to)).toBe(daysBetween(now.from, now.to))
    expect(addDays(before.to, 1)).toBe(now.from)
    expect([...daysOf(before), ...daysOf(now)]).toEqual(daysOf({ from: before.from, to: now.to }))
    expect(monthsOf(now)).toEqual([...new Set(daysOf(now).map((day) => day.slice(0, 7)))])
  }))
})

test('a percentile is a measure that was made, and that share of all measures does not exceed it', () => {
  fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (measures, share) => {
    const sorted = measures.toSorted((a, b) => a - b)
    const found = percentile(sorted, share)
    expect(measures).toContain(found)
    expect(sorted.filter((one) => one <= (found ?? 0)).length).toBeGreaterThanOrEqual(share * sorted.length - 1e-9)
    expect(sorted.filter((one) => one < (found ?? 0)).length).toBeLessThan(share * sorted.length + 1e-9)
  }))
  expect(percentile([], 0.5)).toBeNull()
})

test('figures are said as people read them', () => {
  expect([spanOfHours(0.5), spanOfHours(3.24), spanOfHours(47.96), spanOfHours(100)]).toEqual(['30 min', '3.2 h', '48 h', '4.2 days'])
  expect([figureWords(null, 'count'), figureWords(1234, 'count'), figureWords(1, 'days'), figureWords(1044, 'cents')]).toEqual(['\u2013', '1,234', '1 day', '$10.44'])
    expect([columnFigure(null, 'cents'), columnFigure(-1044, 'cents'), columnFigure(2, 'days')]).toEqual(['\u2013', '-10.44', '2 days'])
  expect([change(3, 0), change(3, 2), change(1, 2)]).toEqual([null, 0.5, -0.5])
})
