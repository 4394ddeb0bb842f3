import { array, asyncProperty, assert, constantFrom, integer, option, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode } from '../../../src/main/scanning/decode.ts'
import { mailingBook } from '../../../src/shared/printing/mailing-book.ts'
import type { SheetLine } from '../../../src/shared/printing/mailing-book.ts'
import { renderPdf } from '../../../src/main/printing/render.ts'
import { addDays } from '../../../src/shared/mail/days.ts'
import type { Client } from '../helpers.ts'
import { pdfTexts, testStation } from '../helpers.ts'
import { form, id, log, picture, several } from './desk.ts'

const refused = (code: string, message?: RegExp) => expect.objectContaining({ code: 'REFUSED', data: expect.objectContaining({ code }), ...(message ? { message: expect.stringMatching(message) } : {}) })

async function bookOf(client: Client, count: number) {
  const letters = await several(client, count, 1, (i) => ({ services: i === 1 ? ['card'] : [] }))
  const book = await client.certified.openBook({ id: id(), letters: letters.map((letter) => letter.id) })
  return { letters, book, ids: letters.map((letter) => letter.id) }
}

describe('a mailing book', () => {
  test('is filled, put in order and emptied while it is open, and its letters follow', async () => {
    const { operator } = await testStation()
    const { book, ids } = await bookOf(operator, 4)
    const [a = '', b = '', c = '', d = ''] = ids
    expect(book).toMatchObject({ number: 1, state: 'open', letters: 4, struck: 0, unnumbered: 0, postage: 4 * 74, fees: 4 * 530 + 440, total: 4 * 604 + 440, unpriced: 0, mailing: null, received: null })
    const lines = async () => (await operator.certified.book({ id: book.id })).lines.map(({ line, letter }) => [line, letter.id])
    await operator.certified.removeFromBook({ book: book.id, letters: [b] })
    expect(await lines()).toEqual([[1, a], [2, c], [3, d]])
    await operator.certified.addToBook({ book: book.id, letters: [b, a] })
    await operator.certified.orderBook({ book: book.id, letters: [d, c, b, a] })
    expect(await lines()).toEqual([[1, d], [2, c], [3, b], [4, a]])
    await expect(operator.certified.orderBook({ book: book.id, letters: [d, c, b] })).rejects.toEqual(refused('order'))
    await operator.certified.void({ letter: c, reason: 'not sent' })
    expect(await lines()).toEqual([[1, d], [2, b], [3, a]])
    expect((await operator.certified.get({ id: a })).letter).toMatchObject({ state: 'in-book', book: { id: book.id, number: 1, line: 3, state: 'open' } })
    await expect(operator.certified.openBook({ id: id(), letters: [a] })).rejects.toEqual(refused('in-book', /book 1 already, line 3/))
    expect(await operator.certified.counts()).toMatchObject({ unbooked: 0, openBook: 3, voided: 1, today: 3 })
    expect((await operator.certified.openBook({ id: id() })).number).toBe(2)
    expect((await operator.certified.books({})).rows.map((row) => row.number)).toEqual([2, 1])
  })

  test('closes only with numbers on all its letters, and then changes by strikes alone', async () => {
    const { operator } = await testStation()
    const { book, ids } = await bookOf(operator, 3)
    const [a = '', b = '', c = ''] = ids
    const blank = await log(operator)
    await operator.certified.addToBook({ book: book.id, letters: [blank.id] })
    await expect(operator.certified.closeBook({ book: book.id })).rejects.toEqual(refused('needs-number', /Jane Roe/))
    await operator.certified.number({ letter: blank.id, number: { text: form(90) } })
    expect(await operator.certified.closeBook({ book: book.id })).toMatchObject({ state: 'closed', letters: 4, closedBy: 'Test operator' })
    for (const change of [
      operator.certified.addToBook({ book: book.id, letters: [a] }), operator.certified.removeFromBook({ book: book.id, letters: [a] }), operator.certified.orderBook({ book: book.id, letters: ids }), operator.certified.closeBook({ book: book.id }),
      operator.certified.number({ letter: a, number: { text: form(91) }, reason: 'torn' }), operator.certified.correct({ letter: a, reason: 'x', fields: { addressee: { block: 'Other\n1 St\nAnytown VT 05099' } } }),
    ]) await expect(change).rejects.toEqual(refused('closed'))
    expect((await operator.certified.correct({ letter: a, reason: 'wrong matter', fields: { matter: 'Roe 8' } })).matter).toBe('Roe 8')
    expect(await operator.certified.strike({ letter: b, reason: 'not sealed' })).toMatchObject({ state: 'logged', book: null })
    await operator.certified.void({ letter: c, reason: 'never to be sent' })
    const { book: now, lines, warnings } = await operator.certified.book({ id: book.id })
    expect([now.letters, now.struck, now.total]).toEqual([2, 2, 2 * 604])
    expect(lines.map(({ line, letter, struck }) => [line, letter.id, struck?.reason ?? null])).toEqual([[1, a, null], [2, b, 'not sealed'], [3, c, 'never to be sent'], [4, blank.id, null]])
    expect(warnings).toEqual([expect.stringContaining('three letters or more'), expect.stringContaining('written approval')])
    expect((await operator.certified.openBook({ id: id(), letters: [b] })).letters).toBe(1)
  })

  test('is accepted with one action, single lines differ, and the counts have to agree or be explained', async () => {
    const { operator } = await testStation()
    const { book, letters, ids } = await bookOf(operator, 4)
    const [a = '', b = '', c = '', d = ''] = ids
    const day = letters[0]?.day ?? ''
    const acceptance = { book: book.id, day, postOffice: 'Anytown VT', evidence: '3877-stamp' as const, employee: 'K. Clerk' }
    await expect(operator.certified.presentBook({ book: book.id, day })).rejects.toEqual(refused('state', /Close it first/))
    await operator.certified.closeBook({ book: book.id })
    await expect(operator.certified.presentBook({ book: book.id, day: addDays(day, 2) })).rejects.toEqual(refused('in-the-future'))
    expect(await operator.certified.presentBook({ book: book.id, day, postOffice: 'Anytown VT' })).toMatchObject({ state: 'presented', mailing: { day, evidence: null } })
    expect((await operator.certified.list({ stage: 'waiting' })).rows).toHaveLength(4)
    await expect(operator.certified.acceptBook({ ...acceptance, received: 3 })).rejects.toEqual(refused('count', /3 received; 4 of 4/))
    await expect(operator.certified.acceptBook({ ...acceptance, received: 4, lines: [{ letter: id(), accepted: false }] })).rejects.toEqual(refused('not-in-book'))
    const accepted = await operator.certified.acceptBook({
      ...acceptance, received: 3, sheet: { content: picture(1), name: 'sheet.jpg' }, lines: [{ letter: b, accepted: false, note: 'not sealed' }, { letter: c, accepted: true, evidence: 'acceptance-scan' }],
    })
    expect(accepted).toMatchObject({ state: 'accepted', received: 3, letters: 3, struck: 1, mailing: { day, postOffice: 'Anytown VT', evidence: '3877-stamp', employee: 'K. Clerk' } })
    const found = async (letter: string) => (await operator.certified.get({ id: letter })).letter
    expect(await found(a)).toMatchObject({ state: 'accepted', mailing: { day, evidence: '3877-stamp', employee: 'K. Clerk' }, book: { line: 1 } })
    expect(await found(b)).toMatchObject({ state: 'logged', book: null })
    expect((await found(c)).mailing?.evidence).toBe('acceptance-scan')
    expect((await found(d)).state).toBe('accepted')
    const detail = await operator.certified.book({ id: book.id })
    expect(detail.files).toMatchObject([{ kind: 'stamped-3877', type: 'image/jpeg', name: 'sheet.jpg' }])
    expect(detail.lines.map(({ outcome }) => outcome)).toEqual([{ accepted: true, note: '' }, { accepted: false, note: 'not sealed' }, { accepted: true, note: '' }, { accepted: true, note: '' }])
    expect(detail.events.map((event) => event.kind)).toEqual(['book.opened', 'book.closed', 'book.presented', 'book.accepted'])
    await expect(operator.certified.acceptBook({ ...acceptance, received: 3 })).rejects.toEqual(refused('state'))
    expect((await operator.certified.bookFile({ book: book.id, content: picture(2), name: 'better scan' })).state).toBe('accepted')
  })

  test('is given up with a reason, and its letters wait for another one', async () => {
    const { operator, supervisor } = await testStation()
    const { book, ids } = await bookOf(operator, 3)
    await operator.certified.closeBook({ book: book.id })
    await expect(operator.certified.voidBook({ book: book.id, reason: 'x' })).rejects.toMatchObject({ code: 'ROLE' })
    expect(await supervisor.certified.voidBook({ book: book.id, reason: 'printed for the wrong day' })).toMatchObject({ state: 'voided', letters: 0, struck: 3 })
    expect((await operator.certified.list({ stage: 'unbooked' })).rows.map((row) => row.id)).toEqual(ids.toReversed())
  })

  test('is priced for its mailing date: what the table gave changes with it, what was typed does not', async () => {
    const { operator, supervisor, station } = await testStation()
    const [a, b] = await several(operator, 2, 1, (i) => (i === 1 ? { postage: 100 } : {}))
    if (!a || !b) throw new Error('none')
    const yesterday = addDays(a.day, -1)
    await supervisor.certified.saveFee({ item: 'certified', from: a.day, cents: 560, source: 'notice of today' })
    expect((await log(operator)).charges.fees).toEqual([{ item: 'certified', cents: 560, how: 'table' }])
    const [x, y] = await operator.certified.accept({ letters: [a.id, b.id], day: yesterday, evidence: 'self-declared' })
    expect([x?.total, y?.total]).toEqual([604, 630])
    const third = await log(operator, { number: { text: form(9) } })
    expect(third.total).toBe(634)
    const book = await operator.certified.openBook({ id: id(), letters: [third.id] })
    await operator.certified.closeBook({ book: book.id })
    await operator.certified.acceptBook({ book: book.id, day: yesterday, evidence: '3877-stamp', received: 1 })
    expect((await operator.certified.get({ id: third.id })).letter.total).toBe(604)
    const repriced = (await operator.pieces.get({ id: third.id })).events.filter((event) => event.kind === 'letter.priced')
    expect(repriced.map((event) => event.payload)).toMatchObject([{ day: yesterday, before: { fees: [{ cents: 560 }] }, after: { fees: [{ cents: 530 }] } }])
    expect(station.services.store.db.prepare("SELECT total(postage + fees) FROM letter WHERE piece IN (SELECT no FROM piece WHERE id = ?)").pluck().get(third.id)).toBe(604)
  })
})

