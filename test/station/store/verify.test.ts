import Database from 'better-sqlite3'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { checkStretch, CHUNK, stretches } from '../../../src/main/store/chain-check.ts'
import { connect } from '../../../src/main/store/db.ts'
import { eventKind } from '../../../src/main/store/events.ts'
import { heads } from '../../../src/main/store/log.ts'
import { createReader } from '../../../src/main/store/reader.ts'
import { outcome } from '../../../src/main/store/verify.ts'
import * as z from 'zod'
import { createStation } from '../../../src/main/station.ts'
import { silentLogger } from '../../../src/main/logger.ts'
import { connectAs, reportOf, scanOf, testStation, WORKER } from '../helpers.ts'

/** Twelve pieces, one of them voided; closed, so that another tool can be let at it. */
async function closedStore() {
  const { station, operator } = await testStation()
  for (let i = 0; i < 12; i++) await operator.intake.scan(scanOf(`PIECE-${i}`))
  const { rows } = await operator.pieces.list({ limit: 20 })
  await operator.pieces.void({ id: rows[3]?.id ?? '', reason: 'scanned twice' })
  const head = station.services.store.head
  const { folder } = station.services.store
  await station.close()
  return { folder, head: head?.hash.toString('hex') ?? '', events: head?.sequence ?? 0 }
}

async function verified(folder: string, against?: string) {
  const station = createStation({ folder, face: 'test', version: 'test', worker: WORKER, log: silentLogger })
  try {
    return await reportOf(await connectAs(station, 'supervisor').office.verify(against ? { against } : {}))
  } finally {
    await station.close()
  }
}

/** Changes a closed store as somebody with a database tool would. */
function tampered(folder: string, change: (db: Database.Database) => void): void {
  const db = new Database(join(folder, 'pigeonhole.db'))
  change(db)
  db.close()
}

const withoutTriggers = (db: Database.Database, change: () => void): void => {
  const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as Array<{ name: string; sql: string }>
  for (const trigger of triggers) db.exec(`DROP TRIGGER ${trigger.name}`)
  change()
  for (const trigger of triggers) db.exec(trigger.sql)
}

