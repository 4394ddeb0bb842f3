import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attentionOf, pressing, USUAL_DAYS, type Watched } from '../../../src/shared/mail/tracking-attention.ts'

const LETTER: Watched = {
  status: 'in-transit', outcome: null, checks: [], acceptedDay: '2026-11-06', waitingSince: null, outcomeDay: null, lastDay: '2026-11-20', returnDay: null, ours: true, mailedDay: '2026-11-06', stamped: false,
  card: false, cardFiled: false, electronic: false, electronicFiled: false,
}
const TODAY = '2026-11-23'
const needs = (piece: Partial<Watched>, today = TODAY) => attentionOf({ ...LETTER, ...piece }, today, USUAL_DAYS).map(({ kind, due, step }) => [kind, due, step])
const DELIVERED = { status: 'delivered', outcome: 'delivered-signer-not-established', outcomeDay: '2026-11-10' } as const

describe('what needs attention', () => {
  it.each<[string, Partial<Watched>, unknown[]]>([
    ['on its way and on time', {}, []],
    ['no movement', { lastDay: '2026-11-16' }, [['no-movement', '2026-11-23', 'ask']]],
    ['no acceptance scan', { status: 'label-only', acceptedDay: null, mailedDay: '2026-11-19', lastDay: null }, [['no-acceptance', '2026-11-22', 'attach-sheet']]],
    ['no acceptance scan, but not due', { status: 'no-news', acceptedDay: null, mailedDay: '2026-11-21', lastDay: null }, []],
    ['stamped, and not scanned for a week', { status: 'no-news', acceptedDay: null, mailedDay: '2026-11-16', stamped: true, lastDay: null }, [['no-movement', '2026-11-23', 'ask']]],
    ['stamped some days ago', { status: 'no-news', acceptedDay: null, mailedDay: '2026-11-17', stamped: true, lastDay: null }, []],
    ['not presented yet', { status: 'no-news', acceptedDay: null, mailedDay: null, lastDay: null }, []],
    ['notice left, USPS gave a day', { status: 'notice-left', waitingSince: '2026-11-10', returnDay: '2026-11-27' }, [['waiting', '2026-11-27', 'hold']]],
    ['notice left, no day given', { status: 'notice-left', waitingSince: '2026-11-10' }, [['waiting', '2026-11-25', 'hold']]],
    ['notice left just now', { status: 'notice-left', waitingSince: '2026-11-22' }, []],
    ['for pickup', { status: 'available-for-pickup', waitingSince: '2026-11-14' }, [['waiting', '2026-11-29', 'tell-addressee']]],
    ['refused', { status: 'refused', outcome: 'refused', outcomeDay: '2026-11-20' }, [['refused', '2026-11-20', 'tell-sender']]],
    ['unclaimed, returning', { status: 'returning', outcome: 'unclaimed', outcomeDay: '2026-11-19' }, [['unclaimed', '2026-11-19', 'tell-sender'], ['returning', '2026-11-30', 'wait']]],
    ['returned by scan', { status: 'returned', outcome: 'returned' }, [['returning', '2026-11-20', 'take-in']]],
    ['back in our hands', { status: 'returned-to-us', outcome: 'refused' }, []],
    ['sources disagree', { status: 'conflict' }, [['conflict', '2026-11-20', 'decide']]],
    ["news against a person's word", { ...DELIVERED, outcome: 'delivered-to-agent', checks: ['news-after-word'] }, [['conflict', '2026-11-20', 'decide']]],
    ['same ZIP', { ...DELIVERED, checks: ['same-zip'] }, [['check', '2026-11-10', 'decide'], ['signer', '2026-11-20', 'say-signer']]],
    ['not understood', { status: 'unknown', acceptedDay: null, mailedDay: null, checks: ['unread'] }, [['unread', '2026-11-20', 'read']]],
    ['lost, suspected', { status: 'lost-suspected' }, [['lost-suspected', '2026-11-20', 'ask']]],
    ['delivered', DELIVERED, [['signer', '2026-11-20', 'say-signer']]],
    ['delivered, green card owed', { ...DELIVERED, card: true }, [['card-missing', '2026-11-20', 'get-card']]],
    ['delivered lately, green card owed', { ...DELIVERED, outcomeDay: '2026-11-20', card: true }, []],
    ['delivered, green card filed', { ...DELIVERED, card: true, cardFiled: true }, [['signer', '2026-11-20', 'say-signer']]],
    ['delivered to the addressee, electronic receipt not filed', { ...DELIVERED, outcome: 'delivered-to-addressee', electronic: true }, [['electronic-missing', '2027-01-05', 'get-pdf']]],
    ['an inbound parcel', { ...DELIVERED, ours: false, card: true, electronic: true }, []],
  ])('%s', (_, piece, expected) => {
    expect(needs(piece)).toEqual(expected)
  })

  it('for an electronic receipt: fast for 60 days from mailing, gone after two years', () => {
    const piece = { ...DELIVERED, outcome: 'delivered-to-addressee', electronic: true } as const
    expect([needs(piece, '2027-01-05'), needs(piece, '2027-01-06'), needs({ ...piece, mailedDay: '2028-02-29' }, '2029-01-01')]).toEqual([
      [['electronic-missing', '2027-01-05', 'get-pdf']], [['electronic-missing', '2028-11-06', 'get-pdf']], [['electronic-missing', '2030-03-01', 'get-pdf']],
    ])
    const at = (today: string) => attentionOf({ ...LETTER, ...piece }, today, USUAL_DAYS)[0]
    expect(at('2029-01-01')?.because).toBe('USPS kept it two years')
    // What was put aside comes back when USPS gets slow, and once it has it no more; what is kept of that is no text of the screen.
    const stages = ['2026-11-12', '2027-01-05', '2027-01-06', '2028-11-06', '2028-11-07'].map((today) => at(today)?.basis ?? '')
    expect(stages.map((one) => stages.indexOf(one))).toEqual([0, 0, 2, 2, 4])
    expect(stages.filter((one) => one.includes(' '))).toEqual([])
  })

  it('comes in the order of the days, under the headings of the board', () => {
    expect([pressing('2026-11-23', TODAY), pressing('2026-11-20', TODAY), pressing('2026-11-30', TODAY), pressing('2026-12-01', TODAY)]).toEqual(['today', 'today', 'week', 'later'])
    fc.assert(fc.property(fc.subarray(['same-zip', 'unread', 'news-after-word'] as const), fc.constantFrom('delivered', 'notice-left', 'conflict'), (checks, status) => {
      const due = attentionOf({ ...LETTER, ...DELIVERED, status, checks, waitingSince: '2026-11-10' }, TODAY, USUAL_DAYS).map((one) => one.due)
      expect(due).toEqual([...due].sort())
    }))
  })
})
