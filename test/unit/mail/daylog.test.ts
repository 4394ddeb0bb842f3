import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow, Place, Seal, Where } from '../../../src/shared/mail/daylog.ts'
import { addFlow, AGES, ageOf, countChange, countingDay, EFFECTS, net, noFlow, openDay, sealedThrough } from '../../../src/shared/mail/daylog.ts'

const NY = 'America/New_York'
const at = (text: string): number => Date.parse(text)

test('what came, minus what went, is what is here, whatever happens to the pieces and on whatever day', () => {
  const kinds = Object.keys(EFFECTS)
  const step = fc.record({ piece: fc.integer({ min: 0, max: 6 }), kind: fc.constantFrom(...kinds, 'piece.moved', 'piece.held'), day: fc.integer({ min: 0, max: 4 }) })
  fc.assert(fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
    const where = new Map<number, Where>()
    const flows = new Map<number, Flow>()
    const here = new Set<number>()
    for (const { piece, kind, day } of steps) {
      const effect = EFFECTS[kind]
      if (effect === undefined) continue
      const flow = flows.get(day) ?? noFlow()
      flows.set(day, flow)
      countChange(flow, where.get(piece) ?? 'none', effect)
      where.set(piece, effect)
      if (effect === 'here') here.add(piece)
      else here.delete(piece)
    }
    const all = noFlow()
    for (const flow of flows.values()) addFlow(all, flow)
    expect(net(all)).toBe(here.size)
    expect(Object.values(all).every((n) => n >= 0)).toBe(true)
  }))
})

test('voiding after the handover changes nothing, and what came back can leave again', () => {
  const flow = noFlow()
  const steps: Where[] = ['none', 'here', 'handed', 'here', 'stop', 'voided']
  for (let i = 1; i < steps.length; i++) countChange(flow, steps[i - 1] ?? 'none', steps[i] ?? 'none')
  expect(flow).toEqual({ ...noFlow(), cameIn: 1, handed: 1, cameBack: 1, stops: 1 })
})

const seal = (day: string, end: Place, reopened: Place | null = null): Seal => ({ day, end, reopened })
const event = (sequence: number, recorded: string, stated: string | null = null) => ({ place: [1, sequence] as const, recordedAt: at(recorded), zone: NY, statedAt: stated === null ? null : at(stated) })

test.each([
  ['on the day it happened', event(5, '2026-11-20T20:00:00Z'), [], { day: '2026-11-20', late: false }],
  ['on the day that was stated, while that is open', event(5, '2026-11-21T20:00:00Z', '2026-11-20T16:00:00Z'), [], { day: '2026-11-20', late: false }],
  ['on the next signed log, when its day was signed before it was written', event(15, '2026-11-20T23:00:00Z'), [seal('2026-11-20', [1, 10]), seal('2026-11-23', [1, 20])], { day: '2026-11-23', late: true }],
  ['on the log that is open, when no later one is signed yet', event(15, '2026-11-20T23:00:00Z'), [seal('2026-11-20', [1, 10])], { day: '2026-11-24', late: true }],
  ['on its own day, when it was written before the sign-off', event(10, '2026-11-20T20:00:00Z'), [seal('2026-11-20', [1, 10])], { day: '2026-11-20', late: false }],
  ['a day signed later closes the ones before it', event(25, '2026-11-24T15:00:00Z', '2026-11-18T15:00:00Z'), [seal('2026-11-20', [1, 20])], { day: '2026-11-24', late: true }],
  ['on its own day again, once that was reopened', event(30, '2026-11-21T15:00:00Z', '2026-11-20T15:00:00Z'), [seal('2026-11-20', [1, 20], [1, 25])], { day: '2026-11-20', late: false }],
  ['between sign-off and reopening: on the next log that is signed, here the same day again', event(22, '2026-11-20T23:00:00Z'), [seal('2026-11-20', [1, 20], [1, 25]), seal('2026-11-20', [1, 30])], { day: '2026-11-20', late: true }],
])('an event stands %s', (_, one, seals, counted) => {
  expect(countingDay(one, seals, '2026-11-24')).toEqual(counted)
})

test('every event stands on exactly one log, never on one that was signed before it was written', () => {
  const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20']
  fc.assert(fc.property(fc.subarray(days), fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 23 }), fc.option(fc.integer({ min: 0, max: 4 }))), { minLength: 1, maxLength: 60 }), (signed, drafts) => {
    // The log in the order of its days; each signed day is signed at its end, after one more entry that came too late.
    const seals: Seal[] = []
    let sequence = 0
    const events = days.flatMap((day, index) => {
      const own = drafts.filter(([d]) => d === index).map(([, hour, back]) => event(++sequence, `${day}T${String(Math.min(hour, 22) % 17 + 5).padStart(2, '0')}:00:00Z`, back === null || back >= index ? null : `${days[back] ?? day}T16:00:00Z`))
      if (!signed.includes(day)) return own
      seals.push(seal(day, [1, sequence]))
      return [...own, event(++sequence, `${day}T22:59:00Z`)]
    })
    for (const one of events) {
      const { day, late } = countingDay(one, seals, '2026-11-24')
      const before = sealedThrough(seals, one.place)
      expect(before === null || day > before).toBe(true)
      if (late) expect(day === '2026-11-24' || seals.some((s) => s.day === day)).toBe(true)
    }
  }))
})

test('the open log is that of today, or of the day after the last signed one', () => {
  const next = (day: string): string => `${day}+1`
  expect([openDay('2026-11-24', null, next), openDay('2026-11-24', '2026-11-23', next), openDay('2026-11-24', '2026-11-24', next)]).toEqual(['2026-11-24', '2026-11-24', '2026-11-24+1'])
})

test('every age has its place', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 5_000 }), (days) => {
    const age = AGES[ageOf(days)]
    expect(age !== undefined && days >= age.from && (age.to === null || days <= age.to)).toBe(true)
  }))
})
