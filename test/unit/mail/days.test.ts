import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays, addWorkingDays, dayBounds, daysBetween, holidayOn, holidays, instantAt, isDay, isWorkingDay, isZone, officeDay, officeTime, weekday,
} from '../../../src/shared/mail/days.ts'

const HOUR = 3_600_000
const ZONES = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu', 'America/Puerto_Rico', 'Pacific/Guam', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Africa/Casablanca', 'Pacific/Apia', 'UTC']
const zone = fc.constantFrom(...ZONES)
const instant = fc.integer({ min: Date.UTC(1995, 0), max: Date.UTC(2040, 0) })
const day = fc.integer({ min: 9000, max: 25_000 }).map((n) => addDays('1970-01-01', n))

describe('office days', () => {
  it('change at midnight in the office\'s zone', () => {
    const beforeMidnight = Date.UTC(2026, 6, 5, 3, 59, 59, 999)
    expect([officeDay(beforeMidnight, 'America/New_York'), officeDay(beforeMidnight + 1, 'America/New_York'), officeDay(beforeMidnight, 'America/Los_Angeles'), officeDay(beforeMidnight, 'UTC')])
      .toEqual(['2026-07-04', '2026-07-05', '2026-07-04', '2026-07-05'])
  })

  it('agree with Intl, around the clock and across changes of the clock', () => {
    fc.assert(fc.property(instant, zone, (at, zone) => {
      const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
      expect(officeDay(at, zone)).toBe(parts)
    }), { numRuns: 2000 })
  })

  it('have 23 hours in March and 25 in November', () => {
    const hours = (day: string, zone: string): number => {
      const { start, end } = dayBounds(day, zone)
      return (end - start) / HOUR
    }
    expect(['2026-03-08', '2026-11-01', '2026-07-04'].map((day) => hours(day, 'America/New_York'))).toEqual([23, 25, 24])
    expect(['2026-03-08', '2026-11-01'].map((day) => hours(day, 'America/Phoenix'))).toEqual([24, 24])
    expect(dayBounds('2026-03-08', 'America/New_York')).toEqual({ start: Date.UTC(2026, 2, 8, 5), end: Date.UTC(2026, 2, 9, 4) })
    // Where the clock jumps over midnight the day starts at one o'clock; where a day was left out it is empty.
    expect(dayBounds('2018-11-04', 'America/Sao_Paulo')).toEqual({ start: Date.UTC(2018, 10, 4, 3), end: Date.UTC(2018, 10, 5, 2) })
    expect(hours('2011-12-30', 'Pacific/Apia')).toBe(0)
  })

  it('lie end to end, and every instant lies in its own day', () => {
    fc.assert(fc.property(instant, zone, (at, zone) => {
      const day = officeDay(at, zone)
      const { start, end } = dayBounds(day, zone)
      expect([start <= at, at < end, officeDay(start, zone), officeDay(end - 1, zone)]).toEqual([true, true, day, day])
      expect(dayBounds(addDays(day, 1), zone).start).toBe(end)
    }), { numRuns: 500 })
  })

  it('have a clock that reads both ways', () => {
    fc.assert(fc.property(instant, zone, (at, zone) => {
      const minute = Math.floor(at / 60_000) * 60_000
      const again = instantAt(officeDay(minute, zone), officeTime(minute, zone), zone)
      // An hour that comes twice is read as its first coming.
      expect(officeTime(again, zone)).toBe(officeTime(minute, zone))
      expect([0, HOUR / 2, HOUR]).toContain(minute - again)
    }), { numRuns: 1000 })
    expect(instantAt('2026-03-08', '02:30', 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 7))
    expect(instantAt('2026-11-01', '01:30', 'America/New_York')).toBe(Date.UTC(2026, 10, 1, 5, 30))
    expect([officeTime(Date.UTC(2026, 6, 4, 18, 5, 59), 'America/New_York'), officeTime(0, 'Asia/Kolkata'), officeTime(-1, 'UTC')]).toEqual(['14:05', '05:30', '23:59'])
    for (const bad of ['24:00', '7:30', '12:60', '', '12:00:00']) expect(() => instantAt('2026-03-08', bad, 'UTC')).toThrow(RangeError)
  })

  it('refuse what is no day, no zone, no instant', () => {
    for (const bad of ['2026-02-30', '2026-13-01', '2026-1-1', '', 'today', '02026-01-01']) {
      expect(isDay(bad)).toBe(false)
      expect(() => weekday(bad)).toThrow(RangeError)
    }
    expect(isDay('2028-02-29')).toBe(true)
    expect(['America/New_York', 'UTC', 'Nowhere/Land', '', '+05:00', '../etc'].map(isZone)).toEqual([true, true, false, false, false, false])
    expect(() => officeDay(0, 'Nowhere/Land')).toThrow(RangeError)
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 9e15]) expect(() => officeDay(bad, 'UTC')).toThrow(RangeError)
    expect(() => addDays('2026-01-01', 0.5)).toThrow(RangeError)
    expect(() => addDays('2026-01-01', 1e9)).toThrow(RangeError)
  })

  it('are counted', () => {
    expect([addDays('2026-02-28', 1), addDays('2028-02-28', 1), addDays('2026-01-01', -1), daysBetween('2026-01-01', '2027-01-01'), daysBetween('2026-03-09', '2026-03-08'), weekday('2026-11-26')])
      .toEqual(['2026-03-01', '2028-02-29', '2025-12-31', 365, -1, 4])
    fc.assert(fc.property(day, fc.integer({ min: -5000, max: 5000 }), (day, n) => {
      expect(daysBetween(day, addDays(day, n))).toBe(n)
      expect(weekday(addDays(day, 7 * n))).toBe(weekday(day))
    }))
  })
})

