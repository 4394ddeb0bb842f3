import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KNOWN_CODES } from '../../../src/shared/mail/tracking-codes.ts'
import { type PersonWord, statusOf, type TrackedPiece } from '../../../src/shared/mail/tracking-status.ts'
import { EMPTY_EVENT, type LearnedEvent, type Source } from '../../../src/shared/mail/tracking.ts'

const SENDER = '12099'
const ADDRESSEE = '43999'
const PIECE: TrackedPiece = { senderZip: SENDER, addresseeZip: ADDRESSEE, words: [] }

function event(code: string | null, local: string | null, more: Partial<LearnedEvent> = {}): LearnedEvent {
  return { ...EMPTY_EVENT, code, text: code === null ? '' : `event ${code}`, local, source: 'usps-api', learnedAt: 1_800_000_000_000, ...more }
}
const answer = (events: readonly LearnedEvent[], piece: Partial<TrackedPiece> = {}) => {
  const { status, outcome, checks } = statusOf(events, { ...PIECE, ...piece })
  return [status, outcome, ...checks]
}
const word = (says: PersonWord['says'], at: number, reason = 'seen on the green card'): PersonWord => ({ says, evidence: 'green card', reason, by: 'Ann Lee', at, sequence: 1 })

describe('under way', () => {
  it.each([
    [[], 'no-news'], [['MA'], 'label-only'], [['GX'], 'label-only'], [['GX', '03'], 'accepted'], [['03', 'GX'], 'accepted'], [['03', 'A1'], 'in-transit'], [['10'], 'in-transit'], [['03', 'OF'], 'out-for-delivery'],
    [['03', 'OF', '02'], 'notice-left'], [['OF', '56', '14'], 'available-for-pickup'], [['OF', '06'], 'forwarded'], [['03', 'XQ'], 'accepted', 'unread'], [['XQ'], 'unknown', 'unread'], [['03', 'DX'], 'accepted'],
  ])('%j is %s', (codes, status, ...checks) => {
    expect(answer(codes.map((code, i) => event(code, `2026-11-0${i + 1}T08:00:00`)))).toEqual([status, null, ...checks])
  })

  it('says since when it waits, when USPS first had it, and when it was last heard of', () => {
    const events = [event('GX', '2026-11-01T08:00:00'), event('10', '2026-11-02T08:00:00'), event('02', '2026-11-05T08:00:00'), event('06', '2026-11-06T08:00:00'), event('52', '2026-11-09T08:00:00'), event('16', '2026-11-10T08:00:00')]
    expect(statusOf(events, PIECE)).toMatchObject({ acceptedDay: '2026-11-02', waitingSince: '2026-11-09', lastDay: '2026-11-10' })
    expect(statusOf([event('GX', '2026-11-01')], PIECE)).toMatchObject({ acceptedDay: null, waitingSince: null, lastDay: '2026-11-01' })
  })
})

