import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/shared/ids.ts'
import { badgeNumber, containerNumber, locationBarcode, pieceNumber } from '../../../src/shared/mail/own.ts'
import { reportOf, scanOf, testStation } from '../helpers.ts'

const UPS = '1Z999AA10123456784'

describe('what is open about a scan', () => {
  test('a number that is here already makes a piece with a question, until somebody says that it is another one', async () => {
    const { operator } = await testStation()
    const first = await operator.intake.scan(scanOf(UPS))
    expect(first).toMatchObject({ kind: 'piece', piece: { questions: [], assignment: 'none', recipient: null }, seenBefore: [] })
    const second = await operator.intake.scan(scanOf(UPS))
    expect(second.piece.questions).toEqual(['seen-before'])
    expect(second.seenBefore.map((piece) => piece.id)).toEqual([first.piece.id])
    expect((await operator.pieces.list({ questions: true })).rows.map((row) => row.id)).toEqual([second.piece.id])
    expect(await operator.intake.answer({ question: 'seen-before', piece: second.piece.id, answer: 'another' })).toEqual({ ...second.piece, questions: [] })
    expect((await operator.pieces.list({ questions: true })).rows).toEqual([])
    await expect(operator.intake.answer({ question: 'seen-before', piece: second.piece.id, answer: 'another' })).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'answered' } })
    expect((await operator.pieces.get({ id: second.piece.id })).events.at(-1)).toMatchObject({ kind: 'piece.question-answered', payload: { question: 'seen-before', answer: 'another', other: null } })
  })

  test('the same piece is voided with a link to the other, which names it', async () => {
    const { operator } = await testStation()
    const first = await operator.intake.scan(scanOf(UPS))
    const second = await operator.intake.scan(scanOf(UPS))
    const stranger = await operator.intake.scan(scanOf('986578788855'))
    await expect(operator.intake.answer({ question: 'seen-before', piece: second.piece.id, answer: 'same', other: stranger.piece.id })).rejects.toMatchObject({ data: { code: 'not-earlier' } })
    const voided = await operator.intake.answer({ question: 'seen-before', piece: second.piece.id, answer: 'same', other: first.piece.id })
    expect(voided).toEqual({ ...second.piece, state: 'voided', questions: [], holder: { ...second.piece.holder, kind: 'nobody', since: expect.any(Number) }, voided: { at: expect.any(Number), by: 'Test operator', reason: 'the same piece, scanned twice', sameAs: first.piece.id } })
    expect((await operator.pieces.get({ id: first.piece.id })).others).toEqual([voided])
    expect((await operator.pieces.list({ day: first.piece.day })).total).toBe(2)
  })

  test('a number whose earlier piece was voided is told, and nothing is asked', async () => {
    const { operator } = await testStation()
    const first = await operator.intake.scan(scanOf(UPS))
    await operator.pieces.void({ id: first.piece.id, reason: 'wrong label' })
    const second = await operator.intake.scan(scanOf(UPS))
    expect(second).toMatchObject({ piece: { questions: [] }, seenBefore: [{ id: first.piece.id, voided: { reason: 'wrong label' } }] })
  })

  test('a wrong check digit needs a word; a right number settles it and both stay in the log', async () => {
    const { operator } = await testStation()
    const a = (await operator.intake.scan(scanOf('1Z999AA10123456785'))).piece
    expect(a).toMatchObject({ checkDigit: 'invalid', questions: ['check-digit'] })
    expect(await operator.intake.answer({ question: 'check-digit', piece: a.id, answer: 'as-printed', word: 'smudged, but it says 5' })).toEqual({ ...a, questions: [] })
    const b = (await operator.intake.scan(scanOf('1Z999AA10123456786'))).piece
    const right = await operator.intake.answer({ question: 'check-digit', piece: b.id, answer: 'number', text: UPS })
    expect(right).toMatchObject({ number: UPS, checkDigit: 'valid', questions: [], corrected: true })
    expect((await operator.pieces.find({ text: '456784' })).rows.map((row) => row.id)).toEqual([b.id])
    expect((await operator.pieces.find({ text: '456786' })).rows).toEqual([])
    await expect(operator.intake.answer({ question: 'check-digit', piece: a.id, answer: 'as-printed' })).rejects.toMatchObject({ data: { code: 'answered' } })
  })

  test('an unclear number offers its carriers, and the choice is recorded', async () => {
    const { operator } = await testStation()
    const { piece, candidates } = await operator.intake.scan(scanOf('986578788851'))
    expect(piece).toMatchObject({ carrier: 'unknown', questions: ['carrier'] })
    expect(candidates).toMatchObject([{ scheme: 'fedex-12', carrier: 'fedex', checkDigit: 'invalid' }])
    await expect(operator.intake.answer({ question: 'carrier', piece: piece.id, answer: 'choice', scheme: 'ups-1z', number: '986578788851' })).rejects.toMatchObject({ data: { code: 'not-a-choice' } })
    expect(await operator.intake.answer({ question: 'carrier', piece: piece.id, answer: 'choice', scheme: 'fedex-12', number: '986578788851' })).toMatchObject({ carrier: 'fedex', carrierName: 'FedEx', checkDigit: 'invalid', questions: [] })
    const other = (await operator.intake.scan(scanOf('986578788862'))).piece
    expect(await operator.intake.answer({ question: 'carrier', piece: other.id, answer: 'unknown' })).toEqual({ ...other, questions: [] })
  })

  test('three choices of one kind decide the next one, and replay comes to the same', async () => {
    const { operator, supervisor } = await testStation()
    for (const text of ['23456789012341', '23456789012342', '23456789012343']) {
      const { piece } = await operator.intake.scan(scanOf(text))
      expect(piece.questions).toEqual(['carrier'])
      await operator.intake.answer({ question: 'carrier', piece: piece.id, answer: 'choice', scheme: 'dhl-14', number: text })
    }
    expect((await operator.intake.scan(scanOf('23456789012344'))).piece).toMatchObject({ carrier: 'dhl', questions: [] })
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })
})

