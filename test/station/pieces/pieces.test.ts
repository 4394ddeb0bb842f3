import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/shared/ids.ts'
import { connectAs, scanOf, testStation } from '../helpers.ts'

describe('one scan', () => {
  test('becomes a piece with carrier, service, check digit, day and operator', async () => {
    const now = Date.UTC(2026, 10, 24, 3, 30)
    const { station } = await testStation({ now: () => now })
    const operator = connectAs(station, 'operator', 'Mara Dovetail')
    const scan = { ...scanOf(']C1420050999589071052700412335610\r\n'), source: 'wedge' as const }
    const scanned = await operator.intake.scan(scan)
    expect(scanned).toMatchObject({
      piece: {
        id: scan.id, direction: 'inbound', number: '9589071052700412335610', grouped: '9589 0710 5270 0412 3356 10', carrier: 'usps', carrierName: 'USPS', accountable: true,
        state: 'received', receivedAt: now, day: '2026-11-23', receivedBy: 'Mara Dovetail', voided: null,
      },
      seenBefore: [], countToday: 1,
    })
    const { piece, numbers, events } = await operator.pieces.get({ id: scan.id })
    expect({ piece, numbers }).toEqual({ piece: scanned.piece, numbers: ['9589071052700412335610'] })
    expect(events).toMatchObject([{ kind: 'piece.received', actor: { id: 'test-operator', name: 'Mara Dovetail' }, recordedAt: now, stated: null, payload: { scanned: scan.text, source: 'wedge', caughtAt: scan.caughtAt } }])
  })

  test('sent again with the same id is answered with the same piece; another number under that id is refused', async () => {
    const { operator } = await testStation()
    const scan = scanOf('1Z999AA10123456784')
    const first = await operator.intake.scan(scan)
    expect(await operator.intake.scan(scan)).toEqual(first)
    expect((await operator.pieces.list({})).rows).toHaveLength(1)
    await expect(operator.intake.scan({ ...scan, text: '1Z999AA10123456776' })).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'scan-id-used' } })
  })

  test('with a number seen before names the earlier pieces, newest first, voided ones too', async () => {
    const { operator } = await testStation()
    const a = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    await operator.pieces.void({ id: a.piece.id, reason: 'wrong label' })
    const b = await operator.intake.scan(scanOf('1z 999 aa1 01 2345 6784'))
    expect(b.seenBefore).toMatchObject([{ id: a.piece.id, voided: { reason: 'wrong label', by: 'Test operator' } }])
    const c = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    expect(c.seenBefore.map((piece) => piece.id)).toEqual([b.piece.id, a.piece.id])
    expect(c.countToday).toBe(2)
  })

  test.each([
    // What a person cannot see is not part of the number; the event keeps the scan as it came.
    ['an unknown number', 'HELLO-123', 'HELLO-123'], ['text with markup', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'], ['a formula', '=1+1', '=1+1'], ['right-to-left marks, which nobody can see or type,', 'a\u202Eb', 'ab'],
    ['emoji', 'box \u{1F4E6} 7', 'box \u{1F4E6} 7'], ['control characters, which nobody can see or type,', 'A\u0007B', 'AB'],
  ])('%s is kept and marked unknown', async (_, text, number) => {
    const { operator } = await testStation()
    const { piece } = await operator.intake.scan(scanOf(text))
    expect(piece).toMatchObject({ number, carrier: 'unknown', carrierName: 'Unknown carrier', checkDigit: 'none' })
    expect((await operator.pieces.get({ id: piece.id })).events[0]?.payload).toMatchObject({ scanned: text })
  })

  test('100 KB becomes a piece; NUL, lone surrogates and nothing are refused with a reason', async () => {
    const { operator } = await testStation()
    const long = 'x'.repeat(100_000)
    const { piece } = await operator.intake.scan(scanOf(long))
    expect(piece.number).toBe('x'.repeat(500))
    expect((await operator.pieces.get({ id: piece.id })).events[0]?.payload).toMatchObject({ scanned: long })
    for (const text of ['a\u0000b', 'a\uD800', '', 'x'.repeat(100_001)]) await expect(operator.intake.scan(scanOf(text))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(operator.intake.scan(scanOf('\r\n'))).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'empty' } })
    expect((await operator.pieces.list({})).rows).toHaveLength(1)
  })
})

describe('the list', () => {
  test('pages through newest first without a gap or a repeat, by day and since', async () => {
    let now = Date.UTC(2026, 10, 20, 15)
    const { operator } = await testStation({ now: () => now })
    for (let day = 0; day < 3; day++, now += 86_400_000) for (let i = 0; i < 7; i++) await operator.intake.scan(scanOf(`D${day}-${i}`))
    const seen: string[] = []
    let cursor: number | undefined
    do {
      const page = await operator.pieces.list({ limit: 4, ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...page.rows.map((row) => row.number))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual([2, 1, 0].flatMap((day) => [6, 5, 4, 3, 2, 1, 0].map((i) => `D${day}-${i}`)))
    const oneDay = await operator.pieces.list({ day: '2026-11-21', limit: 100 })
    expect(oneDay.rows.map((row) => row.number)).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `D1-${i}`))
    expect(oneDay.total).toBe(7)
    expect((await operator.pieces.list({ since: now - 86_400_000, limit: 100 })).rows).toHaveLength(7)
    expect((await operator.pieces.list({ since: now + 1 })).rows).toEqual([])
  })
})

