import Database from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import type { ImportMapping, ImportPreview } from '../../../src/shared/contract/directory.ts'
import type { Station } from '../../../src/main/station.ts'
import { layout } from '../../../src/main/store/folder.ts'
import { connect as connectStore, configure } from '../../../src/main/store/db.ts'
import { migrate } from '../../../src/main/store/migrate.ts'
import { MIGRATIONS } from '../../../src/main/store/migrations/index.ts'
import type { Client } from '../helpers.ts'
import { connectAs, openStation, reportOf, temporaryFolder, testStation } from '../helpers.ts'

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64')
const refused = (code: string) => expect.objectContaining({ code: 'REFUSED', data: expect.objectContaining({ code }) })

async function preview(client: Client, text: string | Buffer, mapping?: ImportMapping): Promise<{ id: string; report: ImportPreview }> {
  const opened = await client.directory.importOpen({ name: 'people.csv', content: base64(text) })
  return { id: opened.id, report: await reportOf(await client.directory.importPreview({ id: opened.id, mapping: mapping ?? opened.mapping })) }
}

/** Imports a text and checks that the preview said what then happened. */
async function importAll(client: Client, text: string | Buffer, mapping?: ImportMapping) {
  const { id, report: said } = await preview(client, text, mapping)
  const report = await reportOf(await client.directory.importApply({ id }))
  const { added, changed, same, bad, missing } = report
  expect({ added, changed, same, bad, missing }).toEqual({ added: said.added, changed: said.changed, same: said.same, bad: said.bad, missing: said.missing })
  return { said, report, counts: [added, changed, same, bad, missing] }
}

const names = async (client: Client): Promise<string[]> => (await client.directory.list({ state: 'all', limit: 200 })).rows.map((row) => row.name)
const PEOPLE = 'Employee ID,First Name,Last Name,E-mail,Department,Mail Stop,Building,Floor\r\n'

