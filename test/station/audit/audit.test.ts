import { parse } from 'csv-parse/sync'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { AuditFilter, AuditRow } from '../../../src/shared/contract/audit.ts'
import { dayBounds, officeDay } from '../../../src/shared/mail/days.ts'
import { TABLES } from '../../../src/main/store/tables.ts'
import type { Client } from '../helpers.ts'
import { connectAs, reportOf, scanOf, temporaryFolder, testStation } from '../helpers.ts'

const ZONE = 'America/New_York'

async function busy() {
  const clock = { now: Date.UTC(2026, 10, 20, 15) }
  const made = await testStation({ now: () => clock.now })
  const pieces: string[] = []
  for (let day = 0; day < 3; day++) {
    for (let i = 0; i < 12; i++) {
      const who = i % 3 === 0 ? made.supervisor : made.operator
      pieces.push((await who.intake.scan(scanOf(`PIECE-${day}-${i}`))).piece.id)
      clock.now += 60_000
    }
    await made.supervisor.pieces.void({ id: pieces.at(-1) ?? '', reason: 'wrong' })
    clock.now += 86_400_000
  }
  return { ...made, clock, pieces }
}

/** Every page of a listing put together. */
async function everything(client: Client, filter: AuditFilter, limit: number): Promise<AuditRow[]> {
  const rows: AuditRow[] = []
  for (let cursor: { device: string; sequence: number } | undefined; ;) {
    const page = await client.audit.list({ ...filter, limit, ...(cursor ? { cursor } : {}) })
    rows.push(...page.rows)
    if (!page.next) return rows
    cursor = page.next
  }
}