describe('a delivery scan', () => {
  const delivered = (zip: string, local = '2026-11-10T09:00:00', more: Partial<LearnedEvent> = {}) => event('01', local, { zip, ...more })

  it('establishes no signer, whatever name came with it', () => {
    const state = statusOf([delivered(ADDRESSEE, undefined, { name: 'H THIMBLE' })], PIECE)
    expect(state).toMatchObject({ status: 'delivered', outcome: 'delivered-signer-not-established', signedBy: ['H THIMBLE'], outcomeDay: '2026-11-10', byPerson: false })
    expect(answer([event('17', '2026-11-10T09:00:00')])).toEqual(['delivered', 'delivered-signer-not-established'])
  })

  it("counts as returned at the sender's ZIP where the addressee's differs", () => {
    expect(answer([delivered(SENDER)])).toEqual(['returned', 'returned'])
    expect(answer([delivered(`${SENDER}-1234`)])).toEqual(['returned', 'returned'])
  })

  it('stays delivered where both have one ZIP, and is marked', () => {
    expect(answer([delivered(SENDER)], { addresseeZip: SENDER })).toEqual(['delivered', 'delivered-signer-not-established', 'same-zip'])
    expect(answer([delivered(SENDER)], { addresseeZip: null })).toEqual(['delivered', 'delivered-signer-not-established', 'own-zip'])
  })

  it.each([['09', 'returned'], ['04', 'refused'], ['27', 'unclaimed'], ['31', 'unclaimed'], ['21', 'undeliverable'], ['05', 'undeliverable'], ['29', 'returned'], ['44', 'returned']])('counts as returned after %s, and the outcome is %s', (code, outcome) => {
    expect(answer([event(code, '2026-11-08T09:00:00'), delivered('99999')])).toEqual(['returned', outcome])
    expect(answer([event(code, '2026-11-08T09:00:00'), delivered(SENDER)], { addresseeZip: SENDER })).toEqual(['returned', outcome])
    expect(answer([event(code, '2026-11-08T09:00:00'), delivered(ADDRESSEE)])).toEqual(['returned', outcome, 'after-return'])
  })

  it("counts as returned when USPS's own words say so", () => {
    expect(answer([delivered('', undefined, { text: 'Delivered, To Original Sender' })])).toEqual(['returned', 'returned'])
    expect(answer([event(null, '2026-11-10', { text: 'Delivered, To Original Sender' })])).toEqual(['returned', 'returned'])
  })

  it('before a return of the same source: the return counts, and a person looks', () => {
    expect(answer([delivered(ADDRESSEE), event('09', '2026-11-12T09:00:00')])).toEqual(['returning', null, 'returned-after-delivery'])
  })
})

describe('several sources', () => {
  const from = (source: Source, code: string, day: string, zip = '') => event(code, `${day}T09:00:00`, { source, zip })

  it('disagree when one says delivered and another one says it went back', () => {
    expect(answer([from('email', '01', '2026-11-10'), from('usps-api', '09', '2026-11-12')])).toEqual(['conflict', null])
    expect(answer([from('csv', '04', '2026-11-08'), from('email', '01', '2026-11-10', ADDRESSEE)])).toEqual(['conflict', null])
    expect(answer([from('csv', '04', '2026-11-08'), from('email', '27', '2026-11-10')])).toEqual(['conflict', null])
    expect(statusOf([from('email', '01', '2026-11-10'), from('usps-api', '09', '2026-11-12')], PIECE).reason).toBe('Sources disagree: "event 01", 2026-11-10 (a notice by e-mail), but "event 09", 2026-11-12 (USPS Tracking).')
  })

  it('do not disagree when one of them tells both in their order, or when one knows less', () => {
    expect(answer([from('email', '01', '2026-11-10', ADDRESSEE), from('usps-api', '01', '2026-11-10', ADDRESSEE), from('usps-api', '09', '2026-11-12')])).toEqual(['returning', null, 'returned-after-delivery'])
    expect(answer([from('email', '01', '2026-11-14'), from('usps-api', '27', '2026-11-12'), from('usps-api', '09', '2026-11-12')])).toEqual(['returned', 'unclaimed'])
    expect(answer([from('email', '02', '2026-11-10'), from('usps-api', '01', '2026-11-12', ADDRESSEE)])).toEqual(['delivered', 'delivered-signer-not-established'])
  })
})

describe("a person's word", () => {
  const delivery = event('01', '2026-11-10T09:00:00', { zip: ADDRESSEE, learnedAt: 1_000 })

  it('stands over the news, the newest one counts, and it can be taken back', () => {
    expect(answer([delivery], { words: [word('delivered-to-agent', 2_000)] })).toEqual(['delivered', 'delivered-to-agent'])
    expect(answer([delivery], { words: [word('delivered-to-agent', 2_000), word('delivered-to-addressee', 3_000)] })).toEqual(['delivered', 'delivered-to-addressee'])
    expect(answer([delivery], { words: [word('delivered-to-addressee', 3_000), word('as-told', 4_000)] })).toEqual(['delivered', 'delivered-signer-not-established'])
    expect(statusOf([delivery], { ...PIECE, words: [word('delivered-to-agent', 2_000)] })).toMatchObject({ byPerson: true, reason: 'Ann Lee: seen on the green card. Evidence: green card.' })
  })

  it('settles a conflict, and news that speaks against it is marked', () => {
    const against = event('09', '2026-11-12T09:00:00', { source: 'email', learnedAt: 1_500 })
    expect(answer([delivery, against], { words: [word('delivered-to-addressee', 2_000)] })).toEqual(['delivered', 'delivered-to-addressee'])
    expect(answer([delivery, { ...against, learnedAt: 2_500 }], { words: [word('delivered-to-addressee', 2_000)] })).toEqual(['delivered', 'delivered-to-addressee', 'news-after-word'])
  })

  it('alone makes a piece returned to us, and why it came back stays', () => {
    expect(answer([event('04', '2026-11-08'), event('01', '2026-11-10', { zip: SENDER })], { words: [word('returned-to-us', 2_000_000_000_000)] })).toEqual(['returned-to-us', 'refused'])
    expect(answer([], { words: [word('returned-to-us', 2_000)] })).toEqual(['returned-to-us', 'returned'])
    expect(answer([event('11', '2026-11-08')])).toEqual(['lost-suspected', null])
    expect(answer([event('11', '2026-11-08')], { words: [word('lost', 2_000_000_000_000)] })).toEqual(['lost', 'lost'])
  })
})

