import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { pieceHandedOver } from '../../../src/main/custody/events.ts'
import { redactAgain } from '../../../src/main/keep/drafts.ts'
import { keptFrom } from '../../../src/main/keep/keep.ts'
import { restore } from '../../../src/main/store/restore.ts'
import { newId } from '../../../src/shared/ids.ts'
import type { Client } from '../helpers.ts'
import { connectAs, openStation, reportOf, scanOf, temporaryFolder, testStation } from '../helpers.ts'

const NAME = 'Zebulon Quackenbush'
const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(900, 7)])

async function named(operator: Client, text: string): Promise<string> {
  const { piece } = await operator.intake.scan(scanOf(text))
  await operator.intake.assign({ pieces: [piece.id], recipient: { name: NAME, department: 'Legal' } })
  await operator.intake.detail({ piece: piece.id, fields: { sender: `${NAME} and Sons`, note: `for ${NAME}`, reference: 'Roe 7' } })
  await operator.intake.correct({ piece: piece.id, reason: `${NAME} said so`, fields: { sender: `${NAME} Ltd` } })
  return piece.id
}

describe('removing content', () => {
  test('takes it from log, lists, search and files; lines, hashes and replay stay whole', async () => {
    const { station, operator, administrator, supervisor } = await testStation()
    const { store } = station.services
    const piece = await named(operator, '9589071052700412335610')
    const other = await named(operator, 'BOX-2')
    const { file } = await operator.intake.photo({ piece, content: PHOTO.toString('base64') })
    expect(await administrator.keep.preview({ piece })).toMatchObject({ pieces: 1, entries: 4, files: [{ kind: 'photo', files: 1, kept: 0 }], stays: [], held: 0, messages: 0, jobs: 0, heldCopies: 0, shared: [], signed: [] })
    const before = store.head
    expect(await administrator.keep.remove({ about: { piece: '9589 0710 5270 0412 3356 10' }, reason: 'asked for by the recipient' })).toMatchObject({ pieces: 1, entries: 4, files: [{ kind: 'photo', files: 1, kept: 0 }], stays: [], held: 0, messages: 0, jobs: 0, heldCopies: 0, shared: [], signed: [] })
    const { piece: row, events, photos } = await operator.pieces.get({ id: piece })
    expect(row).toMatchObject({ recipient: { person: null, name: '', department: 'Legal' }, sender: '', note: '', reference: '', photos: 0, number: '9589071052700412335610' })
    expect(events.filter((event) => event.payload === null).map((event) => event.kind)).toEqual(['piece.assigned', 'piece.detailed', 'piece.corrected', 'piece.photographed'])
    expect(photos).toEqual([])
    expect((await operator.pieces.find({ text: 'Quackenbush' })).rows.map((one) => one.id)).toEqual([other])
    expect(existsSync(store.files.path(file))).toBe(false)
    await expect(operator.pieces.file({ hash: file })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const report = await reportOf(await supervisor.office.verify({ against: before?.hash.toString('hex') ?? '' }))
    expect(report).toMatchObject({ ok: true, problems: [] })
    await operator.intake.assign({ pieces: [piece], recipient: { name: 'Somebody Else' } })
    expect((await operator.pieces.get({ id: piece })).piece.recipient?.name).toBe('Somebody Else')
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true })
    await administrator.keep.remove({ about: { piece: other }, reason: 'asked for' })
    await station.close()
    const bytes = readdirSync(store.folder).filter((name) => name.startsWith('pigeonhole.db')).map((name) => readFileSync(join(store.folder, name)))
    expect(bytes.some((one) => one.includes(`${NAME} and Sons`))).toBe(false)
  })

  test('of everything of a person, and of who took it', async () => {
    const { station, operator, administrator, supervisor } = await testStation()
    const { id: person } = await operator.directory.addPerson({ given: 'Zebulon', family: 'Quackenbush' })
    const pieces: string[] = []
    for (const text of ['ONE', 'TWO']) {
      const { piece } = await operator.intake.scan(scanOf(text))
      await operator.intake.assign({ pieces: [piece.id], recipient: { person } })
      pieces.push(piece.id)
    }
    station.services.store.operate({ id: 'c', name: 'C' }, () => ({ events: [pieceHandedOver.draft(pieces[0] ?? '', { handover: newId(Date.now()), receiver: { kind: 'recipient', person, name: NAME, idSeen: '' }, signed: null, note: '', run: null, recipient: NAME, from: '', allowedBy: null })], answer: () => null }))
    expect(await administrator.keep.remove({ about: { person }, reason: 'asked for' })).toEqual({ pieces: 2, entries: 3, goes: [{ kind: 'piece.assigned', entries: 2 }, { kind: 'piece.handed-over', entries: 1 }], files: [], stays: [], held: 0, messages: 0, jobs: 0, heldCopies: 0, shared: [], signed: [] })
    await expect(administrator.keep.remove({ about: { piece: 'ONE' }, reason: 'again' })).rejects.toMatchObject({ data: { code: 'nothing' } })
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true })
  })

  test('a legal hold by piece or by matter forbids it until it is lifted; both are entries of the log', async () => {
    const { operator, administrator, supervisor } = await testStation()
    const piece = await named(operator, 'BOX-1')
    const hold = await supervisor.keep.placeHold({ matter: 'roe 7', reason: 'letter of counsel' })
    await expect(supervisor.keep.placeHold({ matter: 'ROE 7', reason: 'again' })).rejects.toMatchObject({ data: { code: 'held' } })
    await expect(administrator.keep.remove({ about: { piece }, reason: 'asked for' })).rejects.toMatchObject({ data: { code: 'hold' } })
    expect((await operator.pieces.get({ id: piece })).piece.recipient?.name).toBe(NAME)
    await expect(supervisor.keep.liftHold({ id: hold.id, reason: 'closed' })).rejects.toMatchObject({ code: 'ROLE' })
    await administrator.keep.liftHold({ id: hold.id, reason: 'the matter is closed' })
    // Scanned a second time by mistake: the number means the piece that is here, not the voided line.
    await operator.pieces.void({ id: (await operator.intake.scan(scanOf('BOX-1'))).piece.id, reason: 'scanned twice' })
    const second = await supervisor.keep.placeHold({ piece: 'BOX-1', reason: 'a question is open' })
    expect(second.piece?.id).toBe(piece)
    await expect(administrator.keep.remove({ about: { piece }, reason: 'asked for' })).rejects.toMatchObject({ data: { code: 'hold' } })
    await administrator.keep.liftHold({ id: second.id, reason: 'answered' })
    expect(await administrator.keep.remove({ about: { piece }, reason: 'asked for' })).toMatchObject({ pieces: 1, held: 0 })
    expect((await supervisor.keep.holds()).map((one) => one.lifted?.reason)).toEqual(expect.arrayContaining(['the matter is closed', 'answered']))
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true })
  })

  test('of a number that several pieces bear is told which, or that all are meant; a hold on the number is on all of them', async () => {
    const { operator, administrator, supervisor } = await testStation()
    const [first, second, voided] = [await named(operator, 'BOX-1'), await named(operator, 'BOX-1'), await named(operator, 'BOX-1')]
    await operator.pieces.void({ id: voided, reason: 'scanned twice' })
    const name = async (id: string): Promise<string | undefined> => (await operator.pieces.get({ id })).piece.recipient?.name
    expect((await administrator.keep.bearers({ number: 'box-1 ' })).length + (await administrator.keep.bearers({ number: 'none' })).length).toBe(0)
    expect(await administrator.keep.bearers({ number: 'BOX-1' })).toMatchObject([{ id: voided, voided: true }, { id: second, name: NAME, state: 'received', voided: false }, { id: first, voided: false }])
    const which = { data: { code: 'which', field: 'piece' }, message: '2 pieces here have this number. Say which one is meant, or that all of them are.' }
    await expect(administrator.keep.preview({ piece: 'BOX-1' })).rejects.toMatchObject(which)
    await expect(administrator.keep.remove({ about: { piece: 'BOX-1' }, reason: 'asked for' })).rejects.toMatchObject(which)
    expect([await name(first), await name(second)]).toEqual([NAME, NAME])

    const hold = await supervisor.keep.placeHold({ piece: 'BOX-1', reason: 'counsel' })
    const holds = await supervisor.keep.holds()
    expect([hold.piece?.id, new Set(holds.map((one) => one.piece?.id))]).toEqual([second, new Set([first, second])])
    await expect(administrator.keep.remove({ about: { piece: 'BOX-1', every: true }, reason: 'asked for' })).rejects.toMatchObject({ data: { code: 'hold' } })
    expect(await name(voided)).toBe(NAME)
    for (const { id } of holds) await administrator.keep.liftHold({ id, reason: 'answered' })

    expect(await administrator.keep.remove({ about: { piece: first }, reason: 'asked for' })).toMatchObject({ pieces: 1 })
    expect([await name(first), await name(second), await name(voided)]).toEqual(['', NAME, NAME])
    expect(await administrator.keep.preview({ piece: 'BOX-1', every: true })).toMatchObject({ pieces: 2 })
    expect(await administrator.keep.remove({ about: { piece: 'BOX-1', every: true }, reason: 'asked for' })).toMatchObject({ pieces: 2 })
    expect([await name(second), await name(voided)]).toEqual(['', ''])
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true })
  })

  test('what was removed after a backup stays removed when the backup is restored', async () => {
    const { operator, administrator } = await testStation()
    const piece = await named(operator, 'BOX-1')
    const { file } = await operator.intake.photo({ piece, content: PHOTO.toString('base64') })
    const target = temporaryFolder()
    await administrator.backup.saveSettings({ folder: target, keep: { daily: 7, weekly: 4, monthly: 12 }, warnAfterDays: 2 })
    await reportOf(await administrator.office.backup({ folder: target }))
    await administrator.keep.remove({ about: { piece }, reason: 'asked for' })
    expect(existsSync(join(target, 'files', file.slice(0, 2), file))).toBe(false)
    const folder = join(temporaryFolder(), 'restored')
    const restored = await restore(target, folder, { kinds: EVENT_KINDS, program: 'test', redact: redactAgain })
    expect(restored).toMatchObject({ redacted: 4, missingFiles: [] })
    const again = openStation({ folder })
    expect((await connectAs(again, 'operator').pieces.get({ id: piece })).piece).toMatchObject({ recipient: { name: '' }, sender: '', photos: 0 })
    expect(await reportOf(await connectAs(again, 'supervisor').office.verify({}))).toMatchObject({ ok: true })
    expect(readdirSync(folder).filter((name) => name.startsWith('pigeonhole.db')).some((name) => readFileSync(join(folder, name)).includes(`${NAME} and Sons`))).toBe(false)
  })
})

