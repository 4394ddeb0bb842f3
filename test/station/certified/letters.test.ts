import { describe, expect, test } from 'vitest'
import { buildImpb } from '../../../src/shared/mail/impb.ts'
import { PIN, reportOf, scanOf, testStation } from '../helpers.ts'
import { card, form, id, JANE, log, picture, several, withCheck } from './desk.ts'

const refused = (code: string, message?: RegExp) => expect.objectContaining({ code: 'REFUSED', data: expect.objectContaining({ code }), ...(message ? { message: expect.stringMatching(message) } : {}) })

describe('logging a letter', () => {
  test('keeps everything that was said, prices it, and is a piece that goes out', async () => {
    const { operator } = await testStation()
    const letter = await log(operator, { services: ['card'], number: { text: form(1) }, department: 'Legal', costCode: '4410', matter: 'Roe v. Example', document: 'Notice of default', note: 'by hand', greenCard: card(1) })
    expect(letter).toEqual({
      id: letter.id, state: 'logged', number: form(1), grouped: expect.stringMatching(/^9589 0710 5270 0000 0000 1\d$|^9589 0710 5270 0000 0000 \d\d$/), checkDigit: 'valid', numberFrom: 'scanned',
      addressee: { name: 'Jane Roe', lines: ['Jane Roe', '12 Example Road', 'Anytown VT 05099'], zip: '05099', kind: 'us' }, mailClass: 'first-class', services: ['card'], shape: 'letter', nonmachinable: false, weight: 8,
      charges: { postage: { cents: 74, how: 'table' }, fees: [{ item: 'certified', cents: 530, how: 'table' }, { item: 'card', cents: 440, how: 'table' }] }, total: 1044, unpriced: 0,
      department: 'Legal', costCode: '4410', matter: 'Roe v. Example', document: 'Notice of default', note: 'by hand', greenCard: expect.stringMatching(/^9590 9402/),
      book: null, mailing: null, earlier: null, later: null, loggedAt: expect.any(Number), day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), loggedBy: 'Test operator', recordedAt: letter.loggedAt, statedSource: null, voided: null, corrected: false, files: 0, batch: null,
    })
    const { piece, files, history, trackingUrl } = await operator.certified.get({ id: letter.id })
    expect(piece).toMatchObject({ direction: 'outbound', number: form(1), carrier: 'usps', service: 'Certified Mail, return receipt by card', accountable: true, state: 'logged', recipient: { person: null, name: 'Jane Roe', department: 'Legal' }, reference: 'Roe v. Example', type: 'letter' })
    expect([files, history]).toEqual([[], []])
    expect(trackingUrl).toContain(form(1))
    const [event] = (await operator.pieces.get({ id: letter.id })).events
    expect(event).toMatchObject({ kind: 'letter.logged', payload: { block: JANE, number: { scanned: form(1), from: 'scanned', word: '', allowedBy: null } } })
  })

  test('sent again it is logged once', async () => {
    const { operator } = await testStation()
    const input = { id: id(), addressee: { block: JANE }, number: { text: form(1) } }
    const first = await operator.certified.log(input)
    expect(await operator.certified.log(input)).toEqual(first)
    expect((await operator.certified.list({})).rows).toHaveLength(1)
  })

  test('is in no list and no count of what came in, and everything finds it', async () => {
    const { operator } = await testStation()
    const inbound = (await operator.intake.scan(scanOf('1Z999AA10123456784'))).piece
    const letter = await log(operator, { number: { text: form(77) }, matter: 'Estate of Zimmerman', document: 'Deed' })
    const voided = await log(operator, { number: { text: form(78) } })
    await operator.certified.void({ letter: voided.id, reason: 'not sent' })
    const ids = async (filter: Parameters<typeof operator.pieces.list>[0]) => (await operator.pieces.list(filter)).rows.map((row) => row.id)
    const page = await operator.pieces.list({})
    expect([page.rows.map((row) => row.id), page.total]).toEqual([[inbound.id], 1])
    expect([await ids({ day: letter.day }), await ids({ since: 0 }), await ids({ text: 'roe' }), await ids({ recipient: 'roe' }), await ids({ voided: true }), await ids({ voided: false }), await ids({ carrier: ['usps'] }), await ids({ department: '' })]).toEqual([[inbound.id], [inbound.id], [], [], [], [inbound.id], [], [inbound.id]])
    expect([await ids({ direction: 'outbound' }), await ids({ direction: 'outbound', voided: false }), await ids({ direction: 'any' }), await ids({ direction: 'outbound', carrier: ['usps'], voided: true })]).toEqual([[voided.id, letter.id], [letter.id], [voided.id, letter.id, inbound.id], [voided.id]])
    expect(await operator.pieces.counts({ filter: {} })).toMatchObject({ total: 1, states: [{ value: 'received', count: 1 }], carriers: [{ value: 'ups', count: 1 }] })
    expect((await operator.pieces.counts({ filter: { direction: 'outbound' } })).total).toBe(2)
    expect((await operator.intake.scan(scanOf('986578788855'))).countToday).toBe(2)
    for (const text of ['jane', 'zimmerman', 'deed', form(77).slice(-4), '0000 0077']) expect((await operator.pieces.find({ text })).rows.map((row) => row.id), text).toContain(letter.id)
    await expect(operator.pieces.void({ id: letter.id, reason: 'x' })).rejects.toEqual(refused('outbound'))
    await expect(operator.intake.assign({ pieces: [letter.id], recipient: { name: 'Nobody' } })).rejects.toEqual(refused('outbound'))
  })

  test('a letter sent again names the one before, and both show it', async () => {
    const { operator } = await testStation()
    const first = await log(operator, { number: { text: form(1) }, matter: 'Roe 7' })
    expect((await operator.certified.alike({ addressee: { block: JANE.toUpperCase() }, matter: 'Roe 7' })).map((row) => row.id)).toEqual([first.id])
    expect(await operator.certified.alike({ addressee: { block: JANE }, matter: 'Roe 8' })).toEqual([])
    expect(await operator.certified.alike({ addressee: { block: 'Jane' } })).toEqual([])
    const { letter: second, alike } = await operator.certified.log({ id: id(), addressee: { block: JANE.toUpperCase() }, number: { text: form(2) }, matter: 'Roe 7', earlier: first.id })
    expect(alike.map((row) => row.id)).toEqual([first.id])
    const third = await log(operator, { number: { text: form(3) }, earlier: second.id })
    expect((await operator.certified.get({ id: second.id })).history.map((row) => row.id)).toEqual([first.id, third.id])
    expect((await operator.certified.get({ id: first.id })).letter.later).toBe(second.id)
    await expect(log(operator, { earlier: id() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('a late entry has the time and the sheet it was logged on, and is priced for that day', async () => {
    const { operator } = await testStation()
    const at = Date.UTC(2025, 8, 1, 15)
    const letter = await log(operator, { services: ['card'], stated: { at, source: 'outage sheet 1, line 3' } })
    expect(letter).toMatchObject({ loggedAt: at, day: '2025-09-01', statedSource: 'outage sheet 1, line 3', charges: { postage: { cents: null, how: 'unknown' }, fees: [{ item: 'certified', cents: null }, { item: 'card', cents: 440 }] }, unpriced: 2 })
    await expect(log(operator, { stated: { at: Date.now() + 60_000, source: 'sheet' } })).rejects.toEqual(refused('in-the-future'))
  })

  test('postage without a row is typed, never guessed', async () => {
    const { operator } = await testStation()
    expect((await log(operator, { weight: 35 })).charges.postage).toEqual({ cents: null, how: 'unknown' })
    expect(await log(operator, { weight: 35, postage: 163, fees: { certified: 530 } })).toMatchObject({ total: 693, unpriced: 0, charges: { postage: { cents: 163, how: 'typed' }, fees: [{ cents: 530, how: 'typed' }] } })
    expect((await log(operator, { mailClass: 'priority', services: ['adult'] })).unpriced).toBe(2)
  })
})

describe('article numbers', () => {
  test('a green card, another carrier, nonsense and an address code are refused as what they are', async () => {
    const { operator } = await testStation()
    for (const [text, code, words] of [[card(5), 'green-card', /PS 3811/], ['1Z999AA10123456784', 'unreadable', /UPS/], ['hello', 'unreadable', /no number of USPS/], ['42005099', 'unreadable', /no number/], [' ', 'unreadable', /Nothing readable/]] as const) {
      await expect(log(operator, { number: { text } }), text).rejects.toEqual(refused(code, words))
      expect((await operator.certified.look({ text })).problem?.code).toBe(code)
    }
    expect((await operator.certified.list({})).rows).toEqual([])
  })

  test('a used one says where it is, also when its letter was voided or it was taken off', async () => {
    const { operator } = await testStation()
    const first = await log(operator, { number: { text: form(1) } })
    await expect(log(operator, { number: { text: form(1) } })).rejects.toEqual(refused('used', /on the letter to Jane Roe of \d{4}-\d\d-\d\d already/))
    expect(await operator.certified.look({ text: form(1) })).toMatchObject({ problem: { code: 'used' }, usedBy: { id: first.id } })
    await operator.certified.void({ letter: first.id, reason: 'wrong envelope' })
    await expect(log(operator, { number: { text: form(1) } })).rejects.toEqual(refused('used', /voided: wrong envelope/))
    const arrived = (await operator.intake.scan(scanOf(form(40)))).piece
    await expect(log(operator, { number: { text: form(40) } })).rejects.toEqual(refused('used', /came in on/))
    await operator.pieces.void({ id: arrived.id, reason: 'a label of ours, scanned by mistake' })
    expect((await log(operator, { number: { text: form(40) } })).number).toBe(form(40))
    const second = await log(operator, { number: { text: form(2) } })
    await expect(operator.certified.number({ letter: second.id, number: { text: form(3) } })).rejects.toEqual(refused('has-number'))
    expect((await operator.certified.number({ letter: second.id, number: { text: form(3) }, reason: 'label torn' })).number).toBe(form(3))
    await expect(log(operator, { number: { text: form(2) } })).rejects.toEqual(refused('used', /taken off .*label torn/))
    expect((await operator.pieces.find({ text: form(3) })).rows.map((row) => row.id)).toEqual([second.id])
    expect((await operator.pieces.find({ text: form(2) })).rows).toEqual([])
    expect((await operator.pieces.find({ text: form(3).slice(-6) })).rows.map((row) => row.id)).toEqual([second.id])
  })

  test('a wrong check digit needs a word, which is kept', async () => {
    const { operator } = await testStation()
    const wrong = form(9).slice(0, -1) + String((Number(form(9).slice(-1)) + 1) % 10)
    await expect(log(operator, { number: { text: wrong } })).rejects.toEqual(refused('check-digit'))
    const letter = await log(operator, { number: { text: wrong, source: 'typed' }, checkDigitWord: 'as printed' })
    expect(letter).toMatchObject({ number: wrong, checkDigit: 'invalid' })
    expect((await operator.pieces.get({ id: letter.id })).events[0]?.payload).toMatchObject({ number: { word: 'as printed' } })
  })

  test('one that USPS does not list as certified needs a supervisor, who is recorded', async () => {
    const { operator, administrator } = await testStation()
    const tracking = withCheck('940011189922319742849')
    expect((await operator.certified.look({ text: tracking })).problem).toMatchObject({ code: 'not-certified' })
    await expect(log(operator, { number: { text: tracking } })).rejects.toEqual(refused('not-certified', /A supervisor can allow it/))
    await expect(log(operator, { number: { text: tracking }, notCertified: true })).rejects.toEqual(refused('needs-approval'))
    const people = await operator.access.people()
    const otis = people.find((person) => person.name === 'Otis Ledgerwood')
    if (!otis) throw new Error('nobody')
    await expect(log(operator, { number: { text: tracking }, notCertified: true, approval: { user: otis.id, pin: '0000' } })).rejects.toEqual(refused('wrong-secret'))
    const letter = await log(operator, { number: { text: tracking }, notCertified: true, approval: { user: otis.id, pin: PIN } })
    expect((await operator.pieces.get({ id: letter.id })).events[0]?.payload).toMatchObject({ number: { allowedBy: { id: otis.id, name: 'Otis Ledgerwood' } } })
    expect((await log(administrator, { number: { text: '9205590164917312751089' }, notCertified: true, checkDigitWord: 'as printed' })).number).toBe('9205590164917312751089')
    await expect(log(administrator, { number: { text: card(2) }, notCertified: true })).rejects.toEqual(refused('green-card'))
  })

  test('one whose code says other services is refused with what it says', async () => {
    const { operator } = await testStation()
    const number = buildImpb({ mailerId: '900123456', stc: '147', serial: 5 })
    expect((await operator.certified.look({ text: `42005099${number}` })).says).toEqual({ mailClass: 'first-class', services: ['card'], words: 'First-Class Mail, Certified Mail, return receipt by card' })
    await expect(log(operator, { number: { text: number } })).rejects.toEqual(refused('contradicts', /made for First-Class Mail, Certified Mail, return receipt by card/))
    const letter = await log(operator, { number: { text: number }, services: ['card'] })
    await expect(operator.certified.correct({ letter: letter.id, reason: 'x', fields: { services: ['electronic'] } })).rejects.toEqual(refused('contradicts'))
  })

  test('impossible services are refused with the reason', async () => {
    const { operator } = await testStation()
    await expect(log(operator, { services: ['adult'] })).rejects.toEqual(refused('services', /Priority Mail only/))
    await expect(log(operator, { services: ['card', 'electronic'] })).rejects.toEqual(refused('services', /together/))
    await expect(log(operator, { mailClass: 'priority', services: ['adult'], number: { text: form(1) } })).rejects.toEqual(refused('services', /PS 3800/))
    await expect(log(operator, { services: ['electronic'], addressee: { block: 'SGT Ann Lee\nPSC 802 Box 74\nAPO AE 09499' } })).rejects.toEqual(refused('services', /APO/))
    await expect(log(operator, { services: ['electronic'], addressee: { block: 'Ana Ruiz\n5 Calle Sol\nSan Juan PR 00901' } })).rejects.toEqual(refused('services', /territories/))
    expect((await log(operator, { mailClass: 'priority', services: ['adult'] })).services).toEqual(['adult'])
  })

  test('a green card goes into its own field only, and onto one letter', async () => {
    const { operator } = await testStation()
    await expect(log(operator, { greenCard: form(1) })).rejects.toEqual(refused('not-a-green-card'))
    const first = await log(operator, { greenCard: card(1) })
    await expect(log(operator, { greenCard: card(1) })).rejects.toEqual(refused('used', /Jane Roe/))
    const second = await log(operator)
    await operator.certified.greenCard({ letter: first.id, text: '' })
    expect((await operator.certified.greenCard({ letter: second.id, text: card(1) })).greenCard).toMatch(/^9590/)
    expect((await operator.certified.get({ id: first.id })).letter.greenCard).toBe('')
  })
})

describe('addresses', () => {
  test('are taken apart, kept line by line, and refused when they are none or lead abroad', async () => {
    const { operator } = await testStation()
    const { addressee } = await log(operator, { addressee: { block: '  Roe & Co.\r\nAttn: J. Roe\n\n12 Example Road,   Suite 4\nAnytown, VT 05099-1234\n' } })
    expect(addressee).toEqual({ name: 'Roe & Co.', lines: ['Roe & Co.', 'Attn: J. Roe', '12 Example Road, Suite 4', 'Anytown, VT 05099-1234'], zip: '05099-1234', kind: 'us' })
    await expect(log(operator, { addressee: { block: 'Jane Roe' } })).rejects.toEqual(refused('no-address'))
    await expect(log(operator, { addressee: { block: 'Jane Roe\n1 High Street\nLondon SW1A 1AA\nEngland' } })).rejects.toEqual(refused('foreign'))
  })

  test('fill the address book, which finds them by the beginnings of words and can be changed', async () => {
    const { operator } = await testStation()
    await log(operator, { department: 'Legal', matter: 'Roe 7' })
    await log(operator, { addressee: { block: 'JANE ROE\n12 EXAMPLE ROAD\nANYTOWN VT 05099' } })
    await log(operator, { addressee: { block: 'John Doe\n1 Main St\nAnytown VT 05099' }, remember: false })
    const [jane] = await operator.certified.addressees({ text: 'ro exa' })
    expect(jane).toMatchObject({ lines: ['JANE ROE', '12 EXAMPLE ROAD', 'ANYTOWN VT 05099'], department: 'Legal', matter: 'Roe 7', used: 2 })
    expect(await operator.certified.addressees({ text: 'doe' })).toEqual([])
    expect(await operator.certified.addressees({ text: 'oe' })).toEqual([])
    const saved = await operator.certified.saveAddressee({ id: jane?.id, block: JANE, costCode: '4410' })
    expect(saved).toMatchObject({ id: jane?.id, lines: JANE.split('\n'), department: '', costCode: '4410' })
    await expect(operator.certified.saveAddressee({ block: JANE })).rejects.toEqual(refused('there-already'))
    expect((await log(operator, { addressee: { addressee: saved.id } })).addressee.name).toBe('Jane Roe')
    await operator.certified.removeAddressee({ id: saved.id })
    await expect(log(operator, { addressee: { addressee: saved.id } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('afterwards', () => {
  test('what was wrong is corrected beside the line that said it, and the table prices it anew', async () => {
    const { operator } = await testStation()
    const letter = await log(operator, { number: { text: form(1) }, matter: 'Roe v. Exmaple', postage: 200 })
    const corrected = await operator.certified.correct({ letter: letter.id, reason: 'misread', fields: { matter: 'Roe v. Example', services: ['card'], addressee: { block: JANE.replace('12', '14') } } })
    expect(corrected).toMatchObject({ matter: 'Roe v. Example', services: ['card'], total: 200 + 530 + 440, corrected: true, addressee: { lines: ['Jane Roe', '14 Example Road', 'Anytown VT 05099'] } })
    const { events, piece } = await operator.pieces.get({ id: letter.id })
    expect(piece).toMatchObject({ service: 'Certified Mail, return receipt by card', reference: 'Roe v. Example', corrected: true })
    expect(events[1]).toMatchObject({ kind: 'letter.corrected', payload: { corrects: { sequence: events[0]?.sequence }, before: { matter: 'Roe v. Exmaple', services: [] }, after: { matter: 'Roe v. Example', services: ['card'] }, reason: 'misread' } })
    expect(events[0]?.correctedBy).toEqual({ device: events[1]?.device, sequence: events[1]?.sequence })
    expect((await operator.certified.correct({ letter: letter.id, reason: 'meter read wrong', fields: { postage: null } })).charges.postage).toEqual({ cents: 74, how: 'table' })
    await expect(operator.certified.correct({ letter: letter.id, reason: 'x', fields: { matter: 'Roe v. Example' } })).rejects.toEqual(refused('nothing-to-correct'))
    expect((await operator.pieces.find({ text: 'exmaple' })).rows).toEqual([])
  })

  test('a void keeps the letter with its reason, and after USPS has it a supervisor allows it', async () => {
    const { operator, supervisor } = await testStation()
    const letter = await log(operator, { number: { text: form(1) } })
    expect((await operator.certified.void({ letter: letter.id, reason: 'not sent' })).voided).toMatchObject({ by: 'Test operator', reason: 'not sent' })
    await expect(operator.certified.void({ letter: letter.id, reason: 'again' })).rejects.toEqual(refused('voided'))
    const gone = await log(operator, { number: { text: form(2) } })
    await operator.certified.accept({ letters: [gone.id], day: gone.day, evidence: 'self-declared' })
    await expect(operator.certified.void({ letter: gone.id, reason: 'x' })).rejects.toEqual(refused('needs-approval'))
    expect((await supervisor.certified.void({ letter: gone.id, reason: 'never left' })).state).toBe('voided')
  })

  test('files are kept under what they show', async () => {
    const { operator } = await testStation()
    const letter = await log(operator)
    expect((await operator.certified.file({ letter: letter.id, kind: 'sealed', content: picture(), name: 'sealed.jpg', note: 'flap up' })).files).toBe(1)
    const { files } = await operator.certified.get({ id: letter.id })
    expect(files).toMatchObject([{ kind: 'sealed', type: 'image/jpeg', name: 'sealed.jpg', note: 'flap up', by: 'Test operator' }])
    expect((await operator.pieces.file({ hash: files[0]?.file ?? '' })).content).toBe(picture())
    await expect(operator.certified.file({ letter: letter.id, kind: 'document', content: Buffer.from('MZ..').toString('base64') })).rejects.toEqual(refused('not-accepted'))
  })

  test('one or two go alone: presented, then accepted with the postmarked receipt', async () => {
    const { operator } = await testStation()
    const [a, b] = await several(operator, 2)
    if (!a || !b) throw new Error('none')
    expect((await operator.certified.present({ letters: [a.id], day: a.day, postOffice: 'Anytown VT' }))[0]).toMatchObject({ state: 'presented', mailing: { day: a.day, postOffice: 'Anytown VT', evidence: null } })
    await expect(operator.certified.accept({ letters: [a.id, b.id], day: a.day, evidence: 'counter-postmark' })).rejects.toEqual(refused('needs-receipt'))
    await expect(operator.certified.accept({ letters: [a.id], day: a.day, evidence: '3877-stamp' })).rejects.toEqual(refused('evidence'))
    await expect(operator.certified.accept({ letters: [a.id], day: '2999-01-01', evidence: 'self-declared' })).rejects.toEqual(refused('in-the-future'))
    const done = await operator.certified.accept({ letters: [a.id, b.id], day: a.day, postOffice: 'Anytown VT', evidence: 'counter-postmark', employee: 'K. Clerk', receipt: { content: picture(1), name: 'ps3800.jpg' } })
    for (const letter of done) expect(letter).toMatchObject({ state: 'accepted', files: 1, mailing: { evidence: 'counter-postmark', employee: 'K. Clerk' } })
    await expect(operator.certified.accept({ letters: [a.id], day: a.day, evidence: 'self-declared' })).rejects.toEqual(refused('state'))
    await expect(operator.certified.accept({ letters: [(await log(operator)).id], day: a.day, evidence: 'self-declared' })).rejects.toEqual(refused('needs-number'))
  })
})

test('replay gives the same letters, books, numbers and search rows', async () => {
  const { operator, supervisor } = await testStation()
  await operator.intake.scan(scanOf('1Z999AA10123456784'))
  const letters = await several(operator, 5, 1, (i) => ({ services: i % 2 === 0 ? ['card'] : [], department: i < 3 ? 'Legal' : 'Finance', ...(i === 0 ? { greenCard: card(1) } : {}) }))
  const ids = letters.map((letter) => letter.id)
  const book = await operator.certified.openBook({ id: id(), letters: ids.slice(0, 4) })
  await operator.certified.removeFromBook({ book: book.id, letters: ids.slice(1, 2) })
  await operator.certified.orderBook({ book: book.id, letters: [ids[3] ?? '', ids[0] ?? '', ids[2] ?? ''] })
  await operator.certified.addToBook({ book: book.id, letters: ids.slice(4) })
  await operator.certified.void({ letter: ids[0] ?? '', reason: 'open book' })
  await operator.certified.closeBook({ book: book.id })
  await operator.certified.strike({ letter: ids[2] ?? '', reason: 'not sealed' })
  await operator.certified.void({ letter: ids[3] ?? '', reason: 'closed book' })
  await operator.certified.acceptBook({ book: book.id, day: letters[0]?.day ?? '', evidence: '3877-stamp', received: 1, sheet: { content: picture(3), name: 'sheet.jpg' } })
  await operator.certified.number({ letter: ids[1] ?? '', number: { text: form(50) }, reason: 'torn' })
  await operator.certified.correct({ letter: ids[1] ?? '', reason: 'moved', fields: { addressee: { block: 'New Name\n1 Other St\nAnytown VT 05099' }, department: 'Sales' } })
  await operator.certified.file({ letter: ids[1] ?? '', kind: 'sealed', content: picture(4) })
  await supervisor.certified.keepApproval({ approval: { content: picture(5), day: '2026-01-05' } })
  expect(await reportOf(await supervisor.office.verify({ replay: true }))).toMatchObject({ ok: true, problems: [] })
})
