import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setInterval as every } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { backup, copiesToKeep, KEEP, listCopies } from '../../../src/main/store/backup.ts'
import { eventRedacted } from '../../../src/main/store/core.ts'
import { eventKind } from '../../../src/main/store/events.ts'
import { namedInCopy } from '../../../src/main/store/named-files.ts'
import { restore } from '../../../src/main/store/restore.ts'
import { connectAs, openStation, reportOf, scanOf, temporaryFolder, testStation } from '../helpers.ts'

const filed = eventKind({ kind: 'test.filed', version: 1, payload: z.object({ file: z.string() }), examples: {}, topics: [] })
beforeAll(() => { (EVENT_KINDS as Map<string, unknown>).set(filed.kind, filed) })
afterAll(() => { (EVENT_KINDS as Map<string, unknown>).delete(filed.kind) })

const DAY = 86_400_000

describe('backup and restore', () => {
  test('a restored store has everything, a device id of its own, and a log that continues the old one', async () => {
    const { station, operator, administrator } = await testStation()
    const { store } = station.services
    for (let i = 0; i < 30; i++) await operator.intake.scan(scanOf(`PIECE-${i}`))
    const file = store.files.put(Buffer.from('a signature'))
    store.operate({ id: 't', name: 'T' }, () => ({ events: [filed.draft(null, { file })], answer: () => null }))
    const before = await operator.pieces.list({ limit: 100 })
    const target = temporaryFolder()
    const report = await reportOf(await administrator.office.backup({ folder: target }))
    expect(report).toMatchObject({ folder: target, files: 1, filesCopied: 1, removed: [], head: { device: store.device } })
    expect((await operator.office.status()).lastBackup).toMatchObject({ folder: target })

    await operator.intake.scan(scanOf('AFTER-THE-BACKUP'))
    const folder = join(temporaryFolder(), 'restored')
    const restored = await restore(target, folder, { kinds: EVENT_KINDS, program: 'test' })
    expect(restored).toMatchObject({ copy: report.copy, missingFiles: [] })

    const again = openStation({ folder })
    const reader = connectAs(again, 'supervisor')
    expect(await reader.pieces.list({ limit: 100 })).toEqual(before)
    expect(again.services.store.files.get(file)).toEqual(Buffer.from('a signature'))
    expect(again.services.store.device).not.toBe(store.device)
    expect(again.services.store.head?.device).toBe(again.services.store.device)
    const first = again.services.store.db.prepare("SELECT payload FROM event WHERE device = ? AND sequence = 1").get(again.services.store.device) as { payload: string }
    expect(JSON.parse(first.payload)).toEqual({ reason: 'restored', continues: report.head, program: 'test' })
    expect((await reader.office.status()).warnings.map((warning) => warning.code)).toContain('restored')
    expect(await reportOf(await reader.office.verify({ against: report.head?.hash ?? '' }))).toMatchObject({ ok: true, anchor: { device: store.device } })

    await connectAs(again, 'operator').intake.scan(scanOf('ON-THE-NEW-ONE'))
    expect((await reader.pieces.list({ limit: 2 })).rows.map((row) => row.number)).toEqual(['ON-THE-NEW-ONE', 'PIECE-29'])
  })

  test('taken while fifty scans a second come in, each copy restores to a verified store with everything that was saved before it began', async () => {
    const { station, operator, administrator } = await testStation()
    const { store } = station.services
    for (let i = 0; i < 300; i++) await operator.intake.scan(scanOf(`PIECE-${i}`))
    const saved: string[] = []
    const work: Array<Promise<unknown>> = []
    const stop = new AbortController()
    const scanning = (async () => {
      for await (const _ of every(20, undefined, { signal: stop.signal })) work.push(operator.intake.scan(scanOf(`DURING-${work.length}`)).then(({ piece }) => saved.push(piece.number)))
    })().catch((error: unknown) => { if (!stop.signal.aborted) throw error })
    const copies: Array<{ target: string; before: string[]; head: { device: string; sequence: number; hash: string } | null }> = []
    while (copies.length < 3 || saved.length < 100) {
      const before = [...saved]
      const target = temporaryFolder()
      const { head } = await reportOf(await administrator.office.backup({ folder: target }))
      copies.push({ target, before, head })
    }
    stop.abort()
    await scanning
    await Promise.all(work)
    expect(new Set(saved).size).toBe(work.length)
    for (const { target, before, head } of [copies[1], copies.at(-1)].filter((one) => one !== undefined)) {
      const folder = join(temporaryFolder(), 'restored')
      await restore(target, folder, { kinds: EVENT_KINDS, program: 'test' })
      const restored = openStation({ folder })
      expect(await reportOf(await connectAs(restored, 'supervisor').office.verify({ against: head?.hash ?? '' }))).toMatchObject({ ok: true, problems: [] })
      const has = new Set((restored.services.store.db.prepare('SELECT number FROM piece').all() as Array<{ number: string }>).map((row) => row.number))
      expect([before.filter((number) => !has.has(number)), has.has('PIECE-299')]).toEqual([[], true])
      const same = store.db.prepare('SELECT hash FROM event WHERE device = ? AND sequence = ?').get(head?.device, head?.sequence) as { hash: Buffer }
      expect(same.hash.toString('hex')).toBe(head?.hash)
    }
  })

  test('copies share one pool of files, old copies go by the policy, and files nobody names go with them', async () => {
    let now = Date.UTC(2026, 0, 10, 12)
    const { station } = await testStation({ now: () => now })
    const { store, reader } = station.services
    const target = temporaryFolder()
    const keep = { daily: 2, weekly: 1, monthly: 1 }
    const kept = store.files.put(Buffer.from('kept'))
    store.operate({ id: 't', name: 'T' }, () => ({ events: [filed.draft(null, { file: kept })], answer: () => null }))
    const reports = []
    for (let day = 0; day < 4; day++) {
      reports.push(await backup(store, reader, target, { program: 'test', keep }))
      now += DAY
    }
    expect(reports.map((report) => report.filesCopied)).toEqual([1, 0, 0, 0])
    expect(listCopies(target).map((copy) => copy.name)).toEqual([reports[3]?.copy, reports[2]?.copy])
    expect(readdirSync(join(target, 'files', kept.slice(0, 2)))).toEqual([kept])
  })

  test('rotation removes nothing that it did not make: copies of another store, files nobody knows, a copy that cannot be read', async () => {
    let now = Date.UTC(2026, 0, 10, 12)
    const one = await testStation({ now: () => now })
    const other = await testStation({ now: () => now + 1_000 })
    const target = temporaryFolder()
    const keep = { daily: 1, weekly: 0, monthly: 0 }
    const name = (station: typeof one, text: string): string => {
      const file = station.station.services.store.files.put(Buffer.from(text))
      station.station.services.store.operate({ id: 't', name: 'T' }, () => ({ events: [filed.draft(null, { file })], answer: () => null }))
      return file
    }
    const shared = name(one, 'in both stores')
    name(other, 'in both stores')
    const foreign = await backup(other.station.services.store, other.station.services.reader, target, { program: 'test', keep })
    mkdirSync(join(target, 'files', 'ff'), { recursive: true })
    writeFileSync(join(target, 'files', 'ff', 'f'.repeat(64)), 'somebody else put this here')
    const first = await backup(one.station.services.store, one.station.services.reader, target, { program: 'test', keep })
    now += DAY
    const second = await backup(one.station.services.store, one.station.services.reader, target, { program: 'test', keep })
    expect(second.removed).toEqual([first.copy])
    expect(listCopies(target).map((copy) => copy.name).sort()).toEqual([foreign.copy, second.copy].sort())
    expect(existsSync(join(target, 'files', shared.slice(0, 2), shared))).toBe(true)
    expect(existsSync(join(target, 'files', 'ff', 'f'.repeat(64)))).toBe(true)

    const alone = name(one, 'only in the copy that goes')
    now += DAY
    const third = await backup(one.station.services.store, one.station.services.reader, target, { program: 'test', keep })
    mkdirSync(join(target, 'copies', 'broken'))
    writeFileSync(join(target, 'copies', 'broken', 'manifest.json'), '{ not json')
    now += DAY
    expect((await backup(one.station.services.store, one.station.services.reader, target, { program: 'test', keep })).removed).toEqual([third.copy])
    expect(existsSync(join(target, 'copies', 'broken', 'manifest.json'))).toBe(true)
    expect(existsSync(join(target, 'files', alone.slice(0, 2), alone))).toBe(true)
  })

  test('what a copy lacks is counted by kind and named by piece, and a copy of another store is said to be one', async () => {
    const { operator, administrator } = await testStation()
    await operator.intake.scan(scanOf('BEFORE'))
    const target = temporaryFolder()
    const { copy } = await reportOf(await administrator.office.backup({ folder: target }))
    const nothing = await reportOf(await administrator.backup.compare({ folder: target, copy }))
    expect(nothing).toMatchObject({ same: true, pieces: 0, first: [] })
    const { piece } = await operator.intake.scan(scanOf('9589071052700412335612'))
    expect(await reportOf(await administrator.backup.compare({ folder: target, copy }))).toEqual({
      same: true, events: nothing.events + 1, pieces: 1, from: nothing.from, to: piece.recordedAt,
      kinds: expect.arrayContaining([{ kind: 'piece.received', events: 1 }]) as unknown,
      first: [{ id: piece.id, grouped: '9589 0710 5270 0412 3356 12', carrierName: 'USPS', recipient: '', receivedAt: piece.receivedAt }],
    })
    const other = await testStation()
    expect(await reportOf(await other.administrator.backup.compare({ folder: target, copy }))).toMatchObject({ same: false, events: 0 })
    await expect(administrator.backup.compare({ folder: target, copy: 'none' }).then(reportOf)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('a copy becomes a new store from the screen, and the open store is never the target', async () => {
    const { station, operator, administrator } = await testStation()
    await operator.intake.scan(scanOf('PIECE-1'))
    const target = temporaryFolder()
    const { copy } = await reportOf(await administrator.office.backup({ folder: target }))
    const to = join(temporaryFolder(), 'again')
    expect(await administrator.backup.restore({ folder: target, copy, to })).toMatchObject({ folder: to, copy, pieces: 1, missingFiles: 0, redacted: 0 })
    expect(await reportOf(await connectAs(openStation({ folder: to }), 'supervisor').office.verify({}))).toMatchObject({ ok: true, pieces: 1 })
    await expect(administrator.backup.restore({ folder: target, copy, to: station.services.store.folder })).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'same-folder' } })
    await expect(administrator.backup.restore({ folder: target, copy, to: join(station.services.store.folder, 'inside') })).rejects.toMatchObject({ data: { code: 'same-folder' } })
  })

  test('a file that is damaged in the store is not copied under its name, and the report says so', async () => {
    const { station, administrator } = await testStation()
    const { store } = station.services
    const [damaged, whole] = ['a signature', 'a photo'].map((text) => store.files.put(Buffer.from(text)))
    store.operate({ id: 't', name: 'T' }, () => ({ events: [filed.draft(null, { file: damaged ?? '' }), filed.draft(null, { file: whole ?? '' })], answer: () => null }))
    writeFileSync(store.files.path(damaged ?? ''), 'another text')
    const target = temporaryFolder()
    expect(await reportOf(await administrator.office.backup({ folder: target }))).toMatchObject({ files: 1, filesCopied: 1, filesMissing: 1 })
    expect(listCopies(target)[0]?.manifest.files).toEqual([whole])
  })

  test('a copy names what was written while the log was read for it, and nothing that was redacted meanwhile', async () => {
    const { station } = await testStation()
    const { store, reader } = station.services
    const [early, late] = ['a signature', 'a photo'].map((text) => store.files.put(Buffer.from(text))) as [string, string]
    const file = (hash: string): void => store.operate({ id: 't', name: 'T' }, () => ({ events: [filed.draft(null, { file: hash })], answer: () => undefined }))
    file(early)
    const before = await reader.run('namedFiles', {})
    expect(before).toMatchObject({ files: [early], upTo: [{ device: store.device, sequence: store.head?.sequence }], redacted: 0 })
    const redacted = store.head?.sequence ?? 0
    file(late)
    expect([...namedInCopy(store.db, before)]).toEqual([early, late])
    store.operate({ id: 't', name: 'T' }, () => ({ events: [eventRedacted.draft(null, { device: store.device, sequence: redacted, reason: 'asked for', left: null })], answer: () => null }))
    expect([...namedInCopy(store.db, before)]).toEqual([late])
  })

  test('what the check finds makes the copy unsound: a log that does not end where it says, a file that does not read back', async () => {
    const { station, administrator } = await testStation()
    const { store, reader } = station.services
    const file = store.files.put(Buffer.from('a signature'))
    store.operate({ id: 't', name: 'T' }, () => ({ events: [filed.draft(null, { file })], answer: () => null }))
    const target = temporaryFolder()
    const { copy } = await reportOf(await administrator.office.backup({ folder: target }))
    const input = { database: join(target, 'copies', copy, 'pigeonhole.db'), files: join(target, 'files'), written: [file] }
    expect(await reader.run('checkCopy', input)).toMatchObject({ ok: true })
    writeFileSync(join(target, 'files', file.slice(0, 2), file), 'another text')
    expect(await reader.run('checkCopy', input)).toMatchObject({ ok: false, message: expect.stringContaining('does not read back') as unknown })
    const db = new Database(input.database)
    db.exec("UPDATE head SET hash = zeroblob(32)")
    db.close()
    expect(await reader.run('checkCopy', input)).toMatchObject({ ok: false, message: expect.stringContaining('does not end where it says') as unknown })
  })

  test('a backup during 50 scans a second restores to a verified store', async () => {
    const { operator, administrator } = await testStation()
    for (let i = 0; i < 300; i++) await operator.intake.scan(scanOf(`PIECE-${i}`))
    const target = temporaryFolder()
    let done = false
    const running = reportOf(await administrator.office.backup({ folder: target })).finally(() => (done = true))
    let scanned = 0
    const scanning = (async () => {
      while (!done || scanned < 50) {
        await operator.intake.scan(scanOf(`DURING-${scanned++}`))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })()
    const report = await running
    await scanning
    const folder = join(temporaryFolder(), 'restored')
    const restored = await restore(target, folder, { kinds: EVENT_KINDS, program: 'test' })
    const verified = await reportOf(await connectAs(openStation({ folder }), 'supervisor').office.verify({ against: report.head?.hash ?? '' }))
    expect(verified).toMatchObject({ ok: true, problems: [], anchor: { sequence: report.head?.sequence } })
    expect(restored.manifest.pieces).toBeGreaterThanOrEqual(300)
  })

  test('which copies stay: the newest always, never more than the policy allows, and one for each of the last days', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 120 }), (days) => {
      const times = days.map((day) => Date.UTC(2021, 0, 1) + day * DAY / 3)
      const stays = copiesToKeep(times, KEEP)
      expect(stays.has(Math.max(...times))).toBe(true)
      expect(stays.size).toBeLessThanOrEqual(KEEP.daily + KEEP.weekly + KEEP.monthly)
      const lastDays = [...new Set(times.map((at) => new Date(at).toISOString().slice(0, 10)))].sort().slice(-KEEP.daily)
      for (const day of lastDays) expect([...stays].some((at) => new Date(at).toISOString().startsWith(day))).toBe(true)
      expect([...stays].every((at) => times.includes(at))).toBe(true)
    }))
  })

  test('a copy whose bytes changed is not restored, and the new folder stays empty', async () => {
    const { administrator } = await testStation()
    const target = temporaryFolder()
    const report = await reportOf(await administrator.office.backup({ folder: target }))
    const path = join(target, 'copies', report.copy, 'pigeonhole.db')
    const db = new Database(path)
    db.exec("UPDATE setting SET value = json_set(value, '$.name', 'Changed') WHERE name = 'office'")
    db.close()
    const folder = join(temporaryFolder(), 'restored')
    await expect(restore(target, folder, { kinds: EVENT_KINDS, program: 'test' })).rejects.toMatchObject({ code: 'damaged' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('restoring never writes over anything, and names the copies there are', async () => {
    const { administrator } = await testStation()
    const target = temporaryFolder()
    const { copy } = await reportOf(await administrator.office.backup({ folder: target }))
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'mine.txt'), 'x')
    await expect(restore(target, folder, { kinds: EVENT_KINDS, program: 'test' })).rejects.toMatchObject({ code: 'not-empty' })
    await expect(restore(target, join(folder, 'new'), { kinds: EVENT_KINDS, program: 'test', copy: 'none' })).rejects.toMatchObject({ code: 'missing', message: expect.stringContaining(copy) })
    await expect(restore(temporaryFolder(), join(folder, 'new'), { kinds: EVENT_KINDS, program: 'test' })).rejects.toMatchObject({ code: 'missing' })
  })

  test('stopped or failing it leaves no half copy, and the copies from before stay', async () => {
    const { station, administrator, operator } = await testStation()
    const { store, reader } = station.services
    for (let i = 0; i < 200; i++) await operator.intake.scan(scanOf(`P-${i}`))
    const target = temporaryFolder()
    const { copy } = await reportOf(await administrator.office.backup({ folder: target }))
    const abort = new AbortController()
    await expect(backup(store, reader, target, { program: 'test', signal: abort.signal, onProgress: () => abort.abort() })).rejects.toThrow()
    expect(readdirSync(join(target, 'copies'))).toEqual([copy])
    const file = join(temporaryFolder(), 'a file')
    writeFileSync(file, '')
    await expect(backup(store, reader, join(file, 'copies'), { program: 'test' })).rejects.toMatchObject({ code: 'not-a-folder', message: `${join(file, 'copies')} cannot be used as a folder: a file is in the way. Choose another folder.` })
    await expect(backup(store, reader, join(store.folder, 'inside'), { program: 'test' })).rejects.toMatchObject({ message: expect.stringContaining('another disk') })
    rmSync(join(target, 'copies'), { recursive: true })
    writeFileSync(join(target, 'copies'), 'a file in the way')
    await expect(backup(store, reader, target, { program: 'test' })).rejects.toMatchObject({ code: 'not-a-folder' })
    expect(existsSync(join(store.folder, 'inside'))).toBe(false)
    expect(statSync(join(target, 'copies')).isFile()).toBe(true)
  })
})