describe('verify', () => {
  test('says that an untouched store is sound, and where an anchor stands', async () => {
    const { folder, head, events } = await closedStore()
    expect(await verified(folder, head)).toMatchObject({ ok: true, problems: [], events, pieces: 12, anchor: { sequence: events } })
  })

  const edits: Array<[string, (db: Database.Database) => void, { part: string; sequence?: number; says: RegExp }]> = [
    ['an edited payload', (db) => db.exec(`UPDATE event SET payload = replace(payload, 'PIECE-4', 'PIECE-X') WHERE payload LIKE '%PIECE-4%'`), { part: 'chain', says: /content of this event was changed/ }],
    ['an edited actor', (db) => db.exec("UPDATE event SET actor_name = 'Somebody else' WHERE sequence = 6"), { part: 'chain', sequence: 6, says: /event was changed/ }],
    ['an edited time', (db) => db.exec('UPDATE event SET recorded_at = recorded_at + 60000 WHERE sequence = 7'), { part: 'chain', sequence: 7, says: /event was changed/ }],
    ['a deleted event', (db) => db.exec('DELETE FROM event WHERE sequence = 8'), { part: 'chain', sequence: 9, says: /Event 8 is missing/ }],
    ['a deleted event with the rest renumbered', (db) => {
      db.exec('DELETE FROM event WHERE sequence = 8')
      for (let i = 9; i <= 16; i++) db.exec(`UPDATE event SET sequence = ${i - 1} WHERE sequence = ${i}`)
    }, { part: 'chain', sequence: 8, says: /does not follow/ }],
    ['an inserted event', (db) => db.exec(`INSERT INTO event SELECT device, 999, recorded_at, zone, stated_at, stated_source, actor, actor_name, kind, version, piece, salt, payload, payload_hash, previous, hash FROM event WHERE sequence = 5`), { part: 'chain', sequence: 999, says: /missing/ }],
    ['two reordered events', (db) => {
      db.exec('UPDATE event SET sequence = 1000 WHERE sequence = 5')
      db.exec('UPDATE event SET sequence = 5 WHERE sequence = 6')
      db.exec('UPDATE event SET sequence = 6 WHERE sequence = 1000')
    }, { part: 'chain', sequence: 5, says: /does not follow/ }],
    ['an event that cannot be replayed', (db) => db.exec("UPDATE event SET payload = '{' WHERE sequence = 7"), { part: 'chain', sequence: 7, says: /content of this event was changed/ }],
    ['two faults: only the first', (db) => db.exec("UPDATE event SET payload = '{' WHERE sequence = 9; UPDATE event SET actor = 'x' WHERE sequence = 6"), { part: 'chain', sequence: 6, says: /event was changed/ }],
    ['a removed payload without a redaction', (db) => db.exec('UPDATE event SET payload = NULL, salt = NULL WHERE sequence = 5'), { part: 'chain', sequence: 5, says: /no redaction names it/ }],
    ['a cut-off end', (db) => db.exec('DELETE FROM event WHERE sequence > 12'), { part: 'chain', sequence: 12, says: /end was cut off/ }],
    ['an edited projection', (db) => db.exec("UPDATE piece SET number = 'OTHER' WHERE no = 3"), { part: 'replay', says: /row 3 of piece/ }],
    ['a deleted projection row', (db) => db.exec('DELETE FROM piece_number WHERE piece = 3'), { part: 'replay', says: /piece_number/ }],
    ['an added projection row', (db) => db.exec("INSERT INTO day_count VALUES ('1999-01-01', 5, 0)"), { part: 'replay', says: /day_count has/ }],
    ['an edited search row', (db) => db.exec('DELETE FROM piece_ends WHERE rowid = 2'), { part: 'replay', says: /row 2 of piece_ends_docsize/ }],
    ['a search row with other numbers', (db) => db.exec("DELETE FROM piece_digits WHERE rowid = 3; INSERT INTO piece_digits (rowid, number) VALUES (3, 'another number')"), { part: 'replay', says: /row 3 of piece_digits_docsize/ }],
    ['a search row of no piece', (db) => db.exec("INSERT INTO piece_words (rowid, recipient, words) VALUES (99, 'Nobody', '')"), { part: 'replay', says: /row 99 of piece_words_docsize/ }],
    ['a search table that was removed', (db) => db.exec('DROP TABLE piece_words'), { part: 'schema', says: /piece_words was removed/ }],
  ]
  test.each(edits)('finds %s', async (_, change, expected) => {
    const { folder } = await closedStore()
    tampered(folder, (db) => withoutTriggers(db, () => change(db)))
    const report = await verified(folder)
    expect(report.ok).toBe(false)
    expect(report.problems[0]).toMatchObject({ part: expected.part, ...(expected.sequence === undefined ? {} : { sequence: expected.sequence }) })
    expect(report.problems[0]?.message).toMatch(expected.says)
  })

  test.each(['event_is_never_deleted', 'event_is_never_changed', 'event_is_never_replaced'])('finds the removed trigger %s, and one that was weakened', async (name) => {
    const { folder } = await closedStore()
    tampered(folder, (db) => db.exec(`DROP TRIGGER ${name}`))
    expect((await verified(folder)).problems).toMatchObject([{ part: 'trigger', message: `The trigger ${name} was removed.` }])
    tampered(folder, (db) => db.exec(`CREATE TRIGGER ${name} BEFORE DELETE ON event WHEN 0 BEGIN SELECT 1; END`))
    expect((await verified(folder)).problems).toMatchObject([{ part: 'trigger', message: `The trigger ${name} was changed.` }])
  })

  test('a chain that was rewritten whole is found by an anchor from before', async () => {
    const { folder, head } = await closedStore()
    const other = await closedStore()
    expect(await verified(other.folder, head)).toMatchObject({ ok: false, anchor: null, problems: [{ part: 'anchor' }] })
    expect(await verified(folder, head)).toMatchObject({ ok: true })
  })

  test('a file whose bytes were swapped, or that is missing, is named', async () => {
    const { station, operator } = await testStation()
    const { store } = station.services
    const photo = store.files.put(Buffer.from('a photo'))
    const scan = store.files.put(Buffer.from('a scan'))
    const photographed = eventKind({ kind: 'test.photographed', version: 1, payload: z.object({ photoFile: z.string(), files: z.array(z.string()) }), examples: {}, topics: [] })
    ;(EVENT_KINDS as Map<string, unknown>).set(photographed.kind, photographed)
    onTestFinished(() => { (EVENT_KINDS as Map<string, unknown>).delete(photographed.kind) })
    const { piece } = await operator.intake.scan(scanOf('WITH-PHOTO'))
    store.operate({ id: 'test', name: 'Test' }, () => ({ events: [photographed.draft(piece.id, { photoFile: photo, files: [scan] })], answer: () => null }))
    const verify = () => connectAs(station, 'supervisor').office.verify({}).then(reportOf)
    expect(await verify()).toMatchObject({ ok: true, files: 2 })
    writeFileSync(store.files.path(photo), 'b photo')
    expect(await verify()).toMatchObject({ ok: false, problems: [{ part: 'file', message: expect.stringContaining('were changed') }] })
    writeFileSync(store.files.path(photo), 'a photo')
    expect(await verify()).toMatchObject({ ok: true })
  })

  test('of a log that ends exactly where a portion of it ends is as sound as any', async () => {
    const { station, operator, supervisor } = await testStation()
    const { store } = station.services
    for (let i = 0; (store.head?.sequence ?? 0) < CHUNK; i++) await operator.intake.scan(scanOf(`PIECE-${i}`))
    expect(store.head?.sequence).toBe(CHUNK)
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [], events: CHUNK })
  })

  test('runs while pieces are taken in, and still compares like with like', async () => {
    const { station, operator, supervisor } = await testStation()
    for (let i = 0; i < 300; i++) await operator.intake.scan(scanOf(`BEFORE-${i}`))
    const verifying = supervisor.office.verify({}).then(reportOf)
    for (let i = 0; i < 300; i++) await operator.intake.scan(scanOf(`DURING-${i}`))
    expect(await verifying).toMatchObject({ ok: true, problems: [] })
    expect(station.services.store.db.prepare('SELECT count(*) AS n FROM piece').get()).toEqual({ n: 600 })
  })

  test('comes to the same wherever the log is cut into stretches', async () => {
    const { folder, head } = await closedStore()
    tampered(folder, (db) => withoutTriggers(db, () => db.exec(`DELETE FROM event WHERE sequence IN (9, 10, 31)`)))
    const db = connect(join(folder, 'pigeonhole.db'), { readonly: true })
    onTestFinished(() => { db.close() })
    const [device] = heads(db).map((at) => at.device)
    const context = { folder, kinds: EVENT_KINDS, open: () => connect(join(folder, 'pigeonhole.db'), { readonly: true }), progress: () => {}, breathe: async () => {}, beside: () => Promise.reject(new Error('Nobody is beside.')) }
    const checked = async (span: number) => {
      const found = []
      for (const stretch of stretches(db, [device ?? ''], head, span)) found.push(await checkStretch(stretch, context))
      return {
        events: found.reduce((sum, { events }) => sum + events, 0), bad: found.flatMap(({ bad }) => bad ?? []), anchor: found.flatMap(({ anchor }) => anchor ?? []), last: found.findLast(({ last }) => last)?.last,
      }
    }
    const whole = await checked(50_000)
    expect(whole).toMatchObject({ bad: [{ sequence: 11, message: 'Event 9 is missing.' }], anchor: [] })
    for (const span of [1, 2, 3, 7, 8, 9, 10, 11, 12, 30, 31]) {
      const { bad, anchor, ...rest } = await checked(span)
      expect({ span, ...rest, first: bad[0] }).toEqual({ span, events: whole.events, last: whole.last, first: whole.bad[0] })
      // Each stretch says what is wrong in it alone, so an anchor behind the first fault is for the caller to leave out.
      expect(bad.map(({ sequence }) => sequence)).toEqual(bad.map(({ sequence }) => sequence).toSorted((a, b) => a - b))
      expect(anchor.length).toBeLessThanOrEqual(1)
    }
  })

  test('an anchor counts only in front of the first fault of the whole log, whichever stretch it stands in', () => {
    const db = connect(':memory:')
    onTestFinished(() => { db.close() })
    db.exec('CREATE TABLE head (device TEXT, sequence INTEGER, hash BLOB)')
    const stretch = (after: number, found: { bad?: number; anchor?: number }) => ({
      device: 'd', after, upTo: after + 10, before: '', against: null, redacted: new Set<string>(), events: 10, last: { sequence: after + 10, hash: 'h' }, files: [],
      bad: found.bad === undefined ? null : { sequence: found.bad, message: 'bad' }, anchor: found.anchor ?? null,
    })
    const anchored = (checked: Array<ReturnType<typeof stretch>>, stuck: number | null = null) =>
      outcome(db, ['d'], checked, stuck === null ? null : { device: 'd', sequence: stuck, message: 'stuck' }, []).anchor?.sequence ?? null
    expect(anchored([stretch(0, {}), stretch(10, { anchor: 12 })])).toBe(12)
    expect(anchored([stretch(0, {}), stretch(10, { anchor: 12, bad: 15 })])).toBe(12)
    expect(anchored([stretch(10, { anchor: 12, bad: 15 }), stretch(0, { bad: 4 })])).toBeNull()
    expect([anchored([stretch(0, { anchor: 5 })], 7), anchored([stretch(0, { anchor: 5 })], 5), anchored([stretch(0, { anchor: 5 })], 4), anchored([stretch(0, {}), stretch(10, { anchor: 12 })], 7)]).toEqual([5, 5, null, null])
  })

  test('can be stopped', async () => {
    const { operator, supervisor } = await testStation()
    for (let i = 0; i < 50; i++) await operator.intake.scan(scanOf(`P-${i}`))
    const stream = await supervisor.office.verify({})
    for await (const message of stream) {
      expect(message).toHaveProperty('progress')
      break
    }
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true })
  })
})

test('the worker ends after a while without a job, and the next job begins another that the end of the first does not touch', async () => {
  const { folder } = await closedStore()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const reader = createReader(WORKER, folder)
  try {
    const before = await reader.run('verify', { against: null, replay: false })
    vi.runAllTimers()
    const [one, two] = await Promise.all([reader.run('verify', { against: null, replay: false }), reader.run('verify', { against: null, replay: true })])
    expect([before.problems, one.problems, two.problems]).toEqual([[], [], []])
    const cut = reader.run('verify', { against: null, replay: true })
    await Promise.all([reader.close(), expect(cut).rejects.toThrow('The reader stopped.')])
  } finally {
    vi.useRealTimers()
  }
})
