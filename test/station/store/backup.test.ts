import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { backup, copiesToKeep, KEEP, listCopies } from '../../../src/main/store/backup.ts'
import { eventKind } from '../../../src/main/store/events.ts'
import { restore } from '../../../src/main/store/restore.ts'
import { connectAs, openStation, reportOf, scanOf, temporaryFolder, testStation } from '../helpers.ts'

const filed = eventKind({ kind: 'test.filed', version: 1, payload: z.object({ file: z.string() }), examples: {}, topics: [] })
;(EVENT_KINDS as Map<string, unknown>).set(filed.kind, filed)

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

  test('taken during intake it holds a whole store, and intake goes on', async () => {
    const { operator, administrator } = await testStation()
    for (let i = 0; i < 500; i++) await operator.intake.scan(scanOf(`PIECE-${i}`))
    const target = temporaryFolder()
    const running = reportOf(await administrator.office.backup({ folder: target }))
    const during: string[] = []
    let done = false
    void running.finally(() => (done = true)).catch(() => {})
    for (let i = 0; !done && i < 5_000; i++) {
      during.push((await operator.intake.scan(scanOf(`DURING-${i}`))).piece.id)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await running
    expect(during.length).toBeGreaterThan(0)
    const folder = join(temporaryFolder(), 'restored')
    await restore(target, folder, { kinds: EVENT_KINDS, program: 'test' })
    expect(await reportOf(await connectAs(openStation({ folder }), 'supervisor').office.verify({}))).toMatchObject({ ok: true })
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
    writeFileSync(join(target, 'files', kept.slice(0, 2), 'f'.repeat(64)), 'x')
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
    await expect(backup(store, reader, join(store.folder, 'inside'), { program: 'test' })).rejects.toMatchObject({ message: expect.stringContaining('another disk') })
    rmSync(join(target, 'copies'), { recursive: true })
    writeFileSync(join(target, 'copies'), 'a file in the way')
    await expect(backup(store, reader, target, { program: 'test' })).rejects.toThrow()
    expect(existsSync(join(store.folder, 'inside'))).toBe(false)
    expect(statSync(join(target, 'copies')).isFile()).toBe(true)
  })
})
