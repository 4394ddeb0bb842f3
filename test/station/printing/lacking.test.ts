import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { run } from '../../../src/main/cli/run.ts'
import { osUser } from '../../../src/main/web/local.ts'
import { newId } from '../../../src/shared/ids.ts'
import { form, log } from '../certified/desk.ts'
import { connect, connectAs, OFFICE, openStation, pdfTexts, PIN, reportOf, scanOf, temporaryFolder, testStation, WORKER } from '../helpers.ts'

/** Private use: no font may claim it. */
const BOX = '\u{f8f1}'
const told = (where: string): unknown => expect.stringMatching(new RegExp(`^A character is printed as a box, because no font of this computer has it: ${BOX} \\(U\\+F8F1\\) ${where}.*Install a font`, 'u'))

async function office() {
  const store = join(temporaryFolder(), 'store')
  const made = await testStation({ folder: store })
  await made.administrator.access.grantCommandLine({ osUser: osUser(), role: 'supervisor' })
  const { piece } = await made.operator.intake.scan(scanOf('1Z999AA10123456784'))
  await made.operator.intake.assign({ pieces: [piece.id], recipient: { name: `Wren ${BOX}`, department: `Dept ${BOX}` } })
  const letter = await log(made.operator, { addressee: { block: `Hester ${BOX}\n48 Example Lane\nFakeville OH 43999` }, number: { text: form(1) }, services: ['card'] })
  const { id: book } = await made.operator.certified.openBook({ id: newId(Date.now()), note: '', letters: [letter.id] })
  return { ...made, store, letter, book }
}

test('who looks at, prints, saves or signs a PDF of the worker is told which characters no font has', async () => {
  const { operator, supervisor, letter, book } = await office()
  const before = await operator.days.file({ format: 'pdf' })
  const day = told(`in "[^"]*${BOX}`)
  expect([before.missing, (await operator.days.preview({})).missing, (await operator.days.file({ format: 'csv' })).missing]).toEqual([day, day, null])
  // The name is a picture on the sheet, and the rest is text.
  expect((await pdfTexts(before.content)).join(' ')).toContain('1Z 999 AA1 01 2345 6784')
  expect((await pdfTexts(before.content)).join(' ')).not.toContain(BOX)

  const report = await reportOf(await supervisor.reports.run({ name: 'volume', by: 'department' }))
  const files = await Promise.all((['pdf', 'xlsx'] as const).map((format) => supervisor.reports.file({ report, format })))
  expect(files.map((file) => file.missing)).toEqual([told(`in "Dept ${BOX}"`), null])

  const sheet = told(`in "Hester ${BOX}`)
  expect([(await operator.certified.bookPdf({ book })).missing, (await operator.certified.bookPage({ book })).missing]).toEqual([sheet, sheet])
  await operator.certified.closeBook({ book })
  await operator.certified.presentBook({ book, day: report.to, postOffice: 'Anytown' })
  expect((await operator.tracking.print({ view: 'all' })).missing).toEqual(sheet)
  expect((await operator.receipts.dataSheet({ letter: letter.id })).missing).toEqual(told(`[^"]*"Hester ${BOX}`))
  expect((await operator.proof.preview({ of: { letter: letter.id } })).withoutFont).toEqual(expect.stringContaining(`Hester ${BOX}`))
  let packed: unknown
  for await (const message of await operator.proof.package({ letter: letter.id })) if ('report' in message) packed = message.report
  expect(packed).toMatchObject({ withoutFont: expect.stringContaining(`Hester ${BOX}`) })

  // The record of a run stays for good, so it names nobody.
  await supervisor.days.saveSettings({ shifts: [], paper: 'letter', folder: temporaryFolder(), formats: ['csv', 'pdf'] })
  expect(await reportOf(await supervisor.tasks.run({ tasks: ['daily-log'] }))).toEqual([expect.objectContaining({ outcome: 'done', message: expect.stringMatching(/\.pdf in .*\. Some characters are printed as boxes, because no font of this computer has them; the screen of the day says which\.$/) })])
  const people = await operator.access.people()
  const signed = await operator.days.signOff({ by: { user: people[0]?.id ?? '', pin: PIN } })
  expect(signed.missing).toEqual(expect.stringContaining(BOX))
  // What was signed is what it is: no font that is installed now changes it.
  expect([(await operator.days.file({ format: 'pdf' })).missing, (await operator.days.preview({})).missing, (await operator.days.file({ format: 'pdf', paper: 'a4' })).missing]).toEqual([null, null, expect.stringContaining(BOX)])

  const other = openStation()
  await connect(other).access.setUp({ office: { ...OFFICE, name: `Office ${BOX}` }, administrator: { name: 'Otis Ledgerwood', pin: PIN } })
  const sheets = await Promise.all([operator, connectAs(other, 'operator')].map(async (client) => [(await client.intake.outageSheet({})).missing, (await client.scanning.testSheet()).missing]))
  expect(sheets).toEqual([[null, null], [told(`in "Office ${BOX}`), told(`in "Office ${BOX}`)]])
}, 60_000)

test('the command line says it beside the file that it wrote, and in the answer for a program', async () => {
  const { station, store } = await office()
  await station.close()
  const command = async (...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> => {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await run([...args, '--store', store], { out: (text) => out.push(text), err: (text) => err.push(text), raw: () => undefined, input: Readable.from([]), packageFile: new URL('../../../package.json', import.meta.url), worker: WORKER })
    return { code, out, err }
  }
  const made = (name: string): string => join(store, '..', name)
  const words = [expect.stringContaining(BOX)]
  expect(await command('log', '--format', 'pdf', '--out', made('log.pdf'))).toEqual({ code: 0, out: [expect.stringContaining('log.pdf')], err: words })
  expect(await command('log', '--format', 'csv', '--out', made('log.csv'))).toEqual({ code: 0, out: [expect.stringContaining('log.csv')], err: [] })
  expect(await command('report', 'volume', '--by', 'department', '--format', 'pdf', '--out', made('report.pdf'))).toEqual({ code: 0, out: [expect.stringContaining('report.pdf')], err: words })
  expect(await command('certified', 'book', '--pdf', made('book.pdf'))).toEqual({ code: 0, out: [expect.stringContaining('book.pdf')], err: words })
  expect(await command('proof', form(1), '--out', made('proof.zip'))).toEqual({ code: 0, out: [expect.stringContaining('proof.zip')], err: words })
  const { out, err } = await command('log', '--format', 'pdf', '--out', made('again.pdf'), '--json')
  expect([JSON.parse(out[0] ?? ''), err]).toEqual([expect.objectContaining({ missing: words[0] }), []])
}, 60_000)