describe('the audit', () => {
  test('lists exactly what fits, page by page, whatever it is narrowed by', async () => {
    const { station, supervisor, pieces, clock } = await busy()
    const all = await everything(supervisor, {}, 500)
    const log = station.services.store.db.prepare('SELECT sequence FROM event ORDER BY sequence DESC').all() as Array<{ sequence: number }>
    expect(all.map((row) => row.sequence)).toEqual(log.map((row) => row.sequence))
    const day = officeDay(clock.now - 2 * 86_400_000, ZONE)
    const { start, end } = dayBounds(day, ZONE)
    const piece = pieces[11] ?? ''
    const filters: Array<[AuditFilter, (row: AuditRow) => boolean]> = [
      [{ person: 'test-operator' }, (row) => row.actor.id === 'test-operator'], [{ day }, (row) => row.recordedAt >= start && row.recordedAt < end], [{ kinds: ['piece.voided', 'record.changed'] }, (row) => row.kind === 'piece.voided' || row.kind === 'record.changed'],
      [{ piece }, (row) => row.piece?.id === piece], [{ person: 'test-supervisor', day }, (row) => row.actor.id === 'test-supervisor' && row.recordedAt >= start && row.recordedAt < end],
      [{ person: 'test-supervisor', kinds: ['piece.received'], day }, (row) => row.actor.id === 'test-supervisor' && row.kind === 'piece.received' && row.recordedAt >= start && row.recordedAt < end],
      [{ piece, kinds: ['piece.voided'] }, (row) => row.piece?.id === piece && row.kind === 'piece.voided'], [{ person: 'nobody-of-that-id' }, () => false], [{ day: '2020-01-01' }, () => false],
    ]
    for (const [filter, fits] of filters) for (const limit of [1, 7, 500]) expect([filter, (await everything(supervisor, filter, limit)).map((row) => row.sequence)]).toEqual([filter, all.filter(fits).map((row) => row.sequence)])
    expect((await supervisor.audit.list({ piece: 'PIECE-0-11' })).rows.map((row) => row.kind)).toEqual(['piece.voided', 'piece.received'])
  })

  test('names people, records and the piece, and shows an entry with its hashes', async () => {
    const { supervisor, administrator, operator, station } = await busy()
    const { id } = await administrator.access.addPerson({ name: 'Otto Operator', role: 'operator', pin: '1357' })
    const { rows, entries } = await supervisor.audit.list({ kinds: ['record.changed'], limit: 1 })
    expect(rows).toMatchObject([{ about: 'Otto Operator', actor: { name: 'Test administrator' }, payload: { table: 'user', record: id, action: 'added', fields: ['name', 'role', 'pin'] } }])
    expect(JSON.stringify(rows)).not.toContain('1357')
    expect(entries).toBe(station.services.store.head?.sequence)
    const [row] = rows
    const entry = await supervisor.audit.entry({ device: row?.device ?? '', sequence: row?.sequence ?? 0 })
    const before = await supervisor.audit.entry({ device: row?.device ?? '', sequence: (row?.sequence ?? 0) - 1 })
    expect([entry.previous, JSON.parse(entry.raw ?? '')]).toEqual([before.row.hash, row?.payload])
    const choices = await supervisor.audit.choices()
    expect(choices.people.map((person) => person.name)).toEqual(expect.arrayContaining(['Test operator', 'Test supervisor', 'Otis Ledgerwood', 'Pigeonhole']))
    await expect(operator.audit.list({})).rejects.toMatchObject({ code: 'ROLE' })
    await expect(supervisor.audit.list({ piece: 'nothing like it' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(supervisor.audit.list({ day: '2026-02-30' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('the export of everything', () => {
  test('has every table with every row, the files, and a manifest whose hashes are right; no secret', async () => {
    const { station, operator, administrator } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('=HYPERLINK("x")'))
    await operator.intake.scan(scanOf('9589071052700412335610'))
    const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500, 1)])
    await operator.intake.photo({ piece: piece.id, content: photo.toString('base64') })
    const folder = join(temporaryFolder(), 'export')
    const report = await reportOf(await administrator.audit.exportAll({ folder }))
    expect(report).toMatchObject({ folder, files: 1, missing: 0 })
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { head: { hash: string }; files: Array<{ path: string; sha256: string; bytes: number; rows?: number }> }
    for (const one of manifest.files) expect([one.path, createHash('sha256').update(readFileSync(join(folder, one.path))).digest('hex')]).toEqual([one.path, one.sha256])
    expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n')).toHaveLength(manifest.files.length)
    const hash = createHash('sha256').update(photo).digest('hex')
    expect(readdirSync(join(folder, 'files'))).toEqual([`${hash}.jpg`])
    const table = (name: string): string[][] => parse(readFileSync(join(folder, 'tables', `${name}.csv`)), { bom: true })
    const events = table('event')
    const logged = station.services.store.db.prepare('SELECT count(*) AS n FROM event').get() as { n: number }
    expect(events.length - 1).toBe(logged.n)
    const at = (name: string): number => events[0]?.indexOf(name) ?? -1
    expect(events.slice(1).map((row) => row[at('hash')])).toContain(manifest.head.hash)
    const numbers = table('piece')
    expect(numbers.slice(1).map((row) => row[numbers[0]?.indexOf('number') ?? -1])).toEqual([`'=HYPERLINK("x")`, '9589071052700412335610'])
    expect(numbers[1]?.[numbers[0]?.indexOf('received_at') ?? -1]).toMatch(/^20\d\d-\d\d-\d\dT/)
    const tables = new Set(manifest.files.flatMap((one) => (one.path.startsWith('tables/') ? [one.path.slice(7, -4)] : [])))
    for (const name of ['event', 'piece', 'user', 'setting', 'kept_file', 'signed_day', 'task_run']) expect(tables.has(name)).toBe(true)
    expect([...TABLES.ordinary, ...TABLES.projections].filter((name) => !tables.has(name)).sort()).toEqual(['day_count', 'import_bad', 'import_before', 'import_part', 'piece_count', 'redaction', 'waiting_count'].filter((name) => ([...TABLES.ordinary, ...TABLES.projections] as string[]).includes(name)))
    expect(table('user')[0]).toEqual(['id', 'name', 'role', 'active', 'added_at'].filter((name) => table('user')[0]?.includes(name)))
    const stored = station.services.store.db.prepare('SELECT pin FROM user').get() as { pin: string }
    for (const one of manifest.files) expect(readFileSync(join(folder, one.path)).includes(stored.pin)).toBe(false)
  })

  test('writes over nothing, and leaves nothing when it is stopped', async () => {
    const { station, operator, administrator } = await testStation()
    for (let i = 0; i < 50; i++) await operator.intake.scan(scanOf(`P-${i}`))
    const root = temporaryFolder()
    mkdirSync(join(root, 'full'))
    writeFileSync(join(root, 'full', 'mine.txt'), 'x')
    await expect(administrator.audit.exportAll({ folder: join(root, 'full') }).then(reportOf)).rejects.toMatchObject({ data: { code: 'not-empty' } })
    await expect(administrator.audit.exportAll({ folder: join(station.services.store.folder, 'x') }).then(reportOf)).rejects.toMatchObject({ data: { code: 'inside' } })
    for await (const message of await administrator.audit.exportAll({ folder: join(root, 'stopped') })) {
      expect('progress' in message).toBe(true)
      break
    }
    await expect.poll(() => readdirSync(root)).toEqual(['full'])
    expect(existsSync(join(root, 'stopped'))).toBe(false)
    await expect(connectAs(station, 'supervisor').audit.exportAll({ folder: join(root, 'no') }).then(reportOf)).rejects.toMatchObject({ code: 'ROLE' })
  })
})