const anyEvent: fc.Arbitrary<LearnedEvent> = fc.record({
  code: fc.oneof(fc.constantFrom(...KNOWN_CODES.map(({ code }) => code)), fc.constantFrom('ZZ', null)), text: fc.constantFrom('Delivered', 'Refused', 'Delivered, To Original Sender', 'In Transit', '', 'odd words'),
  local: fc.option(fc.constantFrom('2026-11-08', '2026-11-08T09:00:00', '2026-11-09T10:00:00', '2026-11-10')), at: fc.option(fc.integer({ min: 1_790_000_000_000, max: 1_800_000_000_000 })),
  zip: fc.constantFrom('', SENDER, ADDRESSEE, '99999'), name: fc.constantFrom('', 'A LEE'), city: fc.constant(''), state: fc.constant(''), country: fc.constant(''),
  source: fc.constantFrom<Source[]>('usps-api', 'email', 'csv', 'paste'), learnedAt: fc.integer({ min: 1_790_000_000_000, max: 1_800_000_000_000 }),
})
const anyPiece: fc.Arbitrary<TrackedPiece> = fc.record({
  senderZip: fc.constantFrom(SENDER, null), addresseeZip: fc.constantFrom(SENDER, ADDRESSEE, null),
  words: fc.array(fc.record({ says: fc.constantFrom('delivered-to-addressee', 'returned-to-us', 'as-told', 'lost'), evidence: fc.constant(''), reason: fc.constantFrom('a', 'b'), by: fc.constant('Ann'), at: fc.integer({ min: 0, max: 3 }), sequence: fc.integer({ min: 1, max: 3 }) }), { maxLength: 3 }),
})

describe('statusOf', () => {
  it('answers the same in any order and with any repeats', () => {
    fc.assert(fc.property(
      fc.array(anyEvent, { maxLength: 10 }).chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events))), anyPiece,
      ([events, shuffled, again], piece) => {
        expect(statusOf([...again, ...shuffled, ...again.map((one) => ({ ...one, learnedAt: one.learnedAt + 5_000 }))], { ...piece, words: [...piece.words].reverse() })).toEqual(statusOf(events, piece))
      },
    ), { numRuns: 500 })
  })

  it('without a person never says to whom a piece was delivered, that it is lost, or that it is back in our hands', () => {
    fc.assert(fc.property(fc.array(anyEvent, { maxLength: 10 }), (events) => {
      const { status, outcome } = statusOf(events, PIECE)
      expect(['delivered-to-addressee', 'delivered-to-agent', 'lost']).not.toContain(outcome)
      expect(['returned-to-us', 'lost']).not.toContain(status)
    }))
  })

  it("never counts a delivery as one to the addressee's side when a return came before it", () => {
    fc.assert(fc.property(fc.constantFrom('09', '04', '27', '22'), fc.constantFrom('', SENDER, ADDRESSEE, '99999'), (code, zip) => {
      expect(statusOf([event('01', '2026-11-10T09:00:00', { zip }), event(code, '2026-11-09T09:00:00')], PIECE).status).toBe('returned')
    }))
  })
})
