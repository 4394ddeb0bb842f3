import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { redactAgain } from '../../../src/main/keep/drafts.ts'
import { chance } from '../../../src/main/sample/chance.ts'
import { restore } from '../../../src/main/store/restore.ts'
import { defaultProfile } from '../../../src/shared/printing/profile.ts'
import { card, cardNumber, scanned } from '../../devices/cards.ts'
import { picture } from '../certified/desk.ts'
import { connectAs, openStation, PIN, reportOf, temporaryFolder } from '../helpers.ts'
import { mailOffice } from '../notify/office.ts'
import { A, B, detail, letter, takeIn, trackingStation } from '../tracking/office.ts'

const WORD = 'Quackenbush'
const holdsWord = (folder: string): boolean => readdirSync(folder).filter((name) => name.startsWith('pigeonhole.db')).some((name) => readFileSync(join(folder, name)).includes(WORD))
const whole = { ok: true, problems: [] }

test('e-mails and print jobs keep their line and lose their words; what waits does not go out, here and in a restored store', async () => {
  const { station, operator, administrator, supervisor, people, arrive, pass, box } = await mailOffice()
  const { store } = station.services
  const printer = await administrator.printing.savePrinter({ name: 'Labels', target: 'file:/dev/null', profile: { ...defaultProfile('zpl'), media: '4x6' }, purposes: ['piece'] })
  const slips = await administrator.printing.savePrinter({ name: 'Slips', target: 'file:/dev/null', profile: defaultProfile('escpos'), purposes: ['receipt'] })
  for (const { id } of [printer, slips]) await operator.printing.pause({ id })
  const { id: zebulon } = await operator.directory.addPerson({ given: 'Zebulon \u{f8f1}', family: WORD, email: `${WORD}@example.com` })
  const { id: ada } = await operator.directory.addPerson({ given: 'Ada', family: WORD })
  const [one, two, without, other] = [await arrive(zebulon, '1Z999AA10123456784'), await arrive(zebulon), await arrive(ada), await arrive(people.ana, '1Z999AA10123456793')]
  for (const piece of [one, other]) await operator.printing.printLabel({ piece })
  pass(20 * 60_000)
  expect(await supervisor.notify.send()).toMatchObject({ sent: 2 })
  await supervisor.notify.stop()
  const { handover } = await operator.custody.handOver({ id: one.split('').reverse().join('').slice(0, 8) + one.slice(8), pile: { person: zebulon }, pieces: [one], receiver: { kind: 'other', person: null, name: `Ida ${WORD}`, idSeen: 'badge' }, signature: null })
  await operator.custody.printReceipt({ handover: handover.id })
  // The receipt of the handover by e-mail waits still. A hold on the other piece of a message keeps the whole message.
  const hold = await supervisor.keep.placeHold({ piece: two, reason: 'counsel' })
  expect(await administrator.keep.preview({ piece: one })).toMatchObject({ pieces: 1, messages: 1, heldCopies: 1, jobs: 2 })
  await administrator.keep.liftHold({ id: hold.id, reason: 'answered' })
  const planned = await administrator.keep.preview({ piece: one })
  expect(planned).toMatchObject({ pieces: 1, messages: 2, heldCopies: 0, jobs: 2, signed: [], shared: [] })
  const boxes = expect.stringContaining(`Zebulon \u{f8f1} ${WORD}"`)
  expect((await operator.printing.jobs({ which: 'all' })).map((job) => job.missing)).toEqual([boxes, null, boxes])
  const target = temporaryFolder()
  await reportOf(await administrator.office.backup({ folder: target }))
  expect(await administrator.keep.remove({ about: { piece: one }, reason: 'asked for' })).toEqual(planned)
  expect(await box('sent')).toMatchObject([{ name: 'Ana Poole' }, { name: 'Removed on request', address: '', person: null, subject: '', body: '', pieces: [one, two], state: 'sent' }])
  const jobs = await operator.printing.jobs({ which: 'all' })
  const [slip, kept, label] = jobs
  expect(jobs.map(({ title, state, reason, missing }) => [title, state, reason, missing])).toEqual([['Removed on request', 'failed', 'Removed on request.', null], [kept?.title, 'queued', null, null], ['Removed on request', 'failed', 'Removed on request.', null]])
  expect(kept?.title).not.toContain('Removed')
  for (const call of [operator.printing.retry({ id: slip?.id ?? '' }), operator.printing.reprint({ id: slip?.id ?? '' }), operator.printing.preview({ job: label?.id ?? '' })]) await expect(call).rejects.toMatchObject({ data: { code: 'removed' } })
  for (const piece of [two, without]) await administrator.keep.remove({ about: { piece }, reason: 'asked for' })
  expect(await box('person')).toEqual([])
  expect([await box('waiting'), await supervisor.notify.send()]).toEqual([[], { sent: 0, failed: 0, unknown: 0, waiting: 0 }])
  expect((await box('failed')).map(({ name, state, words, kind }) => [name, state, words, kind])).toEqual(['receipt', 'arrival'].map((kind) => ['Removed on request', 'dropped', 'Removed on request.', kind]))
  await expect(administrator.keep.remove({ about: { piece: one }, reason: 'again' })).rejects.toMatchObject({ data: { code: 'nothing' } })
  expect(await reportOf(await supervisor.office.verify({ replay: true }))).toMatchObject(whole)

  const folder = join(temporaryFolder(), 'restored')
  await restore(target, folder, { kinds: EVENT_KINDS, program: 'test', redact: redactAgain, instead: store.db })
  const again = openStation({ folder })
  const client = connectAs(again, 'operator')
  expect((await client.notify.outbox({ filter: 'sent' })).rows.map((row) => row.body === '')).toEqual([false, true])
  expect((await client.printing.jobs({ which: 'all' })).map((job) => [job.title.startsWith('Removed'), job.missing])).toEqual([[true, null], [false, null], [true, null]])
  await again.close()
  expect(readFileSync(join(folder, 'pigeonhole.db')).includes(`Ida ${WORD}`)).toBe(false)
})

