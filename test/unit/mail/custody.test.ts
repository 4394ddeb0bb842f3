import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Action, Custody, State, Wanted } from '../../../src/shared/mail/custody.ts'
import { ACTIONS, actionsFrom, apply, EXCEPTIONS, hasLeft, HERE, HOLDER_OF, HOLDERS, IN_MAILROOM, isHere, isWaiting, NEXT_STEPS, OPENING, shortDay, SOLVING, SOLUTIONS, STATES, TRANSITIONS, WAITING, whereItIs } from '../../../src/shared/mail/custody.ts'
import { EXPECTED, expected } from './custody-table.ts'

const TODAY = '2026-11-24'
const piece = (state: string, more: Partial<Custody> = {}): Custody => ({ state, accountable: false, location: '', holder: '', since: '2026-11-23', run: null, reason: '', ...more })
const everything = (action: Action): Wanted => ({ action, receiver: 'Delphine Okafor', signed: true, reason: 'because', location: 'B-14', mailStop: '4-127', address: '77 Example Lane', run: 'r1', allowed: true })

const cells = ACTIONS.flatMap((action) => STATES.map((state) => ({ action, state, to: expected(action, state) })))

describe('every action in every state', () => {
  test.each(cells)('$action on a piece that is $state: $to', ({ action, state, to }) => {
    const result = apply(piece(state, { run: 'r1', holder: 'Run 2 with Ivo', location: 'A-01', accountable: true }), everything(action), TODAY)
    if (to === null) {
      expect(result).toMatchObject({ ok: false, code: 'state' })
      // A refusal says where the piece is, and then what can be done.
      const message = result.ok ? '' : result.message
      expect(message).toMatch(/^This piece .+\. .+\.$/)
      expect(message.startsWith(whereItIs(piece(state, { run: 'r1', holder: 'Run 2 with Ivo', location: 'A-01' }), TODAY))).toBe(true)
    } else {
      expect(result).toMatchObject({ ok: true, state: to })
      expect(result.ok && result.location).toBe(['stored', 'held', 'refused'].includes(to) ? 'B-14' : '')
    }
    expect(actionsFrom(state).includes(action)).toBe(to !== null)
  })

  test('covers the table and nothing beside it', () => {
    expect(Object.keys(TRANSITIONS).sort()).toEqual([...ACTIONS].sort())
    for (const row of Object.values(EXPECTED)) expect(row.split(' ')).toHaveLength(STATES.length)
    expect(Object.keys(HOLDER_OF).sort()).toEqual([...STATES].sort())
    for (const kind of Object.values(HOLDER_OF)) expect(HOLDERS).toContain(kind)
  })

  test('states: what is here, what waits, what lies in the mailroom, what has left', () => {
    expect([HERE, WAITING, IN_MAILROOM]).toEqual([['received', 'stored', 'held', 'on-run', 'refused'], ['received', 'stored', 'held', 'on-run'], ['received', 'stored', 'held', 'refused']])
    expect(STATES.filter(hasLeft)).toEqual(['handed-over', 'at-mail-stop', 'forwarded', 'returned-to-sender', 'lost', 'disposed'])
    for (const state of STATES) expect([isHere(state), isWaiting(state)]).toEqual([(HERE as readonly string[]).includes(state), (WAITING as readonly string[]).includes(state)])
  })
})

/** From a state in which it may happen. */
const from = (action: Action): State => STATES.find((state) => TRANSITIONS[action].to[state] !== undefined) ?? 'received'

describe('what has to be said', () => {
  test.each(ACTIONS.flatMap((action) => (['receiver', 'reason', 'location', 'mailStop', 'address', 'run'] as const).filter((field) => TRANSITIONS[action][field]).map((field) => ({ action, field }))))('$action needs a $field', ({ action, field }) => {
    for (const empty of [undefined, '', '  ']) expect(apply(piece(from(action)), { ...everything(action), [field]: empty }, TODAY)).toMatchObject({ ok: false, code: field, message: expect.stringMatching(/\.$/) })
    expect(apply(piece(from(action)), everything(action), TODAY)).toMatchObject({ ok: true })
  })

  test('exactly these need something', () => {
    const needs = (field: keyof (typeof TRANSITIONS)['move']): Action[] => ACTIONS.filter((action) => TRANSITIONS[action][field] === true)
    expect({ receiver: needs('receiver'), reason: needs('reason'), location: needs('location'), mailStop: needs('mailStop'), address: needs('address'), run: needs('run'), supervisor: needs('supervisor') }).toEqual({
      receiver: ['hand-over'], reason: ['hold', 'bring-back', 'refuse', 'return', 'lose', 'dispose'], location: ['move'], mailStop: ['leave'], address: ['forward'], run: ['scan-out'], supervisor: ['dispose'],
    })
    expect(ACTIONS.filter((action) => TRANSITIONS[action].signature !== 'no')).toEqual(['hand-over', 'leave'])
  })

  test('accountable pieces are signed for; at a mail stop a supervisor may allow it without', () => {
    const certified = piece('stored', { accountable: true })
    const unsigned = (action: Action, allowed: boolean): Wanted => ({ ...everything(action), signed: false, allowed })
    expect(apply(certified, unsigned('hand-over', true), TODAY)).toEqual({ ok: false, code: 'signature', message: 'This piece has to be signed for. Let the receiver sign.' })
    expect(apply(certified, unsigned('leave', false), TODAY)).toMatchObject({ ok: false, code: 'needs-approval' })
    expect(apply(certified, unsigned('leave', true), TODAY)).toEqual({ ok: true, state: 'at-mail-stop', location: '' })
    for (const action of ['hand-over', 'leave'] as const) expect(apply(piece('stored'), unsigned(action, false), TODAY)).toMatchObject({ ok: true })
  })

  test('disposing of anything takes a supervisor', () => {
    expect(apply(piece('stored'), { ...everything('dispose'), allowed: false }, TODAY)).toMatchObject({ ok: false, code: 'needs-approval' })
  })

  test('a piece on a run is delivered and left with that run alone', () => {
    const out = piece('on-run', { run: 'r1', holder: 'Run 2 of Nov 24 with Ivo Stampwell' })
    for (const action of ['hand-over', 'leave'] as const) {
      expect(apply(out, { ...everything(action), run: 'r1' }, TODAY)).toMatchObject({ ok: true })
      for (const run of [undefined, 'r2']) expect(apply(out, { ...everything(action), run }, TODAY)).toMatchObject({ ok: false, code: 'state', message: expect.stringMatching(/^This piece is on Run 2 of Nov 24 with Ivo Stampwell\. .+ or bring it back first\.$/) })
    }
  })
})