describe('find', () => {
  test('finds by any part of a number, by its last two digits and by a second form of it', async () => {
    const { operator } = await testStation()
    const ids: Record<string, string> = {}
    for (const number of ['9589071052700412335610', '1Z999AA10123456784', '986578788855']) ids[number] = (await operator.intake.scan(scanOf(number))).piece.id
    const find = async (text: string) => (await operator.pieces.find({ text })).rows.map((row) => row.id)
    expect(await find('5610')).toEqual([ids['9589071052700412335610']])
    expect(await find('10')).toEqual([ids['9589071052700412335610']])
    expect(await find('0412 3356')).toEqual([ids['9589071052700412335610']])
    expect(await find('1z999aa1 0123')).toEqual([ids['1Z999AA10123456784']])
    expect(await find('84')).toEqual([ids['1Z999AA10123456784']])
    expect(await find('578788')).toEqual([ids['986578788855']])
    expect(await find('99999')).toEqual([])
  })

  test.each(['"', '* OR', 'NEAR(', "'; DROP TABLE piece; --", '^', '-', '', ' ', '%', '\u{1F4E6}', 'a AND', 'ends:', '\u202E'])('%j is only text', async (text) => {
    const { operator } = await testStation()
    await operator.intake.scan(scanOf('1Z999AA10123456784'))
    expect(Array.isArray((await operator.pieces.find({ text })).rows)).toBe(true)
  })

  test('answers the newest fifty', async () => {
    const { operator } = await testStation()
    for (let i = 0; i < 60; i++) await operator.intake.scan(scanOf(`BOX ${100 + i} A`))
    const { rows } = await operator.pieces.find({ text: 'box' })
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 50 }, (_, i) => `BOX ${159 - i} A`))
  })
})

describe('void', () => {
  test('keeps the line with who and why, takes it out of the count, and works once', async () => {
    const { station, operator } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('1Z999AA10123456784'))
    const voided = await connectAs(station, 'supervisor').pieces.void({ id: piece.id, reason: ' scanned twice ' })
    expect(voided).toEqual({ ...piece, state: 'voided', voided: { at: expect.any(Number), by: 'Test supervisor', reason: 'scanned twice', sameAs: null }, holder: { ...piece.holder, kind: 'nobody', since: voided.voided?.at } })
    await expect(operator.pieces.void({ id: piece.id, reason: 'again' })).rejects.toMatchObject({ code: 'REFUSED', message: 'Test supervisor voided this piece already: scanned twice.' })
    expect((await operator.pieces.list({ day: piece.day })).total).toBe(0)
    expect((await operator.pieces.get({ id: piece.id })).events.map((event) => event.kind)).toEqual(['piece.received', 'piece.voided'])
  })

  test('needs a reason and a piece', async () => {
    const { operator } = await testStation()
    const { piece } = await operator.intake.scan(scanOf('A-1'))
    await expect(operator.pieces.void({ id: piece.id, reason: '  ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(operator.pieces.void({ id: newId(0), reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

test('every open screen hears of a change, with the pieces it touched', async () => {
  const { station, operator } = await testStation()
  const heard = await connectAs(station, 'supervisor').office.changes()
  expect((await heard.next()).value).toMatchObject({ topics: [], pieces: [] })
  const { piece } = await operator.intake.scan(scanOf('A-1'))
  expect((await heard.next()).value).toEqual({ count: 1, topics: ['piece'], pieces: [piece.id] })
  await heard.return(undefined)
})

test('changes that come faster than a screen takes them are one notice, and no gap', async () => {
  const { station, operator } = await testStation()
  const [slow, quick] = [await connectAs(station, 'supervisor').office.changes(), await connectAs(station, 'supervisor').office.changes()]
  expect([(await slow.next()).value, (await quick.next()).value]).toEqual([{ count: 0, topics: [], pieces: [] }, { count: 0, topics: [], pieces: [] }])
  const ids: string[] = []
  for (const number of ['A-1', 'A-2', 'A-3']) {
    ids.push((await operator.intake.scan(scanOf(number))).piece.id)
    expect((await quick.next()).value).toEqual({ count: ids.length, topics: ['piece'], pieces: ids.slice(-1) })
  }
  expect((await slow.next()).value).toEqual({ count: 1, topics: ['piece'], pieces: ids })
  const next = (await operator.intake.scan(scanOf('A-4'))).piece.id
  expect((await slow.next()).value).toEqual({ count: 2, topics: ['piece'], pieces: [next] })
  await slow.return(undefined)
  await quick.return(undefined)
})

test('what goes wrong inside is logged under an id and shown without internals', async () => {
  const logged: Array<Record<string, unknown>> = []
  const { station, operator } = await testStation({ log: { info: () => {}, warn: () => {}, error: (_, detail) => logged.push(detail ?? {}) } })
  station.services.store.connection.exec('DROP TABLE day_count')
  const error = await operator.intake.scan(scanOf('A-1')).catch((failure: unknown) => failure as { code: string; message: string; data: { id: string } })
  expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', data: { id: expect.stringMatching(/^[0-9a-f]{8}$/) } })
  expect(JSON.stringify(error)).not.toMatch(/day_count|SELECT|sqlite/i)
  expect(logged).toMatchObject([{ id: (error as { data: { id: string } }).data.id, path: 'intake.scan', message: expect.stringContaining('day_count') }])
})