describe('labels that are no new piece', () => {
  test.each([['badge', badgeNumber('7K', 12)], ['container', containerNumber('7K', 3)], ['location', locationBarcode('B-14')], ['routing', '42005099']])('a %s is refused as what it is, and nothing is taken in', async (code, text) => {
    const { operator } = await testStation()
    await expect(operator.intake.scan(scanOf(text))).rejects.toMatchObject({ code: 'REFUSED', data: { code } })
    expect((await operator.pieces.list({})).rows).toEqual([])
  })

  test('looking a label up says what it is and records nothing', async () => {
    const { station, operator, administrator } = await testStation()
    const badge = badgeNumber('7K', 12)
    const person = await administrator.directory.addPerson({ name: 'Delphine Okafor', badge })
    const before = station.services.store.head?.sequence
    expect(await operator.intake.lookUp({ text: badge })).toEqual({
      kind: 'badge', number: badge, grouped: expect.any(String), carrierName: 'Own', service: 'badge', checkDigit: 'valid', message: 'The badge of Delphine Okafor.', location: null,
      person: { person: person.id, name: 'Delphine Okafor', department: '', mailStop: '' }, piece: null,
    })
    expect(await operator.intake.lookUp({ text: locationBarcode('B-14') })).toMatchObject({ kind: 'location', location: 'B-14', person: null })
    expect(await operator.intake.lookUp({ text: badgeNumber('7K', 13) })).toMatchObject({ kind: 'badge', person: null, message: 'A badge that nobody in the directory has.' })
    expect(await operator.intake.lookUp({ text: UPS })).toMatchObject({ kind: 'piece', piece: null })
    expect(station.services.store.head?.sequence).toBe(before)
  })

  test('a label of ours that is on a piece opens that piece; one from elsewhere becomes a piece', async () => {
    const { operator } = await testStation()
    const { piece } = await operator.intake.withoutBarcode({ id: newId(Date.now()) })
    expect(await operator.intake.scan(scanOf(piece.number))).toMatchObject({ kind: 'own-piece', piece: { id: piece.id }, seenBefore: [{ id: piece.id }], countToday: 1 })
    expect(await operator.intake.scan(scanOf(pieceNumber('ZZ', 77)))).toMatchObject({ kind: 'piece', piece: { carrier: 'own', questions: [] }, countToday: 2 })
  })

  test('a green card is told from a letter', async () => {
    const { operator } = await testStation()
    expect(await operator.intake.scan(scanOf('9590940258780038231151'))).toMatchObject({ kind: 'green-card', piece: { service: 'Green card (PS Form 3811)' } })
  })
})

