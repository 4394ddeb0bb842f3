import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/shared/ids.ts'
import { officeDay } from '../../../src/shared/mail/days.ts'
import type { Services } from '../../../src/main/services.ts'
import { Refusal } from '../../../src/main/call.ts'
import type { Task } from '../../../src/main/tasks/task.ts'
import { createTasks } from '../../../src/main/tasks/tasks.ts'
import { listCopies } from '../../../src/main/store/backup.ts'
import { reportOf, temporaryFolder, testStation } from '../helpers.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Noon in New York, a Tuesday. */
const NOON = Date.UTC(2026, 10, 24, 17)

/** A station whose clock is set by hand, with tasks of the test's own. */
async function clockwork(table: (ran: string[]) => Task[]) {
  const clock = { now: NOON }
  const { station } = await testStation({ now: () => clock.now })
  const ran: string[] = []
  const services: Services = { ...station.services, store: station.services.store, tasks: createTasks(table(ran), () => services) }
  return { clock, tasks: services.tasks, ran, station }
}

const daily = (id: string, at: string, run: Task['run']): Task => ({ id, title: `The ${id}`, what: 'Does it.', schedule: { every: 'day', at, days: [0, 1, 2, 3, 4, 5, 6] }, run })

describe('scheduled tasks', () => {
  test('run when they are due, once, and say with what result', async () => {
    const { clock, tasks, ran } = await clockwork((ran) => [daily('count', '17:30', async (_, { due }) => { ran.push(new Date(due).toISOString()); return 'Counted 3.' })])
    expect(await tasks.run()).toEqual([])
    clock.now = NOON + 5.5 * HOUR + 1_000
    expect(await tasks.run()).toEqual([{ task: 'count', title: 'The count', due: NOON + 5.5 * HOUR, started: clock.now, ended: clock.now, outcome: 'done', message: 'Counted 3.', by: 'Pigeonhole' }])
    expect(await tasks.run()).toEqual([])
    expect(ran).toEqual(['2026-11-24T22:30:00.000Z'])
    expect(tasks.list()).toMatchObject([{ id: 'count', standard: true, missing: null, next: NOON + 5.5 * HOUR + DAY, running: false, last: { outcome: 'done' } }])
  })

  test('what was missed for days runs once, for the first time it was missed, and is told of every one', async () => {
    const { clock, tasks, ran } = await clockwork((ran) => [daily('count', '17:30', async (_, { due, missed }) => { ran.push(`${new Date(due).toISOString()} ${missed.map((at) => officeDay(at, 'America/New_York').slice(8)).join(' ')}`); return 'Done.' })])
    clock.now = NOON + 4 * DAY
    expect(await tasks.run()).toMatchObject([{ due: NOON + 5.5 * HOUR, started: clock.now }])
    expect(await tasks.run()).toEqual([])
    expect(ran).toEqual(['2026-11-24T22:30:00.000Z 24 25 26 27'])
    expect(tasks.list()[0]?.next).toBe(NOON + 4 * DAY + 5.5 * HOUR)
  })

  test('a failed one says why, is tried again within the hour, and stands as failed until it worked', async () => {
    let broken = true
    const { clock, tasks } = await clockwork(() => [daily('count', '17:30', async () => {
      if (broken) throw new Refusal('gone', 'The folder is not there. Connect the drive.')
      return 'Done.'
    })])
    clock.now = NOON + 6 * HOUR
    expect(await tasks.run()).toMatchObject([{ outcome: 'failed', message: 'The folder is not there. Connect the drive.' }])
    expect(tasks.failed()).toHaveLength(1)
    clock.now += HOUR - 1
    expect(await tasks.run()).toEqual([])
    clock.now += 1
    broken = false
    expect(await tasks.run()).toMatchObject([{ outcome: 'done', due: NOON + 5.5 * HOUR }])
    expect(tasks.failed()).toEqual([])
  })

  test('nothing to do is not written down, and is not looked for again before the next time', async () => {
    const { clock, tasks, ran, station } = await clockwork((ran) => [{ id: 'look', title: 'Look', what: 'Looks.', schedule: { every: 'minutes', minutes: 15 }, run: async () => { ran.push('looked'); return null } }])
    const before = station.services.store.head?.sequence
    clock.now += 15 * 60_000
    expect([await tasks.run(), await tasks.run(), ran, station.services.store.head?.sequence]).toEqual([[], [], ['looked'], before])
    clock.now += 15 * 60_000
    await tasks.run()
    expect(ran).toEqual(['looked', 'looked'])
  })

  test('what lacks a setting is not due, and says what is missing when a person asks for it', async () => {
    const { clock, tasks, ran } = await clockwork((ran) => [{ ...daily('count', '17:30', async () => { ran.push('ran'); return 'Done.' }), missing: () => 'Choose a folder first.' }])
    clock.now += DAY
    expect(await tasks.run()).toEqual([])
    expect(await tasks.run({ only: ['count'], by: { id: 'p', name: 'Pat' } })).toMatchObject([{ outcome: 'failed', message: 'Choose a folder first.', by: 'Pat', due: null }])
    expect(ran).toEqual([])
    expect(() => tasks.run({ only: ['other'] })).toThrow('There is no task "other"')
  })

  test('closing stops what runs, and it is due again at the next start', async () => {
    const { clock, tasks, station } = await clockwork(() => [daily('long', '12:30', async (_, { signal }) => await new Promise((_resolve, reject) => { signal.addEventListener('abort', () => { reject(new Error('stopped')) }) }))])
    clock.now += HOUR
    const running = tasks.run()
    await tasks.close()
    expect(await running).toEqual([])
    expect(station.services.store.db.prepare('SELECT count(*) AS n FROM task_run').get()).toEqual({ n: 0 })
  })
})