describe('the office\'s policy', () => {
  test('is to keep everything until an administrator says for how long; then what is here and what is held still stays', async () => {
    const clock = { now: Date.UTC(2026, 0, 31, 15) }
    const { operator, administrator, supervisor } = await testStation({ now: () => clock.now })
    const [gone, here, held] = [await named(operator, 'GONE'), await named(operator, 'HERE'), await named(operator, 'HELD')]
    await supervisor.pieces.void({ id: gone, reason: 'left' })
    await supervisor.pieces.void({ id: held, reason: 'left' })
    await supervisor.keep.placeHold({ piece: held, reason: 'counsel' })
    clock.now += 400 * 86_400_000
    expect((await administrator.tasks.list()).find((task) => task.id === 'retention')?.missing).toContain('Everything is kept')
    await administrator.keep.saveSettings({ months: 12 })
    expect(await reportOf(await administrator.tasks.run({ tasks: ['retention'] }))).toMatchObject([{ outcome: 'done', message: 'Content of 1 pieces from before 2026-03-07 was removed.' }])
    const names = await Promise.all([gone, here, held].map(async (id) => (await operator.pieces.get({ id })).piece.recipient?.name))
    expect(names).toEqual(['', NAME, NAME])
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true })
  })

  test.each([['2026-11-24', 12, '2025-11-24'], ['2026-03-31', 1, '2026-02-28'], ['2024-02-29', 12, '2023-02-28'], ['2026-01-15', 13, '2024-12-15']])('%s less %i months is %s', (today, months, from) => {
    expect(keptFrom(today, months)).toBe(from)
  })
})
