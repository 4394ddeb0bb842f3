import { parse } from 'csv-parse/sync'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { run } from '../../../src/main/cli/run.ts'
import { osUser } from '../../../src/main/web/local.ts'
import type { Client } from '../helpers.ts'
import { reportOf, temporaryFolder, testStation, WORKER } from '../helpers.ts'
import { form, id, log, several } from './desk.ts'

const refused = (code: string) => expect.objectContaining({ code: 'REFUSED', data: expect.objectContaining({ code }) })
const HEADER = 'Addressee,Street,Apt,City,State,Zip Code,Matter No,Weight (oz)'
const row = (n: number, more = 'M-7,0.8'): string => `"Roe, Addressee ${n}",${n} Example Road,Suite ${n},Anytown,VT,05099,${more}`
const file = (...rows: string[]) => ({ name: 'list.csv', content: Buffer.from([HEADER, ...rows].join('\r\n')).toString('base64') })
const apply = async (client: Client, input: Parameters<Client['certified']['batchApply']>[0]) => reportOf(await client.certified.batchApply(input))

describe('a file of addressees', () => {
  test('is read, shown, and becomes letters without numbers in its order; the mapping is remembered', async () => {
    const { operator } = await testStation()
    const list = file(row(1), row(2, 'M-8,'), row(3))
    const preview = await operator.certified.batchPreview({ ...list, services: ['card'] })
    expect(preview).toMatchObject({ mapping: { name: 0, address1: 1, address2: 2, city: 3, state: 4, zip: 5, matter: 6 }, remembered: false, before: null, rows: 3, good: 3, bad: 0, badRows: [] })
    expect(preview.sample[0]).toEqual({ row: 2, addressee: { name: 'Roe, Addressee 1', lines: ['Roe, Addressee 1', '1 Example Road', 'Suite 1', 'Anytown, VT 05099'], zip: '05099', kind: 'us' }, doubts: [] })
    expect((await operator.certified.list({})).rows).toEqual([])
    const batch = id()
    const report = await apply(operator, { id: batch, ...list, services: ['card'], department: 'Legal', weight: 12, mapping: { ...preview.mapping, weight: 7 } })
    expect(report).toEqual({ batch, letters: 3, bad: 0, cancelled: false, badCsv: '' })
    const { rows } = await operator.certified.list({ batch, order: 'oldest' })
    expect(rows.map((letter) => [letter.addressee.name, letter.matter, letter.weight, letter.department, letter.services, letter.number, letter.numberFrom, letter.state])).toEqual([
      ['Roe, Addressee 1', 'M-7', 8, 'Legal', ['card'], '', 'none', 'logged'], ['Roe, Addressee 2', 'M-8', 12, 'Legal', ['card'], '', 'none', 'logged'], ['Roe, Addressee 3', 'M-7', 8, 'Legal', ['card'], '', 'none', 'logged'],
    ])
    expect(rows[0]?.total).toBe(74 + 530 + 440)
    expect((await operator.certified.batchPreview(file(row(4)))).mapping.weight).toBe(7)
    expect((await operator.certified.batchPreview(list)).before).toMatchObject({ batch, letters: 3, finished: true })
    expect(await operator.certified.batches()).toMatchObject([{ id: batch, name: 'list.csv', letters: 3, waiting: 3, finished: true }])
    expect((await operator.pieces.find({ text: 'addressee m-8' })).rows).toHaveLength(1)
    expect((await operator.certified.addressees({ text: 'addressee' })).map((one) => one.name)).toHaveLength(3)
  })

  test('gives back the rows that cannot be taken, each with its reason', async () => {
    const { operator } = await testStation()
    const list = file(row(1), 'Nowhere,,,,,,,', row(2).replace('05099', ''), '"Ann Lee",PSC 802 Box 74,,APO,AE,09499,,', 'Abroad,1 High St,,Toronto,ON,M5V 2T6,,', row(3, 'M-7,heavy'), '=cmd|calc,12 Example Road,,Anytown,VT,05099,,')
    const preview = await operator.certified.batchPreview({ ...list, services: ['electronic'], mapping: { name: 0, address1: 1, address2: 2, city: 3, state: 4, zip: 5, matter: 6, weight: 7 } })
    expect([preview.good, preview.bad]).toEqual([2, 5])
    expect(preview.badRows.map(({ row }) => row)).toEqual([3, 4, 5, 6, 7])
    const reasons = preview.badRows.map(({ reason }) => reason)
    for (const [i, words] of [/at least a name/, /ZIP code/, /APO, FPO and DPO/, /United States|city, state/, /no weight in ounces/].entries()) expect(reasons[i]).toMatch(words)
    const { badCsv, letters } = await apply(operator, { id: id(), ...list, services: ['electronic'], mapping: preview.mapping })
    expect(letters).toBe(2)
    const back: string[][] = parse(badCsv, { bom: true })
    expect(back[0]).toEqual([...HEADER.split(','), 'Row', 'Why it was not taken'])
    expect(back.slice(1).map((cells) => [cells[0], cells[8], cells[9]])).toEqual(['Nowhere', 'Roe, Addressee 2', 'Ann Lee', 'Abroad', 'Roe, Addressee 3'].map((name, i) => [name, String(preview.badRows[i]?.row), reasons[i]]))
  })

  test('applied again under its id it logs nothing twice; stopped in the middle it goes on or is undone', async () => {
    const { operator, supervisor } = await testStation()
    const list = file(...Array.from({ length: 60 }, (_, i) => row(i + 1)))
    const { mapping } = await operator.certified.batchPreview(list)
    const batch = id()
    const leaving = new AbortController()
    for await (const message of await operator.certified.batchApply({ id: batch, ...list, mapping }, { signal: leaving.signal })) {
      if ('progress' in message && message.progress.done > 0) break
    }
    leaving.abort()
    const { before } = await operator.certified.batchPreview(list)
    expect(before).toMatchObject({ batch, finished: false })
    expect(before?.letters).toBeLessThan(60)
    await expect(apply(operator, { id: id(), ...list, mapping })).rejects.toEqual(refused('unfinished'))
    expect((await apply(operator, { id: batch, ...list, mapping })).letters).toBe(60)
    expect((await apply(operator, { id: batch, ...list, mapping })).letters).toBe(60)
    expect((await operator.certified.list({ batch, limit: 500 })).rows).toHaveLength(60)
    await operator.certified.numberNext({ batch, number: { text: form(1) } })
    expect(await operator.certified.batchUndo({ batch, reason: 'wrong list' })).toEqual({ voided: 59 })
    expect(await operator.certified.batches()).toMatchObject([{ letters: 1, waiting: 0 }])
    expect(await reportOf(await supervisor.office.verify({ replay: true }))).toMatchObject({ ok: true, problems: [] })
  }, 60_000)

  test('that is none, or has no address, is refused', async () => {
    const { operator } = await testStation()
    const given = (content: string | Buffer) => ({ name: 'x', content: Buffer.from(content).toString('base64') })
    await expect(operator.certified.batchPreview(given('PK\u0003\u0004xx'))).rejects.toEqual(refused('not-a-table'))
    await expect(operator.certified.batchPreview(given(''))).rejects.toEqual(refused('empty-file'))
    await expect(operator.certified.batchPreview({ ...given('a,b\n1,2'), mapping: { name: 0 } })).rejects.toEqual(refused('no-address-column'))
    await expect(operator.certified.batchPreview({ ...given('a,b\n1,2'), mapping: { name: 0, address1: 0 } })).rejects.toEqual(refused('column-twice'))
    await expect(operator.certified.batchPreview({ ...given('a,b\n1,2'), mapping: { name: 0, address1: 9 } })).rejects.toEqual(refused('no-such-column'))
    await expect(operator.certified.batchPreview({ ...file(row(1)), services: ['adult'] })).rejects.toEqual(refused('services'))
    const whole = await operator.certified.batchPreview(given('Address\n"Jane Roe\n12 Example Road\nAnytown VT 5099"'))
    expect([whole.mapping, whole.good + whole.bad]).toEqual([{ address: 0 }, 1])
    expect((await operator.certified.batchPreview(given('Name;Street;City;State;Zip\nJane Roe;12 Example Road;Anytown;VT;5099'))).sample[0]?.addressee.zip).toBe('05099')
  })
})