describe('the backup by itself', () => {
  test('is due every day once a folder is set, is kept by the rotation, and its schedule is an audited setting', async () => {
    const clock = { now: NOON }
    const { station, administrator, supervisor, operator } = await testStation({ now: () => clock.now })
    const folder = temporaryFolder()
    expect((await supervisor.tasks.list()).find((task) => task.id === 'backup')).toMatchObject({ missing: expect.stringContaining('Choose a folder') as unknown })
    expect((await operator.office.status()).backupOld).toBe(false)
    clock.now += 3 * DAY
    expect(await operator.office.status()).toMatchObject({ backupOld: true, warnings: [{ code: 'backup-old', message: expect.stringContaining('There is no backup') as unknown }] })
    await administrator.backup.saveSettings({ folder, keep: { daily: 2, weekly: 0, monthly: 0 }, warnAfterDays: 2 })
    for (let day = 0; day < 4; day++) {
      expect((await reportOf(await supervisor.tasks.run({}))).filter((run) => run.task === 'backup')).toMatchObject([{ task: 'backup', outcome: 'done', message: expect.stringContaining('checked') as unknown, by: 'Test supervisor' }])
      clock.now += DAY
    }
    expect(listCopies(folder)).toHaveLength(2)
    expect((await operator.office.status()).backupOld).toBe(false)
    const row = await administrator.tasks.save({ task: 'backup', schedule: { every: 'day', at: '06:15', days: [1] } })
    expect(row).toMatchObject({ standard: false, schedule: { every: 'day', at: '06:15', days: [1] }, next: Date.UTC(2026, 11, 7, 11, 15) })
    const { kind, payload } = station.services.store.db.prepare('SELECT kind, payload FROM event ORDER BY sequence DESC LIMIT 1').get() as { kind: string; payload: string }
    expect([kind, JSON.parse(payload)]).toEqual(['record.changed', { table: 'task', record: 'backup', action: 'changed', fields: ['schedule'] }])
    expect(await supervisor.tasks.runs({ task: 'backup', limit: 2 })).toMatchObject([{ due: expect.any(Number) as unknown }, {}])
    await expect(operator.tasks.list()).rejects.toMatchObject({ code: 'ROLE' })
    await expect(administrator.tasks.save({ task: newId(0), schedule: { every: 'never' } })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true })
  })

  test('that cannot write says so on every screen until it worked', async () => {
    const { administrator, operator } = await testStation()
    const folder = join(temporaryFolder(), 'copies-go-here')
    writeFileSync(folder, 'a file in the way')
    await administrator.backup.saveSettings({ folder, keep: { daily: 7, weekly: 4, monthly: 12 }, warnAfterDays: 2 })
    expect(await reportOf(await administrator.tasks.run({ tasks: ['backup'] }))).toMatchObject([{ outcome: 'failed' }])
    expect((await operator.office.status()).warnings).toMatchObject([{ code: 'task-backup', message: expect.stringContaining('"Backup" did not work') as unknown }])
    await administrator.backup.saveSettings({ folder: `${folder}-2`, keep: { daily: 7, weekly: 4, monthly: 12 }, warnAfterDays: 2 })
    await reportOf(await administrator.tasks.run({ tasks: ['backup'] }))
    expect((await operator.office.status()).warnings).toEqual([])
    expect(existsSync(join(`${folder}-2`, 'copies'))).toBe(true)
  })

  test('never goes into the store itself', async () => {
    const { station, administrator } = await testStation()
    const inside = join(station.services.store.folder, 'copies')
    await expect(administrator.backup.saveSettings({ folder: inside, keep: { daily: 1, weekly: 1, monthly: 1 }, warnAfterDays: 2 })).rejects.toMatchObject({ data: { code: 'inside', field: 'folder' } })
  })
})
