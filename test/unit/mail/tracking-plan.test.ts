import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Askable, patience, planOf } from '../../../src/shared/mail/tracking-plan.ts'
import { STATUSES } from '../../../src/shared/mail/tracking-status.ts'

const HOUR = 3_600_000
const NOW = 1_795_000_000_000
const piece = (id: string, more: Partial<Askable> = {}): Askable => ({ piece: id, status: 'in-transit', underWay: true, pressing: false, askedAt: null, notBefore: 0, ...more })

describe('the plan of questions', () => {
  it('asks first about what needs it most, and about nothing of which no more can be learnt', () => {
    const pieces = [
      piece('round', { askedAt: NOW - 24 * HOUR }), piece('new'), piece('waits', { status: 'notice-left' }), piece('out', { status: 'out-for-delivery' }), piece('pressing', { pressing: true }), piece('later', { askedAt: NOW - HOUR }),
      piece('nothing yet', { notBefore: NOW + 5 * HOUR }), piece('delivered', { status: 'delivered' }), piece('here', { status: 'returned-to-us' }), piece('in the office', { underWay: false }),
    ]
    expect(planOf(pieces, { left: 10, each: 10, batch: 1, from: 0 }, NOW).map(({ piece, at }) => [piece, (at - NOW) / HOUR])).toEqual([
      ['pressing', 0], ['out', 0], ['waits', 0], ['new', 0], ['round', 0], ['nothing yet', 5], ['later', 11],
    ])
  })

  it('goes on when the quota does, and after a pause', () => {
    const pieces = Array.from({ length: 5 }, (_, i) => piece(String(i)))
    expect(planOf(pieces, { left: 1, each: 2, batch: 1, from: 0 }, NOW).map(({ at }) => (at - NOW) / HOUR)).toEqual([0, 1, 1, 2, 2])
    expect(planOf(pieces, { left: 1, each: 1, batch: 2, from: NOW + HOUR / 2 }, NOW).map(({ at }) => (at - NOW) / HOUR)).toEqual([0.5, 0.5, 1.5, 1.5, 2.5])
    expect(planOf(pieces, { left: 0, each: 0, batch: 1, from: 0 }, NOW)).toEqual([])
    expect([1, 2, 3, 4, 5, 60].map((tries) => patience(tries) / HOUR)).toEqual([2, 4, 8, 16, 24, 24])
  })

  it('reaches every one of 10,000 letters and asks in no hour more than allowed', () => {
    const pieces = Array.from({ length: 10_000 }, (_, i) => piece(String(i)))
    const plan = planOf(pieces, { left: 13, each: 60, batch: 10, from: 0 }, NOW)
    expect(new Set(plan.map((one) => one.piece)).size).toBe(10_000)
    const hours = new Map<number, number>()
    for (const { at } of plan) hours.set(at, (hours.get(at) ?? 0) + 1)
    expect([hours.size, Math.max(...hours.values()), hours.get(NOW)]).toEqual([1 + Math.ceil((10_000 - 130) / 600), 600, 130])
  })

  it('never asks more than allowed, never twice, never too early', () => {
    fc.assert(fc.property(
      fc.array(fc.record({ status: fc.constantFrom(...STATUSES), underWay: fc.boolean(), pressing: fc.boolean(), askedAt: fc.option(fc.integer({ min: NOW - 48 * HOUR, max: NOW })), notBefore: fc.integer({ min: NOW - HOUR, max: NOW + 30 * HOUR }) }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), (rows, left, each, batch) => {
        const pieces = rows.map((row, i): Askable => ({ ...row, piece: String(i) }))
        const plan = planOf(pieces, { left, each, batch, from: 0 }, NOW)
        expect(new Set(plan.map((one) => one.piece)).size).toBe(plan.length)
        for (const { piece, at } of plan) expect(at).toBeGreaterThanOrEqual(Math.max(NOW, pieces[Number(piece)]?.notBefore ?? 0))
        for (let hour = 0; hour < 80; hour++) expect(plan.filter(({ at }) => Math.floor((at - NOW) / HOUR) === hour).length).toBeLessThanOrEqual((hour === 0 ? Math.max(left, 0) : each) * batch)
      }))
  })
})
