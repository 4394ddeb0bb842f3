import { describe, expect, test } from 'vitest'
import { connect, openStation, temporaryFolder, testStation } from '../helpers.ts'

const refused = (code: string) => expect.objectContaining({ code: 'REFUSED', data: expect.objectContaining({ code }) })

describe('people', () => {
  test('are added at the counter, changed, found and told apart', async () => {
    const { operator, supervisor, administrator } = await testStation()
    const legal = await administrator.directory.saveDepartment({ name: 'Legal', code: 'LG' })
    const stop = await administrator.directory.saveMailStop({ code: '4-120', building: 'North', floor: '4', location: 'B-14' })
    const ann = await operator.directory.addPerson({ given: 'Ann', family: 'Lee', department: legal.id, mailStop: stop.id, email: ' ann.lee@example.com ', aliases: ['Annie'], badge: '0042' })
    const other = await operator.directory.addPerson({ given: 'Ann', family: 'Lee', employeeId: 'E7' })
    expect(ann).toEqual({
      id: ann.id, name: 'Ann Lee', department: 'Legal', mailStop: '4-120', location: 'B-14', active: true, leftOn: null, away: false, awayUntil: null, deputy: null, waiting: 0,
      employeeId: '', given: 'Ann', family: 'Lee', email: 'ann.lee@example.com', phone: '', departmentId: legal.id, mailStopId: stop.id, building: 'North', floor: '4', ownLocation: '',
      aliases: ['Annie'], badge: '0042', forwarding: '', notice: 'office', note: '', absences: [], delegates: [], delegateOf: [],
    })
    const { rows, more } = await operator.directory.search({ text: 'an le' })
    expect({ rows: rows.map(({ id, distinguishing, matched, alias }) => ({ id, distinguishing, matched, alias })), more }).toEqual({
      rows: [
        { id: ann.id, distinguishing: 'Legal', matched: [{ field: 'name', from: 0, to: 2 }, { field: 'name', from: 4, to: 6 }, { field: 'department', from: 0, to: 2 }], alias: null },
        { id: other.id, distinguishing: 'employee E7', matched: [{ field: 'name', from: 0, to: 2 }, { field: 'name', from: 4, to: 6 }], alias: null },
      ],
      more: false,
    })
    expect((await operator.directory.search({ text: '0042' })).rows.map((row) => row.id)).toEqual([ann.id])
    expect((await operator.directory.search({ text: 'ANN.LEE@example.com' })).rows.map((row) => row.id)).toEqual([ann.id])
    expect((await operator.directory.search({ text: '', likely: [other.id] })).rows.map((row) => row.id)).toEqual([other.id])
    expect((await operator.directory.search({ text: 'lee', likely: [other.id] })).rows.map((row) => row.id)).toEqual([other.id, ann.id])

    const renamed = await supervisor.directory.changePerson({ id: other.id, fields: { family: 'Okafor' } })
    expect({ name: renamed.name, employeeId: renamed.employeeId }).toEqual({ name: 'Ann Okafor', employeeId: 'E7' })
    expect((await operator.directory.search({ text: 'ann lee' })).rows.map((row) => [row.id, row.distinguishing])).toEqual([[ann.id, null]])
    expect((await operator.directory.search({ text: 'okaofr' })).rows.map((row) => row.id)).toEqual([other.id])
    await expect(operator.directory.addPerson({ given: 'X', employeeId: 'e7' })).rejects.toEqual(refused('employee-id-taken'))
    await expect(operator.directory.addPerson({ given: 'X', email: 'Ann.Lee@EXAMPLE.com' })).rejects.toEqual(refused('email-taken'))
    await expect(operator.directory.addPerson({ phone: '1' })).rejects.toEqual(refused('no-name'))
    await expect(operator.directory.changePerson({ id: ann.id, fields: { given: 'Bob' } })).rejects.toMatchObject({ code: 'ROLE' })
    await expect(supervisor.directory.saveDepartment({ name: 'X' })).rejects.toMatchObject({ code: 'ROLE' })
    await expect(administrator.directory.saveDepartment({ name: 'L\u00E9gal' })).rejects.toEqual(refused('department-taken'))
    expect((await operator.directory.departments()).map(({ name, people }) => [name, people])).toEqual([['Legal', 1]])
  })

  test('who left is found behind the others and listed apart', async () => {
    const { operator, supervisor } = await testStation({ now: () => Date.UTC(2026, 10, 24, 15) })
    const abe = await operator.directory.addPerson({ given: 'Abe', family: 'Lee' })
    const zoe = await operator.directory.addPerson({ given: 'Zoe', family: 'Lee' })
    expect(await supervisor.directory.deactivate({ id: abe.id })).toMatchObject({ active: false, leftOn: '2026-11-24' })
    expect((await operator.directory.search({ text: 'lee' })).rows.map((row) => [row.name, row.active, row.leftOn])).toEqual([['Zoe Lee', true, null], ['Abe Lee', false, '2026-11-24']])
    expect([(await operator.directory.list({})).rows.map((row) => row.id), (await operator.directory.list({ state: 'left' })).rows.map((row) => row.id)]).toEqual([[zoe.id], [abe.id]])
    expect(await supervisor.directory.reactivate({ id: abe.id })).toMatchObject({ active: true, leftOn: null })
  })

  test('absences and delegates hang on the person, with their days', async () => {
    let now = Date.UTC(2026, 10, 24, 15)
    const { operator, supervisor } = await testStation({ now: () => now })
    const [ann, bob] = [await operator.directory.addPerson({ given: 'Ann', family: 'Lee' }), await operator.directory.addPerson({ given: 'Bob', family: 'May' })]
    const away = await operator.directory.setAbsence({ person: ann.id, from: '2026-11-20', until: '2026-11-30', note: 'leave', deputy: bob.id })
    expect(away).toMatchObject({ away: true, awayUntil: '2026-11-30', deputy: { id: bob.id, name: 'Bob May' } })
    expect((await operator.directory.list({ state: 'away' })).rows.map((row) => row.name)).toEqual(['Ann Lee'])
    const [first] = away.absences
    const open = await operator.directory.setAbsence({ person: ann.id, absence: first?.id ?? '', from: '2026-11-21' })
    expect(open.absences).toEqual([{ id: first?.id, from: '2026-11-21', until: null, note: '', deputy: null }])
    await expect(operator.directory.setAbsence({ person: ann.id, from: '2026-11-20', until: '2026-11-19' })).rejects.toEqual(refused('days'))
    await expect(operator.directory.setAbsence({ person: bob.id, absence: first?.id ?? '', from: '2026-11-20' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await operator.directory.setAbsence({ person: ann.id, absence: first?.id ?? '', from: '2026-11-21', until: '2026-11-25' })
    now = Date.UTC(2026, 10, 27, 15)
    expect(await operator.directory.get({ id: ann.id })).toMatchObject({ away: false, absences: [] })

    const delegated = await supervisor.directory.setDelegate({ person: ann.id, delegate: bob.id, until: '2026-12-24' })
    expect(delegated.delegates).toMatchObject([{ person: { id: bob.id, name: 'Bob May' }, from: null, until: '2026-12-24' }])
    expect((await supervisor.directory.setDelegate({ person: ann.id, delegate: bob.id })).delegates).toMatchObject([{ until: null }])
    expect((await operator.directory.get({ id: bob.id })).delegateOf).toMatchObject([{ person: { id: ann.id } }])
    expect((await supervisor.directory.removeDelegate({ person: ann.id, delegate: bob.id })).delegates).toEqual([])
    await expect(supervisor.directory.setDelegate({ person: ann.id, delegate: ann.id })).rejects.toEqual(refused('own-delegate'))
  })

  test('every change leaves an audit event that names record and fields, never values', async () => {
    const { station, operator, supervisor } = await testStation()
    const before = station.services.store.head?.sequence ?? 0
    const ann = await operator.directory.addPerson({ given: 'Secretname', family: 'Lee' })
    await supervisor.directory.changePerson({ id: ann.id, fields: { phone: '555-0100' } })
    await supervisor.directory.changePerson({ id: ann.id, fields: { phone: '555-0100' } })
    const events = station.services.store.db.prepare<[number], { kind: string; payload: string }>('SELECT kind, payload FROM event WHERE sequence > ? ORDER BY sequence').all(before)
    expect(events.map(({ kind, payload }) => [kind, JSON.parse(payload)])).toEqual([
      ['record.changed', { table: 'person', record: ann.id, action: 'added', fields: ['given', 'family', 'name'] }],
      ['record.changed', { table: 'person', record: ann.id, action: 'changed', fields: ['phone'] }],
    ])
  })

  test('hostile texts are shown as they were or refused with a reason, in every field', async () => {
    const { operator, supervisor, administrator } = await testStation()
    const kept = ['<script>alert(1)</script>', '=1+1', '\u0007\u001B[2J', '\u{1F4E6}', "'; DROP TABLE person; --", '\u202Eabc', '%s{{x}}']
    for (const text of kept) {
      const made = await operator.directory.addPerson({ given: text, family: 'Xu', phone: text, note: text, forwarding: text, location: text, badge: text, aliases: [text] })
      expect(await operator.directory.get({ id: made.id })).toMatchObject({ given: text, name: `${text} Xu`, phone: text, note: text, forwarding: text, location: text, badge: text, aliases: [text] })
      const department = await administrator.directory.saveDepartment({ name: text, code: text })
      const stop = await administrator.directory.saveMailStop({ code: text, building: text, floor: text, description: text, location: text })
      expect([department, stop]).toMatchObject([{ name: text, code: text }, { code: text, building: text, floor: text, description: text, location: text }])
      const moved = await supervisor.directory.changePerson({ id: made.id, fields: { name: text, employeeId: text, department: department.id, mailStop: stop.id } })
      expect(moved).toMatchObject({ name: text, employeeId: text, department: text, mailStop: text })
      await operator.directory.setAbsence({ person: made.id, from: '2020-01-01', note: text })
      expect((await operator.directory.get({ id: made.id })).absences).toMatchObject([{ note: text }])
      expect((await operator.directory.search({ text })).rows.map((row) => row.id)).toContain(made.id)
    }
    for (const text of ['a\u0000b', '\uD83D', 'x'.repeat(100_000)]) {
      for (const field of ['given', 'family', 'name', 'employeeId', 'phone', 'location', 'badge', 'forwarding', 'note'] as const) await expect(operator.directory.addPerson({ given: 'Xu', [field]: text }), field).rejects.toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ message: expect.stringMatching(/\w+ \w+/) }] } })
      await expect(operator.directory.addPerson({ given: 'Xu', aliases: [text] })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      for (const field of ['name', 'code'] as const) await expect(administrator.directory.saveDepartment({ name: 'Xu', [field]: text }), field).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      for (const field of ['code', 'building', 'floor', 'description', 'location'] as const) await expect(administrator.directory.saveMailStop({ code: 'Xu', [field]: text }), field).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(operator.directory.search({ text })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
    expect((await operator.directory.list({})).total).toBe(kept.length)
  })

  test('are there after the station was opened again, and nobody else gets them', async () => {
    const folder = `${temporaryFolder()}/store`
    const { station, operator } = await testStation({ folder })
    await operator.directory.addPerson({ given: 'Wilhelmina', family: 'Quist' })
    await expect(connect(station).directory.search({ text: 'wi' })).rejects.toMatchObject({ code: 'SIGN_IN' })
    await station.close()
    const again = openStation({ folder })
    const context = again.connect()
    context.connection.signedIn = { id: 'test', name: 'Test', role: 'operator' }
    const { createRouterClient } = await import('@orpc/server')
    expect((await createRouterClient(again.router, { context }).directory.search({ text: 'wilhemina' })).rows.map((row) => row.name)).toEqual(['Wilhelmina Quist'])
  })

  test('of one name are told apart by what differs, down to nothing but their order', async () => {
    const { operator } = await testStation()
    for (const fields of [{ phone: '1' }, { phone: '2' }, {}, {}]) await operator.directory.addPerson({ given: 'Ann', family: 'Lee', ...fields })
    expect((await operator.directory.search({ text: 'lee' })).rows.map((row) => row.distinguishing)).toEqual(['1', '2', '3 of 4', '4 of 4'])
  })
})