describe('totals', () => {
  test('by department, cost code and matter are the plain sums of their letters, to the cent, voided ones left out', async () => {
    const { operator } = await testStation()
    let serial = 1
    await assert(asyncProperty(array(record({ department: constantFrom('', 'Legal', 'Finance'), costCode: constantFrom('', '4410', '4420'), matter: constantFrom('', 'Roe 7'), postage: option(integer({ min: 0, max: 100_000 }), { nil: undefined }), card: option(integer({ min: 0, max: 9_999 }), { nil: undefined }), weight: constantFrom(null, 8, 40), voided: constantFrom(false, false, true) }), { maxLength: 12 }), async (made) => {
      const name = `run${id()}`
      const mine: Array<{ department: string; costCode: string; matter: string; cents: number }> = []
      for (const one of made) {
        const letter = await log(operator, { number: { text: form(serial++) }, document: name, department: one.department, costCode: one.costCode, matter: one.matter, weight: one.weight, services: one.card === undefined ? [] : ['card'], ...(one.postage === undefined ? {} : { postage: one.postage }), ...(one.card === undefined ? {} : { fees: { card: one.card } }) })
        if (one.voided) await operator.certified.void({ letter: letter.id, reason: 'x' })
        else mine.push({ department: one.department, costCode: one.costCode, matter: one.matter, cents: (one.postage ?? (one.weight === 8 ? 74 : 0)) + 530 + (one.card ?? 0) })
      }
      for (const by of ['department', 'costCode', 'matter'] as const) {
        const totals = await operator.certified.totals({ filter: { text: name, from: '2020-01-01' }, by })
        const sums = new Map<string, number>()
        for (const letter of mine) sums.set(letter[by], (sums.get(letter[by]) ?? 0) + letter.cents)
        expect(new Map(totals.by.map((row) => [row.value, row.total]))).toEqual(sums)
        expect([totals.letters, totals.total, totals.postage + totals.fees]).toEqual([mine.length, mine.reduce((sum, letter) => sum + letter.cents, 0), totals.total])
      }
    }), { numRuns: 12 })
  }, 60_000)
})

