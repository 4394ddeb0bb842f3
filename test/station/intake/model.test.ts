import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PieceRow } from '../../../src/shared/contract/pieces.ts'
import { newId } from '../../../src/shared/ids.ts'
import { reportOf, scanOf, testStation } from '../helpers.ts'

/** What intake should have made of a piece, as far as the steps below touch it. */
interface Expected { id: string; number: string; questions: string[]; name: string | null; location: string; note: string; voided: boolean; sameAs: string | null; corrected: boolean }

const NUMBERS = ['1Z999AA10123456784', '986578788855', '9589071052700412335612', 'SHELF 12', 'TBA123456789012']
const NAMES = ['Nobody Known', 'Somebody Else', "O'Brien"]

const step = fc.oneof(
  fc.record({ do: fc.constant('scan' as const), number: fc.constantFrom(...NUMBERS) }),
  fc.record({ do: fc.constant('own' as const) }),
  fc.record({ do: fc.constant('assign' as const), piece: fc.nat(), name: fc.constantFrom(...NAMES) }),
  fc.record({ do: fc.constant('detail' as const), piece: fc.nat(), location: fc.constantFrom('', 'B-14', 'C-2'), note: fc.constantFrom('', 'torn') }),
  fc.record({ do: fc.constant('another' as const), piece: fc.nat() }),
  fc.record({ do: fc.constant('same' as const), piece: fc.nat() }),
  fc.record({ do: fc.constant('correct' as const), piece: fc.nat(), note: fc.constantFrom('', 'torn', 'wet'), name: fc.constantFrom(null, ...NAMES) }),
  fc.record({ do: fc.constant('attach' as const), piece: fc.nat(), number: fc.constantFrom('C11031500001879', 'BOX 7') }),
  fc.record({ do: fc.constant('void' as const), piece: fc.nat() }),
)

function shown(piece: PieceRow): Expected {
  return { id: piece.id, number: piece.number, questions: piece.questions, name: piece.recipient?.name ?? null, location: piece.location, note: piece.note, voided: piece.voided !== null, sameAs: piece.voided?.sameAs ?? null, corrected: piece.corrected }
}

test('whatever is scanned, given, settled, corrected and voided: the pieces are what a simple model says, the counts add up, and the log replays to the same', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
    const { station, operator, supervisor } = await testStation()
    const model: Expected[] = []
    const numbers = new Map<string, Set<string>>()
    const holds = (id: string, number: string): boolean => numbers.get(id)?.has(number) === true
    const refusal = (code: string) => expect.objectContaining({ data: expect.objectContaining({ code }) })
    const settled = (call: Promise<unknown>) => call.then(() => null, (error: unknown) => error)
    for (const action of steps) {
      if (action.do === 'scan') {
        const id = newId(Date.now())
        const earlier = model.filter((known) => !known.voided && holds(known.id, action.number))
        const answer = await operator.intake.scan(scanOf(action.number, id))
        expect(answer.seenBefore.filter((known) => !known.voided).map((known) => known.id).sort()).toEqual(earlier.map((known) => known.id).sort().slice(-10))
        model.push({ id, number: action.number, questions: earlier.length > 0 ? ['seen-before'] : [], name: null, location: '', note: '', voided: false, sameAs: null, corrected: false })
        numbers.set(id, new Set([action.number]))
        continue
      }
      if (action.do === 'own') {
        const { piece } = await operator.intake.withoutBarcode({ id: newId(Date.now()) })
        expect(model.some((known) => holds(known.id, piece.number))).toBe(false)
        model.push({ id: piece.id, number: piece.number, questions: [], name: null, location: '', note: '', voided: false, sameAs: null, corrected: false })
        numbers.set(piece.id, new Set([piece.number]))
        continue
      }
      const target = model[action.piece % Math.max(1, model.length)]
      if (!target) continue
      const piece = target.id
      if (action.do === 'void') {
        const error = await settled(operator.pieces.void({ id: piece, reason: 'x' }))
        if (target.voided) expect(error).toEqual(refusal('already-voided'))
        else Object.assign(target, { voided: true, questions: [] })
        continue
      }
      const call = {
        assign: () => action.do === 'assign' && operator.intake.assign({ pieces: [piece], recipient: { name: action.name } }),
        detail: () => action.do === 'detail' && operator.intake.detail({ piece, fields: { location: action.location, note: action.note } }),
        another: () => operator.intake.answer({ question: 'seen-before', piece, answer: 'another' }),
        same: () => operator.intake.answer({ question: 'seen-before', piece, answer: 'same', other: earlierOf(target)?.id ?? newId(0) }),
        correct: () => action.do === 'correct' && operator.intake.correct({ piece, reason: 'x', fields: { note: action.note, recipient: action.name === null ? null : { name: action.name } } }),
        attach: () => action.do === 'attach' && operator.intake.attach({ piece, text: action.number, asPrinted: true }),
      }[action.do]
      const earlier = earlierOf(target)
      const error = await settled(Promise.resolve(call()))
      if (target.voided) {
        expect(error).toEqual(refusal('voided'))
      } else if (action.do === 'assign') {
        target.name = action.name
      } else if (action.do === 'detail') {
        Object.assign(target, { location: action.location, note: action.note })
      } else if (action.do === 'another' || action.do === 'same') {
        if (!target.questions.includes('seen-before')) expect(error).toEqual(refusal('answered'))
        else if (action.do === 'another') target.questions = []
        else if (earlier) Object.assign(target, { questions: [], voided: true, sameAs: earlier.id })
      } else if (action.do === 'correct') {
        if (target.note === action.note && target.name === action.name) expect(error).toEqual(refusal('nothing-to-correct'))
        else Object.assign(target, { note: action.note, name: action.name, corrected: true })
      } else {
        const stranger = model.find((known) => known !== target && !known.voided && holds(known.id, action.number))
        if (!holds(piece, action.number) && stranger) expect(error).toEqual(refusal('on-another-piece'))
        else {
          const known = target.number === 'SHELF 12' && action.number.startsWith('C1')
          if (known) target.number = action.number
          numbers.get(piece)?.add(action.number)
        }
      }
    }
    function earlierOf(target: Expected): Expected | undefined {
      return model.slice(0, model.indexOf(target)).find((known) => !known.voided && holds(known.id, NUMBERS.find((number) => holds(target.id, number)) ?? '-'))
    }
    const { rows } = await operator.pieces.list({ limit: 500 })
    expect(rows.map(shown)).toEqual(model.toReversed())
    expect((await operator.pieces.counts({ filter: {} })).states.reduce((sum, state) => sum + state.count, 0)).toBe(model.length)
    expect((await operator.intake.worklist({})).rows.map((row) => row.id)).toEqual(model.filter((known) => !known.voided).map((known) => known.id))
    expect((await operator.pieces.list({ day: rows[0]?.day ?? '2026-01-01' })).total).toBe(model.filter((known) => !known.voided).length)
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [] })
    await station.close()
  }), { numRuns: 20 })
})