test('files that show several letters go with the last of them; a signed log stays and is named', async () => {
  const { station, operator, administrator, supervisor, clock } = await trackingStation()
  const { store } = station.services
  const first = await letter(operator, A, { name: `Zebulon ${WORD}`, services: ['card'] })
  const second = await letter(operator, B, { name: `Ada ${WORD}` })
  const third = await letter(operator, '9589071052700412203997', { name: 'Otto Grindle', services: ['card'] })
  const { id: book } = await operator.certified.openBook({ id: first.split('').reverse().join('').slice(0, 8) + first.slice(8), letters: [first, second, third] })
  await operator.certified.closeBook({ book })
  await operator.certified.acceptBook({ book, day: '2026-11-23', evidence: '3877-stamp', received: 3, sheet: { content: picture(7) } })
  const [sheet] = (await operator.certified.book({ id: book })).files
  await takeIn(operator, 'news.json', JSON.stringify([A, B].map((number) => detail(number, [{ code: '01', at: '2026-11-23T10:00:00', name: WORD }]))))
  // A card of a letter without a receipt waits with the name of its letter.
  await operator.receipts.cameBack({ letter: first, reason: '04', sealed: true, place: 'Safe 2' })
  await operator.certified.greenCard({ letter: first, text: cardNumber(1) })
  const waits = (await reportOf(await operator.receipts.importFile({ name: `${WORD}.jpg`, content: (await scanned(chance(3), card({ card: cardNumber(1) }), 0)).toString('base64') }))).file
  await operator.certified.greenCard({ letter: third, text: cardNumber(2) })
  const filed = await reportOf(await operator.receipts.importFile({ name: 'card.jpg', content: (await scanned(chance(4), card({ card: cardNumber(2) }), 0)).toString('base64') }))
  expect(filed).toMatchObject({ filed: 1 })
  const { file: signedFile } = await supervisor.days.signOff({ by: { user: (await operator.access.people())[0]?.id ?? '', pin: PIN } })
  clock.now += 86_400_000
  const news = readdirSync(join(store.folder, 'files'), { recursive: true, encoding: 'utf8' }).length
  const planned = await administrator.keep.preview({ piece: first })
  expect(planned.shared.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([{ kind: 'news', files: 1, kept: 1 }, { kind: 'stamped-3877', files: 1, kept: 1 }, { kind: 'waiting-scan', files: 1, kept: 0 }])
  expect(planned.signed).toEqual(['2026-11-23'])
  expect(planned.goes).toContainEqual({ kind: 'receipt.unmatched', entries: 1 })
  expect(await administrator.keep.remove({ about: { piece: first }, reason: 'asked for' })).toEqual(planned)
  expect([existsSync(store.files.path(sheet?.file ?? '')), existsSync(store.files.path(waits)), existsSync(store.files.path(signedFile))]).toEqual([true, false, true])
  expect((await operator.receipts.worklist({})).rows).toEqual([])
  expect(await reportOf(await supervisor.office.verify({ replay: true }))).toMatchObject(whole)
  expect((await administrator.keep.remove({ about: { piece: second }, reason: 'asked for' })).shared).toContainEqual({ kind: 'news', files: 1, kept: 0 })
  expect((await administrator.keep.remove({ about: { piece: third }, reason: 'asked for' })).shared).toEqual([{ kind: 'stamped-3877', files: 1, kept: 0 }])
  expect([sheet?.file ?? '', filed.file].map((file) => existsSync(store.files.path(file)))).toEqual([false, false])
  expect((await operator.certified.book({ id: book })).files).toEqual([])
  expect(readdirSync(join(store.folder, 'files'), { recursive: true, encoding: 'utf8' }).length).toBeLessThan(news)
  expect(await reportOf(await supervisor.office.verify({ replay: true }))).toMatchObject(whole)
  await station.close()
  expect(holdsWord(store.folder)).toBe(false)
})