describe('the sheet', () => {
  test('holds every letter in its line, the totals, and the words the form asks for', async () => {
    const { operator } = await testStation()
    const { book, letters } = await bookOf(operator, 11)
    expect((await pdfTexts((await operator.certified.bookPdf({ book: book.id })).content))[0]).toContain('DRAFT')
    await operator.certified.closeBook({ book: book.id })
    const pdf = await operator.certified.bookPdf({ book: book.id })
    expect([pdf.name, pdf.pages]).toEqual(['ps3877-book-1.pdf', 2])
    const [first = '', second = ''] = await pdfTexts(pdf.content)
    for (const part of ['Firm Mailing Book for Accountable Mail', 'Book 1 · Page 1 of 2', 'Test Office', '1 Example Way', 'Certified Mail', 'Total Number of Pieces Listed by Sender', 'Total Number of Pieces Received at Post Office', 'REMINDER', '8 here, 11 in all']) expect(first).toContain(part)
    for (const [i, letter] of letters.entries()) {
      const page = i < 8 ? first : second
      expect(page, letter.grouped).toContain(letter.grouped)
      expect(page).toContain(letter.addressee.lines.join(', '))
      expect(i < 8 ? second : first).not.toContain(letter.grouped)
    }
    expect(second).toContain('Totals of the book')
    expect(second).toContain(`${(11 * 74) / 100} ${(11 * 530) / 100}`)
    expect(first).not.toContain('DRAFT')
  })

  test('keeps both versions when lines are struck, and says the approval that is recorded', async () => {
    const { operator, supervisor } = await testStation()
    const { book, letters } = await bookOf(operator, 3)
    await operator.certified.closeBook({ book: book.id })
    const before = await operator.certified.bookPdf({ book: book.id })
    await operator.certified.strike({ letter: letters[1]?.id ?? '', reason: 'envelope not sealed' })
    const [now = ''] = await pdfTexts((await operator.certified.bookPdf({ book: book.id })).content)
    expect(now).toContain('VOID: envelope not sealed')
    expect(now).toContain(letters[1]?.grouped)
    const closed = await operator.certified.bookPdf({ book: book.id, version: 'closed' })
    expect([closed.name, closed.content]).toEqual(['ps3877-book-1-as-closed.pdf', before.content])
    await supervisor.certified.keepApproval({ approval: { content: picture(7), name: 'approval.jpg', day: '2026-01-05', note: '' } })
    const [approved = ''] = await pdfTexts((await operator.certified.bookPdf({ book: book.id })).content)
    expect(approved).toContain('approved in writing on 2026-01-05')
    expect(approved).not.toContain('REMINDER')
  })

  test('has bars that are read back as the logged numbers, in the order of the lines', async () => {
    const { operator, administrator } = await testStation()
    const { mailerId, serialFrom, serialTo, linesPerSheet, postOffice, lowAt, envelope, envelopeNote, envelopeShift, cardFront, cardBack } = await operator.certified.settings()
    await administrator.certified.saveSettings({ mailerId, serialFrom, serialTo, linesPerSheet, postOffice, lowAt, envelope, envelopeNote, envelopeShift, cardFront, cardBack, sheetBarcodes: true })
    const letters = await several(operator, 9)
    const older = await log(operator, { number: { text: '70161370000025960436' } })
    const book = await operator.certified.openBook({ id: id(), letters: [...letters.map((letter) => letter.id), older.id] })
    await operator.certified.closeBook({ book: book.id })
    const { content } = await operator.certified.bookPdf({ book: book.id })
    const { pages } = await decode({ bytes: Buffer.from(content, 'base64') })
    const read = pages.map((page) => page.symbols.map(({ format, text }) => `${format} ${text}`).sort())
    expect(read).toEqual([letters.slice(0, 8).map((letter) => `GS1-128 ${letter.number}`).sort(), [`Code128 ${older.number}`, `GS1-128 ${letters[8]?.number}`].sort()])
  }, 60_000)

  test('strikes the unused space through and nothing else, and takes any text as data', async () => {
    const line = (n: number): SheetLine => ({ line: n, number: form(n), grouped: form(n), addressee: ['<script>alert(1)</script>', '=1+1', '%PDF) Tj ET (('], postage: 74, fees: { certified: 530 }, struck: null })
    const sheet = { sender: ['Office'], book: 'Book 1', day: '2026-11-24', ticked: [], perSheet: 8, barcodes: false, approved: null, draft: false }
    const diagonals = (count: number) => mailingBook({ ...sheet, lines: Array.from({ length: count }, (_, i) => line(i + 1)) }).pages.map((page) => page.filter((element) => element.kind === 'image' && element.w > 100).length)
    expect([diagonals(0), diagonals(1), diagonals(7), diagonals(8), diagonals(9), diagonals(16)]).toEqual([[1], [1], [1], [0], [0, 1], [0, 0]])
    const [page = ''] = await pdfTexts((await renderPdf(mailingBook({ ...sheet, lines: [line(1)] }), new Date(0))).bytes)
    expect(page).toContain('<script>alert(1)</script>, =1+1, %PDF) Tj ET ((')
  })
})