describe('federal holidays', () => {
  it('of 2026, with Independence Day kept on a Friday', () => {
    expect(holidays(2026).map(({ date, observed, name }) => `${date} ${observed} ${name}`)).toEqual([
      '2026-01-01 2026-01-01 New Year\'s Day',
      '2026-01-19 2026-01-19 Birthday of Martin Luther King, Jr.',
      '2026-02-16 2026-02-16 Washington\'s Birthday',
      '2026-05-25 2026-05-25 Memorial Day',
      '2026-06-19 2026-06-19 Juneteenth National Independence Day',
      '2026-07-04 2026-07-03 Independence Day',
      '2026-09-07 2026-09-07 Labor Day',
      '2026-10-12 2026-10-12 Columbus Day',
      '2026-11-11 2026-11-11 Veterans Day',
      '2026-11-26 2026-11-26 Thanksgiving Day',
      '2026-12-25 2026-12-25 Christmas Day',
    ])
  })

  it('began when the law began', () => {
    const names = (year: number): string[] => holidays(year).map(({ name }) => name)
    expect([names(1985).length, names(1986).length, names(2020).length, names(2021).length]).toEqual([9, 10, 10, 11])
    expect(holidays(2021).find(({ name }) => name.startsWith('Juneteenth'))).toEqual({ name: 'Juneteenth National Independence Day', date: '2021-06-19', observed: '2021-06-18' })
    expect(() => holidays(1977)).toThrow(RangeError)
  })

  it('New Year\'s Day on a Saturday closes the last day of the year before; on a Sunday the Monday', () => {
    expect([holidayOn('2021-12-31'), holidayOn('2022-01-01'), holidayOn('2023-01-02'), holidayOn('2023-01-01'), holidayOn('2026-07-03'), holidayOn('2026-07-06')])
      .toEqual(['New Year\'s Day', null, 'New Year\'s Day', null, 'Independence Day', null])
  })

  it('Inauguration Day is none', () => {
    expect(isWorkingDay('2029-01-20') || weekday('2029-01-20') === 6).toBe(true)
    expect(isWorkingDay('2037-01-20')).toBe(true)
  })
})

describe('working days', () => {
  it('leave out weekends, holidays and the office\'s own closed days', () => {
    expect(addWorkingDays('2026-07-02', 1)).toBe('2026-07-06')
    expect(addWorkingDays('2026-07-06', -1)).toBe('2026-07-02')
    expect(addWorkingDays('2026-07-02', 1, new Set(['2026-07-06']))).toBe('2026-07-07')
    expect(addWorkingDays('2026-12-24', 5)).toBe('2027-01-04')
    expect([addWorkingDays('2026-07-04', 0), addWorkingDays('2026-07-02', 0)]).toEqual(['2026-07-06', '2026-07-02'])
    expect(() => addWorkingDays('2026-07-02', 0.5)).toThrow(RangeError)
  })

  it('counted forth and back come to the same day', () => {
    fc.assert(fc.property(day, fc.integer({ min: 1, max: 200 }), (day, n) => {
      const start = addWorkingDays(day, 0)
      const later = addWorkingDays(start, n)
      expect([isWorkingDay(later), addWorkingDays(later, -n)]).toEqual([true, start])
      let between = 0
      for (let at = addDays(start, 1); at <= later; at = addDays(at, 1)) if (isWorkingDay(at)) between++
      expect(between).toBe(n)
    }))
  })
})