test('the export holds what the list shows, no cell a formula, and no number loses a digit', async () => {
  const { operator } = await testStation()
  const letters = await several(operator, 3, 1, (i) => ({ department: i === 0 ? '=cmd' : 'Legal', matter: i === 1 ? '000123' : 'Roe', services: ['card'] }))
  await operator.certified.void({ letter: letters[2]?.id ?? '', reason: 'not sent' })
  let text = ''
  let report: { rows: number; name: string } | null = null
  for await (const message of await operator.certified.export({ filter: { from: '2020-01-01' } })) {
    if ('part' in message) text += message.part
    else if ('report' in message) ({ report } = message)
  }
  expect(report).toMatchObject({ rows: 3, name: expect.stringMatching(/^certified-\d{4}-\d\d-\d\d-\d{4}\.csv$/) })
  const rows: Array<Record<string, string>> = parse(text, { bom: true, columns: true })
  expect(rows.map((cells) => [cells['Article number'], cells['Department'], cells['Matter'], cells['Total'], cells['State'], cells['Void reason']])).toEqual([
    [letters[2]?.grouped, 'Legal', 'Roe', '10.44', 'voided', 'not sent'], [letters[1]?.grouped, 'Legal', "'000123", '10.44', 'logged', ''], [letters[0]?.grouped, "'=cmd", 'Roe', '10.44', 'logged', ''],
  ])
})