test('refusals say what can be done instead', () => {
  const no = (of: Custody, action: Action): string => { const result = apply(of, everything(action), TODAY); return result.ok ? '' : result.message }
  expect(no(piece('handed-over', { holder: 'Delphine Okafor' }), 'hand-over')).toBe('This piece was handed over to Delphine Okafor on Nov 23. Record it as brought back first.')
  expect(no(piece('handed-over', { holder: 'Delphine Okafor', since: '2025-12-31' }), 'move')).toBe('This piece was handed over to Delphine Okafor on Dec 31, 2025. Record it as brought back first.')
  expect(no(piece('held', { reason: 'comes back at noon' }), 'hand-over')).toBe('This piece is held: comes back at noon. Release it first.')
  expect(no(piece('stored', { location: 'B-14' }), 'bring-back')).toBe('This piece lies in B-14. It is here already.')
  expect(no(piece('lost', { reason: 'stock-take of B-14' }), 'hand-over')).toBe('This piece has been lost since Nov 23: stock-take of B-14. Record it as found first.')
  expect(no(piece('disposed'), 'find')).toBe('This piece was disposed of on Nov 23. Nothing more can happen to it. Take it in again if it is here after all.')
  expect(no(piece('at-mail-stop', { holder: '4-127' }), 'hand-over')).toBe('This piece was left at mail stop 4-127 on Nov 23. Record it as brought back first.')
  expect(no(piece('on-run', { holder: 'Run 2 with Ivo', run: 'r1' }), 'scan-out')).toBe('This piece has been on Run 2 with Ivo since Nov 23. It cannot go out twice. Bring it back first.')
  expect(no(piece('somewhere'), 'move')).toMatch(/^This piece is in a state this version does not know \("somewhere"\)\. /)
})

test('the location stays where nothing moves the piece, and is empty while somebody else has it', () => {
  const step = fc.record({ action: fc.constantFrom(...ACTIONS), location: fc.option(fc.constantFrom('', 'B-14', ' C-2 '), { nil: undefined }) })
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    let now = piece('received')
    for (const { action, location } of steps) {
      const result = apply(now, { ...everything(action), location }, TODAY)
      if (!result.ok) continue
      const { state } = result
      expect(state === 'stored').toBe((['received', 'stored'] as string[]).includes(state) && result.location !== '')
      if (!(IN_MAILROOM as readonly string[]).includes(state)) expect(result.location).toBe('')
      if (location !== undefined && (IN_MAILROOM as readonly string[]).includes(state)) expect(result.location).toBe(location.trim())
      now = piece(state, { location: result.location, run: state === 'on-run' ? 'r1' : null })
    }
  }))
})

test('every exception opens by an action or by none, and has a next step that exists', () => {
  for (const kind of EXCEPTIONS) {
    expect(NEXT_STEPS[kind].length).toBeGreaterThan(0)
    for (const step of NEXT_STEPS[kind]) expect(SOLUTIONS).toContain(step)
    const action = OPENING[kind]
    // Where opening it leaves the piece, its usual step is possible.
    const state = action === null ? 'stored' : (TRANSITIONS[action].to.stored ?? 'stored')
    const next = SOLVING[NEXT_STEPS[kind][0] ?? 'keep']
    expect(NEXT_STEPS[kind][0] === 'keep' || (next !== null && actionsFrom(state).includes(next))).toBe(true)
  }
})

test('a day is said with its year when it is another one', () => {
  expect([shortDay('2026-11-03', TODAY), shortDay('2025-01-31', TODAY)]).toEqual(['Nov 3', 'Jan 31, 2025'])
})