describe('paper for a letter', () => {
  test('the label, the card and the filing sheet bear the logged number, and nothing is printed for a letter without one', async () => {
    const { operator, administrator } = await testStation()
    const letter = await log(operator, { services: ['card'], number: { text: form(1) }, department: 'Legal', matter: 'Roe 7' })
    const read = async (what: 'certified-label' | 'filing-sheet') => (await decode({ bytes: Buffer.from((await operator.certified.printPreview({ letter: letter.id, what })).content, 'base64') })).pages.flatMap((page) => page.symbols.map(({ format, text }) => `${format} ${text}`))
    expect(await read('certified-label')).toEqual([`GS1-128 42005099\u001d${letter.number}`])
    expect(await read('filing-sheet')).toEqual([`GS1-128 ${letter.number}`])
    const [sheet = ''] = await pdfTexts((await operator.certified.printPreview({ letter: letter.id, what: 'filing-sheet' })).content)
    for (const part of [letter.grouped, 'Jane Roe', 'Roe 7', 'Legal', '$10.44', 'First-Class Mail, Certified Mail, return receipt by card']) expect(sheet).toContain(part)
    const [front = '', back = ''] = await pdfTexts((await operator.certified.printPreview({ letter: letter.id, what: 'card' })).content)
    expect([front.includes(letter.grouped), front.includes('12 Example Road'), back.includes('Test Office')]).toEqual([true, true, true])
    expect((await pdfTexts((await operator.certified.printPreview({ letter: letter.id, what: 'envelope' })).content))[0]).toContain('Anytown VT 05099')
    const blank = await log(operator)
    await expect(operator.certified.printPreview({ letter: blank.id, what: 'certified-label' })).rejects.toEqual(refused('needs-number'))
    await expect(operator.certified.print({ letter: letter.id, what: 'certified-label' })).rejects.toEqual(refused('no-printer'))
    const older = await log(operator, { number: { text: '70161370000025960436' } })
    await expect(operator.certified.printPreview({ letter: older.id, what: 'certified-label' })).rejects.toEqual(refused('content', /no certified label/))
    await administrator.printing.savePrinter({ name: 'Labels', target: `file:${import.meta.dirname}/never-there/label`, purposes: ['certified', 'report'], profile: { language: 'pdf', media: '4x6', dpi: 203, copies: 1, offsetX: 0, offsetY: 0, codePage: 'PC437_USA', columns: 42, cut: false } })
    expect(await operator.certified.print({ letter: letter.id, what: 'certified-label' })).toMatchObject({ purpose: 'certified', piece: letter.id, title: `Certified ${letter.grouped}` })
    const book = await operator.certified.openBook({ id: id(), letters: [letter.id] })
    expect(await operator.certified.printBook({ book: book.id })).toMatchObject({ purpose: 'report', title: 'PS 3877 Book 1' })
  }, 60_000)
})