describe('the command line', () => {
  async function office() {
    const root = temporaryFolder()
    const { station, operator, administrator } = await testStation({ folder: join(root, 'store') })
    await administrator.access.grantCommandLine({ osUser: osUser(), role: 'operator' })
    const pigeonhole = async (...args: string[]) => {
      const out: string[] = []
      const err: string[] = []
      const code = await run([...args, '--store', join(root, 'store')], { out: (line) => void out.push(line), err: (line) => void err.push(line), raw: () => undefined, input: new PassThrough(), packageFile: new URL('../../../package.json', import.meta.url), worker: WORKER })
      return { code, out: out.join('\n'), err: err.join('\n') }
    }
    return { root, station, operator, pigeonhole }
  }

  test('certified import, list and book', async () => {
    const { root, station, operator, pigeonhole } = await office()
    const letters = await several(operator, 3)
    const book = await operator.certified.openBook({ id: id(), letters: letters.map((letter) => letter.id) })
    await operator.certified.closeBook({ book: book.id })
    await log(operator, { matter: 'Nobody\u001b[31m' })
    await station.close()
    const list = join(root, 'list.csv')
    writeFileSync(list, [HEADER, row(1), 'Nowhere,,,,,,,'].join('\n'))
    const imported = await pigeonhole('certified', 'import', list, '--json', '--bad', join(root, 'bad.csv'), '--services', 'card')
    expect([imported.code, imported.err]).toEqual([0, ''])
    expect(JSON.parse(imported.out)).toMatchObject({ letters: 1, bad: 1, cancelled: false, badRows: [{ row: 3 }] })
    expect(readFileSync(join(root, 'bad.csv'), 'utf8')).toContain('Nowhere')
    const listed = JSON.parse((await pigeonhole('certified', 'list', '--json')).out) as { rows: Array<{ addressee: { name: string }; state: string; services: string[] }> }
    expect(listed.rows).toHaveLength(5)
    expect(listed.rows[0]).toMatchObject({ addressee: { name: 'Roe, Addressee 1' }, services: ['card'] })
    expect((JSON.parse((await pigeonhole('certified', 'list', '--stage', 'unnumbered', '--json')).out) as { rows: unknown[] }).rows).toHaveLength(2)
    const pdf = join(root, 'book.pdf')
    const shown = await pigeonhole('certified', 'book', '--pdf', pdf, '--json')
    expect(JSON.parse(shown.out)).toMatchObject({ book: { number: 1, state: 'closed', letters: 3 }, lines: [{ line: 1 }, { line: 2 }, { line: 3 }], pdf: { file: pdf, pages: 1 } })
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-')
    expect((await pigeonhole('certified', 'book', '1')).out).toMatch(/^Book 1: closed, 3 letters, \$18\.12\.\n {2}1 {2}9589/)
    expect(await pigeonhole('certified', 'book', '7')).toMatchObject({ code: 1, err: 'There is no mailing book 7.' })
    expect(await pigeonhole('certified')).toMatchObject({ code: 2, err: expect.stringContaining('import, list or book') })
    expect(await pigeonhole('certified', 'list', '--stage', 'somewhere')).toMatchObject({ code: 2 })
    expect(await pigeonhole('certified', 'import', join(root, 'none.csv'))).toMatchObject({ code: 1, err: expect.stringContaining('There is no file') })
  }, 60_000)
})