/** Every row of the tables that an import may change. */
function directoryOf(station: Station): unknown {
  const { db } = station.services.store
  return ['person', 'department', 'mail_stop'].map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY no`).all().map((row) => ({ ...(row as object), revision: 0 })))
}
const staged = (station: Station): number => ['import_part', 'import_before'].reduce((sum, table) => sum + (station.services.store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n, 0)

/** People whose numbers begin at 1; `phone` makes a second list differ. */
function manyPeople(count: number, phone = ''): string {
  return `Employee ID,First Name,Last Name,E-mail,Department,Mail Stop,Phone\n${Array.from({ length: count }, (_, i) => `E${i + 1},Given${i % 97},Family${i},p${i}@example.com,Department ${i % 7},${i % 5}-100,${phone}\n`).join('')}`
}

describe('an import', () => {
  test('brings new people, changes known ones, leaves the rest and gives back what it cannot take', async () => {
    const { station, administrator, operator } = await testStation()
    const kept = await operator.directory.addPerson({ given: 'Kim', family: 'Kept', email: 'kim@example.com' })
    expect((await importAll(administrator, `${PEOPLE}E1,Ann,Lee,ann@example.com,Legal,4-120,North,4\r\nE2,Bob,May,bob@example.com,Legal,4-121,North,4\r\n`)).counts).toEqual([2, 0, 0, 0, 1])
    const second = `${PEOPLE}e1,Ann,Lee,ANN@example.com,Legal,4-120,,\r\nE2,Bob,May-Orr,bob@example.com,R&D,,,\r\nE3,,,cy@example.com,,,,\r\nE4,Dee,Ito,not an address,,,,\r\nE2,Bob,Twice,,,,,\r\nE9,=HYPERLINK(1),X,bob@example.com,,,,\r\n,Kim,Kept,kim@example.com,Post,,,\r\n`
    const { said, report, counts } = await importAll(administrator, second)
    expect(counts).toEqual([0, 2, 1, 4, 0])
    expect(said.changedRows.map(({ row, name, fields }) => ({ row, name, fields }))).toEqual([
      { row: 3, name: 'Bob May', fields: [{ field: 'family', from: 'May', to: 'May-Orr' }, { field: 'name', from: 'Bob May', to: 'Bob May-Orr' }, { field: 'department', from: 'Legal', to: 'R&D' }] },
      { row: 8, name: 'Kim Kept', fields: [{ field: 'department', from: '', to: 'Post' }] },
    ])
    expect(said.badRows.map(({ row, reason }) => [row, reason])).toEqual([
      [4, 'No name in this row, and nobody in the directory has its employee ID or e-mail address.'], [5, '"not an address" is not an e-mail address.'], [6, 'Row 3 has the same employee ID.'], [7, 'Row 3 has the same e-mail address.'],
    ])
    expect(said.newDepartments).toEqual(['R&D', 'Post'])
    expect(report.badRowsCsv.split('\r\n')).toEqual([
      '\uFEFFReason,Row,Employee ID,First Name,Last Name,E-mail,Department,Mail Stop,Building,Floor',
      '"No name in this row, and nobody in the directory has its employee ID or e-mail address.",4,E3,,,cy@example.com,,,,',
      '"""not an address"" is not an e-mail address.",5,E4,Dee,Ito,not an address,,,,', 'Row 3 has the same employee ID.,6,E2,Bob,Twice,,,,,', "Row 3 has the same e-mail address.,7,E9,'=HYPERLINK(1),X,bob@example.com,,,,", '',
    ])
    expect(await administrator.directory.importBadRows({ id: report.id })).toEqual({ csv: report.badRowsCsv })
    expect(await operator.directory.get({ id: kept.id })).toMatchObject({ department: 'Post' })
    expect((await operator.directory.search({ text: 'may legal' })).rows).toEqual([])
    expect((await operator.directory.search({ text: 'may-orr' })).rows.map((row) => [row.department, row.mailStop])).toEqual([['R&D', '4-121']])
    const last = station.services.store.db.prepare("SELECT kind, payload FROM event ORDER BY sequence DESC LIMIT 1").get() as { kind: string; payload: string }
    expect([last.kind, JSON.parse(last.payload)]).toEqual(['directory.imported', { import: report.id, added: 0, changed: 2, same: 1, bad: 4, missing: 0, fields: ['employeeId', 'given', 'family', 'email', 'department', 'mailStop', 'building', 'floor'] }])
    // Bad rows are corrected and imported again; nobody is doubled.
    expect((await importAll(administrator, `${PEOPLE}E4,Dee,Ito,dee@example.com,,,,\r\n`)).counts).toEqual([1, 0, 0, 0, 3])
    expect(await names(operator)).toEqual(['Dee Ito', 'Kim Kept', 'Ann Lee', 'Bob May-Orr'])
  })

  test('names who is missing from the file and removes nobody', async () => {
    const { administrator, operator } = await testStation()
    await importAll(administrator, `${PEOPLE}E1,Ann,Lee,,Legal,,,\r\nE2,Bob,May,,,,,\r\n`)
    const { said, report } = await importAll(administrator, `${PEOPLE}E2,Bob,May,,,,,\r\n`)
    expect(said.missingPeople.map(({ name, department }) => [name, department])).toEqual([['Ann Lee', 'Legal']])
    expect(report.missingCsv).toBe('\uFEFFName,Employee ID,E-mail,Department,Mail stop\r\nAnn Lee,E1,,Legal,\r\n')
    expect(await names(operator)).toEqual(['Ann Lee', 'Bob May'])
  })

  test('is read in every encoding and with every delimiter, and remembers the mapping', async () => {
    const { administrator, operator } = await testStation()
    const text = (delimiter: string, no: number): string => [['Kennung', 'Rufname', 'Zuname', 'Dept'], [`Z${no}`, 'Zo\u00EB', `N\u00FA\u00F1ez${no}`, 'Caf\u00E9']].map((row) => row.join(delimiter)).join('\r')
    const files: Array<[string, Buffer]> = [
      ['utf-8', Buffer.from(`\uFEFF${text(',', 1)}`)], ['utf-8', Buffer.from(text(';', 2))], ['utf-16le', Buffer.from(`\uFEFF${text('\t', 3)}`, 'utf16le')], ['utf-16le', Buffer.from(text('|', 4), 'utf16le')],
      ['utf-16be', Buffer.from(text(';', 5), 'utf16le').swap16()], ['windows-1252', Buffer.from(text(';', 6), 'latin1')],
    ]
    for (const [i, [encoding, bytes]] of files.entries()) {
      const opened = await administrator.directory.importOpen({ name: 'x.csv', content: base64(bytes) })
      expect({ encoding: opened.encoding, columns: opened.columns, remembered: opened.remembered, sample: opened.sample }).toEqual({ encoding, columns: ['Kennung', 'Rufname', 'Zuname', 'Dept'], remembered: i > 0, sample: [[`Z${i + 1}`, 'Zo\u00EB', `N\u00FA\u00F1ez${i + 1}`, 'Caf\u00E9']] })
      const mapping = i === 0 ? { employeeId: 0, given: 1, family: 2, department: 3 } : opened.mapping
      await reportOf(await administrator.directory.importPreview({ id: opened.id, mapping }))
      expect(await reportOf(await administrator.directory.importApply({ id: opened.id }))).toMatchObject({ added: 1, bad: 0 })
    }
    expect((await operator.directory.search({ text: 'zoe nunez' })).rows.map((row) => [row.name, row.department])).toEqual([1, 2, 3, 4, 5, 6].map((no) => [`Zo\u00EB N\u00FA\u00F1ez${no}`, 'Caf\u00E9']))
  })

  test('takes whole names, either way round, and people without any ID', async () => {
    const { administrator, operator } = await testStation()
    const list = 'Full Name;Department\n"de la Cruz, Jos\u00E9";Legal\nMary Ann van Dyke Jr.;Post\nReception;\n'
    expect((await importAll(administrator, list)).counts).toEqual([3, 0, 0, 0, 0])
    expect((await importAll(administrator, list)).counts).toEqual([0, 0, 3, 0, 0])
    expect((await operator.directory.search({ text: 'delacruz' })).rows.map((row) => row.name)).toEqual(['Jos\u00E9 de la Cruz'])
    const mary = (await operator.directory.search({ text: 'mary' })).rows[0]
    expect(await operator.directory.get({ id: mary?.id ?? '' })).toMatchObject({ given: 'Mary Ann', family: 'van Dyke Jr.', name: 'Mary Ann van Dyke Jr.' })
    expect((await importAll(administrator, 'Full Name;Department\nReception;North\nRECEPTION;South\n')).said.badRows.map((bad) => bad.reason)).toEqual(['Row 2 has the same name. Add an employee ID or an e-mail address to both.'])
    await operator.directory.addPerson({ name: 'Reception' })
    expect((await importAll(administrator, 'Full Name\nReception\n')).said.badRows.map((bad) => bad.reason)).toEqual(['2 people in the directory have this name. Add an employee ID or an e-mail address.'])
  })

  test('knows who has left', async () => {
    const { administrator, operator } = await testStation()
    await importAll(administrator, 'Emp ID,Name,Status,Termination Date\n1,Ann Lee,Active,\n2,Bob May,Terminated,2026-01-31\n')
    expect((await operator.directory.list({ state: 'left' })).rows.map((row) => [row.name, row.leftOn])).toEqual([['Bob May', '2026-01-31']])
    await importAll(administrator, 'Emp ID,Name,Status,Termination Date\n1,Ann Lee,Active,\n2,Bob May,Active,\n')
    expect((await operator.directory.list({})).total).toBe(2)
  })

  test('is refused with what to do when the file or the mapping cannot be used', async () => {
    const { administrator, operator } = await testStation()
    await expect(administrator.directory.importOpen({ name: 'x', content: '' })).rejects.toEqual(refused('empty-file'))
    await expect(administrator.directory.importOpen({ name: 'x.xlsx', content: base64(Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 8, 200, 0, 1, 2, 255])) })).rejects.toEqual(refused('not-a-table'))
    await expect(administrator.directory.importOpen({ name: 'x', upload: '000000000000000000' })).rejects.toEqual(refused('upload-lost'))
    await expect(operator.directory.importOpen({ name: 'x', content: base64('Name\nAnn\n') })).rejects.toMatchObject({ code: 'ROLE' })
    const opened = await administrator.directory.importOpen({ name: 'x.csv', content: base64('Name,Colour\nAnn,red\n') })
    await expect(reportOf(await administrator.directory.importApply({ id: opened.id }))).rejects.toEqual(refused('not-previewed'))
    for (const [mapping, code] of [[{}, 'no-name-column'], [{ name: 0, note: 0 }, 'column-twice'], [{ name: 7 }, 'no-such-column']] as const)
      await expect(reportOf(await administrator.directory.importPreview({ id: opened.id, mapping }))).rejects.toEqual(refused(code))
    await administrator.directory.importCancel({ id: opened.id })
    await expect(reportOf(await administrator.directory.importPreview({ id: opened.id, mapping: { name: 0 } }))).rejects.toEqual(refused('import-closed'))
  })

  test('hostile cells are kept as they were or given back with the reason', async () => {
    const { administrator, operator } = await testStation()
    const kept = ['<script>x</script>', '=1+1', '\u0007\u001B[2J', '\u{1F4E6}', 'a,b; c|d\te', 'line\nbreak']
    const text = `Employee ID,First Name,Last Name\n${kept.map((cell, i) => `K${i},"${cell}",Xu\n`).join('')}N1,a\u0000b,Xu\nN2,${'x'.repeat(100_000)},Xu\n`
    const opened = await administrator.directory.importOpen({ name: 'x.csv', content: base64(text.replace('N1,a\u0000b,Xu\n', '')) })
    expect(opened.sample.map((row) => row[1]?.slice(0, 30))).toEqual([...kept, 'x'.repeat(30)])
    const { report } = await importAll(administrator, text.replace('\u0000', '\u{10FFFF}'))
    expect([report.added, report.bad]).toEqual([kept.length + 1, 1])
    expect(report.badRowsCsv).toContain('The given name is longer than 200 characters.')
    expect((await names(operator)).toSorted()).toEqual([...kept, 'a\u{10FFFF}b'].map((given) => `${given} Xu`).toSorted())
    expect((await importAll(administrator, 'Employee ID,Name\nK99,Fine\nN1,a\u0000b\n')).said.badRows.map((bad) => bad.reason)).toEqual(['The text holds a NUL character, which cannot be stored.'])
  })
})

describe('a long import', () => {
  /** Starts applying and returns once some rows are in, but not all. */
  async function begun(client: Client, id: string): Promise<void> {
    for await (const message of await client.directory.importApply({ id })) if ('report' in message) throw new Error('It ended too soon.')
      else if (message.progress.done > 1) return
  }

  test('interrupted in the middle, is applied to its end when the station is opened again', async () => {
    const folder = `${temporaryFolder()}/store`
    const { station, administrator } = await testStation({ folder })
    const list = `${manyPeople(4_000)}E5000,,,bad,,,\n`
    const { id, report: said } = await preview(administrator, list)
    await begun(administrator, id)
    await station.close()
    const again = openStation({ folder })
    const before = again.services.store.db.prepare('SELECT count(*) AS n FROM person').get() as { n: number }
    expect(before.n).toBeGreaterThan(0)
    expect(before.n).toBeLessThan(4_000)
    const report = await reportOf(await connectAs(again, 'administrator').directory.importApply({ id }))
    expect(report).toMatchObject({ cancelled: false, added: 4_000, changed: 0, same: 0, bad: 1, missing: 0 })
    expect(said).toMatchObject({ added: 4_000, bad: 1 })
    const kinds = again.services.store.db.prepare("SELECT count(*) AS n FROM event WHERE kind = 'directory.imported'").get()
    expect(kinds).toEqual({ n: 1 })
    expect((await connectAs(again, 'operator').directory.list({})).total).toBe(4_000)
    expect(await reportOf(await connectAs(again, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })

  test('cancelled in the middle, leaves everything as it was but what somebody changed meanwhile', async () => {
    const { station, administrator, operator, supervisor } = await testStation()
    await importAll(administrator, manyPeople(1_500))
    const before = directoryOf(station)
    const first = (await operator.directory.search({ text: 'family0' })).rows[0]
    const { id } = await preview(administrator, manyPeople(4_000, '555'))
    await begun(administrator, id)
    await administrator.directory.importCancel({ id })
    expect(directoryOf(station)).toEqual(before)
    expect((await administrator.directory.imports())[0]).toMatchObject({ id, state: 'cancelled' })
    expect((await operator.directory.list({})).total).toBe(1_500)
    await expect(reportOf(await administrator.directory.importApply({ id }))).rejects.toEqual(refused('import-closed'))

    const { id: second } = await preview(administrator, manyPeople(4_000, '556'))
    await begun(administrator, second)
    await supervisor.directory.changePerson({ id: first?.id ?? '', fields: { note: 'met at the counter' } })
    await administrator.directory.importCancel({ id: second })
    expect(await operator.directory.get({ id: first?.id ?? '' })).toMatchObject({ note: 'met at the counter', phone: '556' })
    expect((await operator.directory.search({ text: 'family1' })).rows[0]).toMatchObject({ name: 'Given1 Family1' })
    expect(station.services.store.db.prepare("SELECT count(*) AS n FROM person WHERE phone <> ''").get()).toEqual({ n: 1 })
  })

  test('cancelled in the middle, gives back every field that it changed', async () => {
    const { station, administrator } = await testStation()
    const header = 'Employee ID,First Name,Last Name,E-mail,Department,Mail Stop,Location,Phone,Other names,Badge,Forwarding,Notice,Note,Status,Left on'
    const mapping: ImportMapping = { employeeId: 0, given: 1, family: 2, email: 3, department: 4, mailStop: 5, location: 6, phone: 7, aliases: 8, badge: 9, forwarding: 10, notice: 11, note: 12, status: 13, leftOn: 14 }
    const list = (text: string, notice: string, status: string): string => `${header}\n${Array.from({ length: 3_000 }, (_, i) => `E${i},${['Given', 'Family'].map((name) => `${text}${name}${i}`).join(',')},${text}${i}@example.com,${['Dep', 'Stop', 'Room', 'Phone', 'Alias', 'Badge', 'To'].map((name) => `${text}${name}`).join(',')},${notice},${text}Note,${status}`).join('\n')}\n`
    await importAll(administrator, list('a', 'slip', 'active,'), mapping)
    const before = directoryOf(station)
    const { id, report } = await preview(administrator, list('b', 'none', 'left,2025-01-31'), mapping)
    expect(report.changedRows[0]?.fields.map(({ field }) => field)).toEqual(['given', 'family', 'name', 'email', 'phone', 'department', 'mailStop', 'location', 'aliases', 'badge', 'forwarding', 'notice', 'note', 'status', 'leftOn'])
    await begun(administrator, id)
    expect(directoryOf(station)).not.toEqual(before)
    await administrator.directory.importCancel({ id })
    expect(directoryOf(station)).toEqual(before)
  })

  test('whose file is dropped while it is looked at, says so instead of what it counted', async () => {
    const { administrator } = await testStation()
    const opened = await administrator.directory.importOpen({ name: 'people.csv', content: base64(manyPeople(30_000)) })
    const said = reportOf(await administrator.directory.importPreview({ id: opened.id, mapping: opened.mapping }))
    await administrator.directory.importCancel({ id: opened.id })
    await expect(said).rejects.toEqual(refused('import-closed'))
  })

  test('goes on when the worker that reads its file ends, and while it does something else', async () => {
    const { station, administrator, supervisor } = await testStation()
    const { reader } = station.services
    const run = reader.run.bind(reader)
    let ended = 0
    const asked = vi.spyOn(reader, 'run').mockImplementation((...job) => (job[0] === 'importStretch' && ended++ % 2 === 0 ? Promise.reject(new Error('The reader stopped.')) : run(...job)))
    const [imported, verified] = await Promise.all([importAll(administrator, manyPeople(20_000)), reportOf(await supervisor.office.verify({}))])
    expect([imported.counts, verified.ok]).toEqual([[20_000, 0, 0, 0, 0], true])
    expect(ended).toBeGreaterThan(4)
    asked.mockImplementation((...job) => (job[0] === 'importStretch' ? Promise.reject(new Error('The reader stopped.')) : run(...job)))
    const opened = await administrator.directory.importOpen({ name: 'people.csv', content: base64(manyPeople(1)) })
    await expect(reportOf(await administrator.directory.importPreview({ id: opened.id, mapping: opened.mapping }))).rejects.toThrow()
    asked.mockRestore()
    expect(await reportOf(await administrator.directory.importPreview({ id: opened.id, mapping: opened.mapping }))).toMatchObject({ same: 1 })
  })

  test('interrupted while it is taken back, is taken back to its end', async () => {
    const folder = `${temporaryFolder()}/store`
    const { station, administrator } = await testStation({ folder })
    await importAll(administrator, manyPeople(2_000))
    const before = directoryOf(station)
    const { id } = await preview(administrator, manyPeople(4_000, '555'))
    await begun(administrator, id)
    const cancelled = administrator.directory.importCancel({ id }).catch(() => null)
    while ((station.services.store.db.prepare('SELECT state FROM import WHERE id = ?').get(id) as { state: string }).state === 'applying') await new Promise((resolve) => setImmediate(resolve))
    await station.close()
    await cancelled
    const again = openStation({ folder })
    await connectAs(again, 'administrator').directory.importCancel({ id })
    expect(directoryOf(again)).toEqual(before)
    expect(again.services.store.db.prepare("SELECT count(*) AS n FROM event WHERE kind = 'directory.import-undone'").get()).toEqual({ n: 1 })
  })

  test('only one at a time; a second caller follows the first, and leaving the stream does not stop it', async () => {
    const { station, administrator } = await testStation()
    const { id } = await preview(administrator, manyPeople(3_000))
    const { id: other } = await preview(administrator, 'Name\nAnn Lee\n')
    await begun(administrator, id)
    await expect(reportOf(await administrator.directory.importApply({ id: other }))).rejects.toEqual(refused('import-running'))
    expect(await reportOf(await administrator.directory.importApply({ id }))).toMatchObject({ added: 3_000 })
    expect(await reportOf(await administrator.directory.importApply({ id: other }))).toMatchObject({ added: 1 })
    while (staged(station) > 0) await new Promise((resolve) => setImmediate(resolve))
  })

  test('of 100,000 people works, in parts, and each of them is found', async () => {
    const { administrator, operator } = await testStation()
    const bytes = Buffer.from(manyPeople(100_000))
    let upload: string | null = null
    for (let at = 0; at < bytes.length; at += 3 << 20) {
      const sent: { upload: string } = await administrator.directory.importUpload({ upload, part: base64(bytes.subarray(at, at + (3 << 20))) })
      upload = sent.upload
    }
    const opened = await administrator.directory.importOpen({ name: 'all.csv', upload: upload ?? '' })
    expect(await reportOf(await administrator.directory.importPreview({ id: opened.id, mapping: opened.mapping }))).toMatchObject({ added: 100_000, bad: 0 })
    expect(await reportOf(await administrator.directory.importApply({ id: opened.id }))).toMatchObject({ added: 100_000, changed: 0, same: 0, bad: 0, missing: 0 })
    for (const no of [0, 1, 49_999, 99_999]) expect((await operator.directory.search({ text: `p${no}@example.com` })).rows.map((row) => row.name)).toEqual([`Given${no % 97} Family${no}`])
    expect((await operator.directory.list({ limit: 1 })).total).toBe(100_000)
  })
})

test('a store of schema 1 becomes the newest and keeps its rows', async () => {
  const folder = `${temporaryFolder()}/store`
  mkdirSync(folder)
  const { database } = layout(folder)
  const old = connectStore(database)
  configure(old)
  migrate(old, MIGRATIONS.slice(0, 1), null)
  old.exec("INSERT INTO user (id, name, role, pin, added_at) VALUES ('u1', 'Otis', 'administrator', 'x', 1); INSERT INTO setting (name, value) VALUES ('kept', '1')")
  old.close()
  const station = openStation({ folder })
  expect((await connectAs(station, 'operator').access.people()).map((one) => one.name)).toEqual(['Otis'])
  const made = await connectAs(station, 'operator').directory.addPerson({ given: 'Ann', family: 'Lee' })
  await station.close()
  const after = new Database(database, { readonly: true })
  expect([after.pragma('user_version', { simple: true }), after.prepare("SELECT value FROM setting WHERE name = 'kept'").get(), after.prepare('SELECT id, name FROM person').all()]).toEqual([MIGRATIONS.length, { value: '1' }, [{ id: made.id, name: 'Ann Lee' }]])
  after.close()
})
