import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/shared/ids.ts'
import type { Client } from '../helpers.ts'
import { reportOf, scanOf, testStation } from '../helpers.ts'

async function office() {
  const made = await testStation()
  const legal = await made.administrator.directory.saveDepartment({ name: 'Legal' })
  const finance = await made.administrator.directory.saveDepartment({ name: 'Finance' })
  const stop = await made.administrator.directory.saveMailStop({ code: 'MS 210', location: 'B-14' })
  const add = (name: string, department: string) => made.administrator.directory.addPerson({ name, department, mailStop: stop.id })
  const people = { delphine: await add('Delphine Okafor', legal.id), sam1: await add('Sam Rivera', legal.id), sam2: await add('Sam Rivera', finance.id), gone: await add('Ines Gone', legal.id) }
  await made.administrator.directory.deactivate({ id: people.gone.id })
  return { ...made, people }
}

const taken = async (client: Client, text: string): Promise<string> => (await client.intake.scan(scanOf(text))).piece.id
const as = (person: { id: string; name: string }, department: string) => ({ person: person.id, name: person.name, department, mailStop: 'MS 210' })

describe('a recipient', () => {
  test('from the directory stands on the piece as it was shown, with what else was seen, in one go', async () => {
    const { operator, people } = await office()
    const { piece } = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    const said = { pieces: [piece.id], recipient: { person: people.delphine.id }, source: 'likely' as const, fields: { type: 'parcel' as const, condition: 'damaged' as const, count: 2, location: ' B-14 ', sender: 'Example Supply Co.', reference: 'PO 7', note: 'corner torn' } }
    const after = {
      ...piece, state: 'stored', assignment: 'person', recipient: as(people.delphine, 'Legal'), type: 'parcel', condition: 'damaged', count: 2, location: 'B-14', sender: 'Example Supply Co.', reference: 'PO 7', note: 'corner torn',
    }
    expect(await operator.intake.assign(said)).toEqual({ rows: [after], assignment: 'person', candidates: [] })
    // The same call after a lost answer is answered and not written again.
    expect(await operator.intake.assign(said)).toEqual({ rows: [after], assignment: 'person', candidates: [] })
    const { events } = await operator.pieces.get({ id: piece.id })
    expect(events.map(({ kind, payload }) => ({ kind, payload }))).toEqual([
      { kind: 'piece.received', payload: expect.any(Object) },
      { kind: 'piece.assigned', payload: { recipient: as(people.delphine, 'Legal'), assignment: 'person', source: 'likely' } },
      { kind: 'piece.detailed', payload: { type: 'parcel', condition: 'damaged', count: 2, location: 'B-14', sender: 'Example Supply Co.', reference: 'PO 7', note: 'corner torn' } },
    ])
    for (const text of ['okafor', 'del', 'legal', 'B-14', 'supply', 'PO 7', 'torn corner', '210']) expect((await operator.pieces.find({ text })).rows.map((row) => row.id), text).toEqual([piece.id])
    expect((await operator.pieces.find({ text: 'okafor finance' })).rows).toEqual([])
  })

  test('typed by a name that one person here has is that person; otherwise it stays open, with who may be meant', async () => {
    const { operator, people } = await office()
    const given = async (name: string, department = '') => {
      const { assignment, candidates, rows } = await operator.intake.assign({ pieces: [await taken(operator, `N-${name}-${department}`)], recipient: { name, department } })
      return { assignment, candidates: candidates.map((person) => person.person), recipient: rows[0]?.recipient }
    }
    const typed = (name: string, department = '') => ({ person: null, name, department, mailStop: '' })
    expect(await given('delphine OKAFOR')).toEqual({ assignment: 'person', candidates: [], recipient: as(people.delphine, 'Legal') })
    expect(await given('Sam Rivera')).toEqual({ assignment: 'several', candidates: expect.arrayContaining([people.sam1.id, people.sam2.id]), recipient: typed('Sam Rivera') })
    expect(await given('Sam Rivera', 'finance')).toEqual({ assignment: 'person', candidates: [], recipient: as(people.sam2, 'Finance') })
    expect(await given('Delphine')).toEqual({ assignment: 'unknown', candidates: [people.delphine.id], recipient: typed('Delphine') })
    expect(await given('Ines Gone')).toEqual({ assignment: 'unknown', candidates: [people.gone.id], recipient: typed('Ines Gone') })
    expect(await given('Nobody Known')).toEqual({ assignment: 'unknown', candidates: [], recipient: typed('Nobody Known') })
    expect(await given('', 'Facilities')).toEqual({ assignment: 'department', candidates: [], recipient: typed('', 'Facilities') })
    const id = await taken(operator, 'LAST')
    await expect(operator.intake.assign({ pieces: [id], recipient: {} })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(operator.intake.assign({ pieces: [id], recipient: { person: newId(0) } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('is given to all pieces that are named, or to none of them', async () => {
    const { operator, people } = await office()
    const ids = [await taken(operator, 'A-1'), await taken(operator, 'A-2'), await taken(operator, 'A-3')]
    await operator.pieces.void({ id: ids[2] ?? '', reason: 'not ours' })
    await expect(operator.intake.assign({ pieces: ids, recipient: { person: people.delphine.id } })).rejects.toMatchObject({ data: { code: 'voided' } })
    expect((await operator.pieces.list({ recipient: people.delphine.id })).rows).toEqual([])
    await operator.intake.assign({ pieces: ids.slice(0, 2), recipient: { person: people.delphine.id } })
    expect((await operator.pieces.list({ recipient: people.delphine.id })).rows.map((row) => row.number)).toEqual(['A-2', 'A-1'])
  })
})

test('the worklist holds what lacks a recipient, has several or an unknown one, oldest first; giving one takes it off', async () => {
  const { operator, people, supervisor } = await office()
  const ids: string[] = []
  for (const text of ['W-1', 'W-2', 'W-3', 'W-4', 'W-5']) ids.push(await taken(operator, text))
  const [none, several, unknown, done, voided] = ids as [string, string, string, string, string]
  await operator.intake.assign({ pieces: [several], recipient: { name: 'Sam Rivera' } })
  await operator.intake.assign({ pieces: [unknown], recipient: { name: 'Nobody Known' } })
  await operator.intake.assign({ pieces: [done], recipient: { person: people.delphine.id } })
  await operator.pieces.void({ id: voided, reason: 'empty envelope' })
  const list = async (filter?: 'none' | 'several' | 'unknown') => (await operator.intake.worklist(filter ? { filter } : {})).rows.map((row) => row.id)
  expect(await list()).toEqual([none, several, unknown])
  expect([await list('none'), await list('several'), await list('unknown')]).toEqual([[none], [several], [unknown]])
  expect((await operator.intake.worklist({})).counts).toEqual({ none: 1, several: 1, unknown: 1 })
  const first = await operator.intake.worklist({ limit: 2 })
  expect((await operator.intake.worklist({ limit: 2, cursor: first.next ?? 0 })).rows.map((row) => row.id)).toEqual([unknown])
  expect((await operator.intake.likely({ piece: several })).rows.slice(0, 2).map((row) => [row.recipient.person, row.reasons[0]])).toEqual(expect.arrayContaining([[people.sam1.id, 'same-name'], [people.sam2.id, 'same-name']]))
  await operator.intake.assign({ pieces: [none, several, unknown], recipient: { person: people.sam1.id } })
  expect(await operator.intake.worklist({})).toEqual({ rows: [], next: null, counts: { none: 0, several: 0, unknown: 0 } })
  expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [] })
})

test('likely people: the same number, the same sender, the neighbouring numbers, then whoever got something last', async () => {
  let now = Date.UTC(2026, 10, 20, 15)
  const { administrator, operator } = await testStation({ now: () => (now += 1_000) })
  const person: Record<string, string> = {}
  for (const name of ['Ann Number', 'Bea Sender', 'Cal Range', 'Dot Last']) person[name] = (await administrator.directory.addPerson({ name })).id
  const give = async (text: string, name: string, sender = ''): Promise<string> => {
    const id = await taken(operator, text)
    await operator.intake.assign({ pieces: [id], recipient: { person: person[name] ?? '' }, fields: { sender } })
    return id
  }
  await give('1Z999AA10123456784', 'Ann Number')
  await give('X-1', 'Bea Sender', 'Example Supply Co.')
  await give('1Z999AA10123456793', 'Cal Range')
  await give('X-2', 'Dot Last')
  const id = await taken(operator, '1Z999AA10123456784')
  expect((await operator.intake.likely({ piece: id })).rows.find((row) => row.recipient.name === 'Bea Sender')?.reasons).toEqual(['last-used'])
  // As it is typed, before it is saved.
  expect((await operator.intake.likely({ piece: id, sender: 'example supply' })).rows.find((row) => row.recipient.name === 'Bea Sender')?.reasons[0]).toBe('last-used')
  expect((await operator.intake.likely({ piece: id, sender: 'Example  supply co.' })).rows[1]).toMatchObject({ recipient: { name: 'Bea Sender' }, reasons: ['same-sender', 'last-used'] })
  await operator.intake.detail({ piece: id, fields: { sender: 'EXAMPLE supply co' } })
  const { rows } = await operator.intake.likely({ piece: id })
  expect(rows.map((row) => [row.recipient.name, row.reasons[0]])).toEqual([['Ann Number', 'same-number'], ['Bea Sender', 'same-sender'], ['Cal Range', 'same-range'], ['Dot Last', 'last-used']])
  expect((await operator.intake.likely({ limit: 2 })).rows.map((row) => row.recipient.name)).toEqual(['Dot Last', 'Cal Range'])
  expect((await operator.intake.likely()).rows).toHaveLength(4)
  await expect(operator.intake.likely({ piece: newId(0) })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('details are recorded once, a location stores the piece and taking it away puts it back', async () => {
  const { operator } = await testStation()
  const { piece } = await operator.intake.scan(scanOf('A-1'))
  expect(await operator.intake.detail({ piece: piece.id, fields: {} })).toEqual(piece)
  expect(await operator.intake.detail({ piece: piece.id, fields: { location: 'B-14', type: 'flat' } })).toEqual({ ...piece, location: 'B-14', type: 'flat', state: 'stored' })
  expect(await operator.intake.detail({ piece: piece.id, fields: { location: '', type: 'flat' } })).toEqual({ ...piece, type: 'flat' })
  expect((await operator.pieces.get({ id: piece.id })).events.slice(1).map((event) => event.payload)).toEqual([{ type: 'flat', location: 'B-14' }, { location: '' }])
  await operator.pieces.void({ id: piece.id, reason: 'empty' })
  await expect(operator.intake.detail({ piece: piece.id, fields: { note: 'x' } })).rejects.toMatchObject({ data: { code: 'voided' } })
})

test('several pieces for one person in one go, each under a number of its own, and the same call again answers the same pieces', async () => {
  const { operator, people } = await office()
  const input = { id: newId(Date.now()), count: 12, recipient: { person: people.delphine.id }, fields: { type: 'letter' as const, sender: 'County Court' } }
  const made = await operator.intake.several(input)
  expect(made.rows).toHaveLength(12)
  expect(new Set(made.rows.map((row) => row.number)).size).toBe(12)
  for (const row of made.rows) expect(row).toMatchObject({ carrier: 'own', checkDigit: 'valid', recipient: { name: 'Delphine Okafor' }, type: 'letter', sender: 'County Court' })
  expect(made.countToday).toBe(12)
  expect(await operator.intake.several(input)).toEqual(made)
  expect((await operator.pieces.list({ recipient: people.delphine.id })).rows).toHaveLength(12)
  // The directory says how much waits for somebody; what was voided does not.
  await operator.pieces.void({ id: input.id, reason: 'empty' })
  expect((await operator.directory.get({ id: people.delphine.id })).waiting).toBe(11)
  expect((await operator.directory.search({ text: 'okafor' })).rows.map((row) => row.waiting)).toEqual([11])
})