test.each([['9589071052700412335612', true, 'Certified Mail'], ['RA123456785US', true, 'Registered Mail'], ['RR123456785GB', true, 'registered letter post'], ['9205590164917312751089', false, 'USPS Tracking']])('%s: accountable %s', async (text, accountable, service) => {
  const { operator } = await testStation()
  expect((await operator.intake.scan(scanOf(text))).piece).toMatchObject({ accountable, service })
})

describe('a second barcode of the same parcel', () => {
  test('is found like the first one, and gives its carrier to a piece whose own was not known', async () => {
    const { operator, supervisor } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('SHELF 12'))
    const attached = await operator.intake.attach({ piece: piece.id, text: UPS })
    expect(attached).toEqual({ ...piece, number: UPS, grouped: '1Z 999 AA1 01 2345 6784', carrier: 'ups', carrierName: 'UPS', service: 'Next Day Air', checkDigit: 'valid' })
    expect((await operator.pieces.get({ id: piece.id })).numbers).toEqual([UPS, 'SHELF 12'])
    for (const text of ['84', 'shelf12', '2345']) expect((await operator.pieces.find({ text })).rows.map((row) => row.id), text).toEqual([piece.id])
    // Said again it is answered and not written twice.
    expect(await operator.intake.attach({ piece: piece.id, text: UPS })).toEqual(attached)
    expect((await operator.pieces.get({ id: piece.id })).events.map((event) => event.kind)).toEqual(['piece.received', 'piece.number-attached'])
    // The scan that made the piece, sent again after a lost connection, still is that scan.
    expect((await supervisor.intake.scan({ ...scanOf(UPS), text: UPS })).seenBefore.map((row) => row.id)).toEqual([piece.id])
  })

  test('takes in the piece that its scan had made, and never takes a number from a stranger', async () => {
    const { operator, supervisor } = await testStation()
    const parcel = (await operator.intake.scan(scanOf(UPS))).piece
    const twin = (await operator.intake.scan(scanOf('9589071052700412335612'))).piece
    await expect(operator.intake.attach({ piece: parcel.id, text: '9589071052700412335612' })).rejects.toMatchObject({ data: { code: 'on-another-piece' } })
    const whole = await operator.intake.attach({ piece: parcel.id, text: '9589071052700412335612', from: twin.id })
    expect(whole).toEqual({ ...parcel, accountable: true })
    expect((await operator.pieces.get({ id: twin.id })).piece.voided).toMatchObject({ sameAs: parcel.id })
    await expect(operator.intake.attach({ piece: parcel.id, text: '9589071052700412335610' })).rejects.toMatchObject({ data: { code: 'check-digit' } })
    expect(await operator.intake.attach({ piece: parcel.id, text: '9589071052700412335610', asPrinted: true })).toMatchObject({ number: UPS })
    await expect(operator.intake.attach({ piece: twin.id, text: 'X-1' })).rejects.toMatchObject({ data: { code: 'voided' } })
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })
})

describe('what is open about a piece', () => {
  test('is asked again later, with the earlier pieces and the carriers that were offered, and nothing once it is settled', async () => {
    const { operator } = await testStation()
    const first = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    const second = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    const third = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    expect(await operator.intake.asked({ piece: second.piece.id })).toEqual({ ...second, seenBefore: [first.piece], countToday: 3 })
    expect((await operator.intake.asked({ piece: third.piece.id })).seenBefore.map((piece) => piece.id)).toEqual([second.piece.id, first.piece.id])
    expect(await operator.intake.asked({ piece: first.piece.id })).toEqual({ kind: 'piece', piece: first.piece, candidates: [], seenBefore: [], countToday: 3 })

    const unclear = await operator.intake.scan(scanOf('986578788851'))
    expect(unclear.piece.questions).toEqual(['carrier'])
    const asked = await operator.intake.asked({ piece: unclear.piece.id })
    expect(asked.candidates).toEqual(unclear.candidates.slice(0, 9))
    const [choice] = asked.candidates
    if (!choice) throw new Error('Nothing was offered.')
    const settled = await operator.intake.answer({ question: 'carrier', piece: unclear.piece.id, answer: 'choice', scheme: choice.scheme, number: choice.number })
    expect([settled.carrier, settled.questions]).toEqual([choice.carrier, []])
    expect((await operator.intake.asked({ piece: unclear.piece.id })).candidates).toEqual([])
    await expect(operator.intake.asked({ piece: newId(1) })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
