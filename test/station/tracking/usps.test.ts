import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { retryAt } from '../../../src/main/tracking/usps.ts'
import type { Misbehaviour } from '../../devices/uspsServer.ts'
import { KEY, startUsps } from '../../devices/uspsServer.ts'
import type { Client } from '../helpers.ts'
import { connectAs, openStation, reportOf } from '../helpers.ts'
import { fileSecrets } from '../../../src/main/secrets.ts'
import { A, B, detail, letter, parcel, trackingStation } from './office.ts'

const MINUTE = 60_000

async function connected(more: { quota?: number; batch?: number; version?: 'v3' | 'v3r2'; secret?: string } = {}) {
  const usps = await startUsps()
  onTestFinished(() => usps.close())
  const office = await trackingStation()
  const settings = { on: true, address: usps.address, quota: more.quota ?? 60, batch: more.batch ?? 10, version: more.version ?? 'v3r2' } as const
  await office.administrator.tracking.changeConnection({ ...settings, key: KEY.key, secret: more.secret ?? KEY.secret })
  return { ...office, usps, settings, ask: async (pieces?: string[], as: Client = office.operator) => await reportOf(await as.tracking.refresh(pieces === undefined ? {} : { pieces })) }
}
const C = '9589071052700412202778'

test('nothing leaves the machine until an administrator sets the connection up; key and secret are nowhere but where secrets are', async () => {
  const usps = await startUsps()
  onTestFinished(() => usps.close())
  const { operator, administrator, folder, station } = await trackingStation()
  await letter(operator, A)
  await expect(reportOf(await operator.tracking.refresh({}))).rejects.toMatchObject({ data: { code: 'not-connected' } })
  expect(await operator.tracking.source()).toMatchObject({ on: false, state: 'off' })
  expect(await administrator.tracking.testConnection()).toMatchObject({ ok: false })
  const settings = { on: true, address: usps.address, quota: 60, batch: 10, version: 'v3r2' } as const
  await expect(administrator.tracking.changeConnection({ ...settings, address: 'http://apis.example.com' })).rejects.toMatchObject({ data: { code: 'not-safe', field: 'address' } })
  await expect(administrator.tracking.changeConnection(settings)).rejects.toMatchObject({ data: { code: 'no-key', field: 'key' } })
  await expect(operator.tracking.connection()).rejects.toMatchObject({ code: 'ROLE' })
  expect([usps.tokens, usps.asked]).toEqual([0, []])

  expect(await administrator.tracking.changeConnection({ ...settings, key: KEY.key, secret: KEY.secret })).toMatchObject({ on: true, key: { has: true }, secret: { has: true }, state: { on: true, state: 'idle', callsLeft: 60, quota: 60 } })
  expect(await administrator.tracking.testConnection()).toEqual({ ok: true, words: expect.stringContaining('lets us in') })
  await station.close()
  for (const name of readdirSync(folder)) if (name.startsWith('pigeonhole.db') || name === 'station.log') expect(readFileSync(join(folder, name)).includes(KEY.secret)).toBe(false)
  expect(existsSync(join(folder, 'files'))).toBe(false)
})

test('both versions: news is kept with its raw form, the token is kept until it expires, the same answer changes nothing', async () => {
  for (const version of ['v3r2', 'v3'] as const) {
    const { operator, usps, ask, clock, station } = await connected({ version })
    const piece = await letter(operator, A)
    const body = detail(A, [{ code: '03', at: '2026-11-20T16:21:00', zip: '05099' }, { code: '02', at: '2026-11-22T14:14:00' }], { returnDateNotice: '2026-12-07', RREEnabled: 'false' })
    usps.known.set(A, body)
    expect(await ask([piece])).toEqual({ asked: 1, news: 1, nothing: 0, left: 0, words: 'News about 1 of 1.' })
    const told = await operator.tracking.of({ piece })
    expect(told?.row).toMatchObject({ status: 'notice-left', returnDay: '2026-12-07', problem: null })
    const source = told?.events[0]?.sources[0]
    expect(JSON.parse((await operator.tracking.raw({ device: source?.device ?? '', sequence: source?.sequence ?? 0 })).raw)).toEqual(body)
    const size = station.services.store.head?.sequence
    expect(await ask([piece])).toMatchObject({ asked: 1, news: 0, nothing: 1 })
    expect(station.services.store.head?.sequence).toBe(size)
    expect(usps.tokens).toBe(1)
    clock.now += 9 * 3_600_000
    await ask([piece])
    usps.forgetTokens()
    expect(await ask([piece])).toMatchObject({ asked: 1 })
    expect([usps.tokens, usps.asked.length]).toEqual([3, 5])
    expect(await station.services.reader.run('verify', { against: null, replay: true })).toMatchObject({ ok: true })
  }
})

test.each<[string, Misbehaviour, { state: string; words: RegExp; waits: number | null }]>([
  ['429 with seconds', { kind: 'status', status: 429, retryAfter: '600' }, { state: 'waiting', words: /no more questions for now/, waits: 10 }],
  ['429 without', { kind: 'status', status: 429, body: { apiVersion: '/x', error: { code: '429', message: 'Exceeded quota limit.', errors: [{ title: 'Too Many Requests.', detail: 'Quota limit' }] } } }, { state: 'waiting', words: /Quota limit/, waits: 15 }],
  ['503', { kind: 'status', status: 503, retryAfter: '120' }, { state: 'waiting', words: /trouble of its own \(503\)/, waits: 2 }],
  ['401 twice', { kind: 'status', status: 401 }, { state: 'refused', words: /check the key/, waits: null }],
  ['403', { kind: 'status', status: 403, body: { error: { code: '403', message: 'Insufficient OAuth scope.' } } }, { state: 'refused', words: /may not ask about tracking.*Insufficient OAuth scope/, waits: null }],
  ['a page that is not there', { kind: 'status', status: 404, body: 'nothing' }, { state: 'refused', words: /no tracking interface under this address/, waits: null }],
  ['a cut line', { kind: 'cut' }, { state: 'offline', words: /cannot be reached\. Check the network of this computer.*go out when it can be reached again\.$/, waits: null }],
  ['a redirect', { kind: 'redirect' }, { state: 'offline', words: /cannot be reached/, waits: null }],
])('%s is said in words, nothing is lost, and it goes on when it can', async (_, bad, expected) => {
  const { operator, administrator, usps, settings, ask, clock } = await connected()
  const piece = await letter(operator, A)
  usps.known.set(A, detail(A, [{ code: '03', at: '2026-11-20T16:21:00' }]))
  usps.next.push(bad, ...(expected.words.source.includes('check the key') ? [bad] : []))
  const report = await ask([piece])
  expect(report).toMatchObject({ asked: 0, left: 1, words: expect.stringMatching(expected.state === 'offline' ? /cannot be reached/ : expected.words) })
  const source = await operator.tracking.source()
  expect(source).toMatchObject({ state: expected.state, words: expect.stringMatching(expected.words), resumesAt: expected.waits === null ? null : clock.now + expected.waits * MINUTE })
  const before = usps.asked.length
  if (expected.state !== 'offline') {
    expect(await ask([piece])).toMatchObject({ asked: 0, left: 1 })
    expect(usps.asked.length).toBe(before)
  }
  if (expected.waits !== null) clock.now += expected.waits * MINUTE
  if (expected.state === 'refused') await administrator.tracking.changeConnection(settings)
  expect(await ask([piece])).toMatchObject({ asked: 1, news: 1 })
  expect(await operator.tracking.source()).toMatchObject({ state: 'idle' })
})

test.each<[string, Misbehaviour, RegExp]>([
  ['a wrong secret', { kind: 'status', status: 401, body: { error: 'invalid_client', error_description: 'The credentials are wrong.' } }, /check the key and the secret. USPS says: The credentials are wrong/],
  ['another page', { kind: 'text', body: '<html>hotel WiFi</html>' }, /not USPS/],
  ['a busy token service', { kind: 'status', status: 429, retryAfter: '60' }, /no more questions for now/],
])('%s at the door is said in words, and asks no question', async (_, bad, words) => {
  const { operator, usps, ask } = await connected()
  const piece = await letter(operator, A)
  usps.nextToken.push(bad)
  expect(await ask([piece])).toMatchObject({ asked: 0, words: expect.stringMatching(words) })
  expect([usps.asked, (await operator.tracking.source()).callsLeft]).toEqual([[], 60])
})

test.each<[string, unknown, string, RegExp, number | null]>([
  ['not yet', { error: { code: '400', errors: [{ code: '150001', detail: 'not yet' }] } }, 'not-yet', /knows nothing of it yet/, 2],
  ['the label is not known yet', { error: { code: '400', errors: [{ code: '150003', detail: 'counter label' }] } }, 'not-yet', /knows nothing of it yet/, 2],
  ['not on the web', { error: { code: '404', message: 'gone', errors: [{ code: '150004' }] } }, 'not-found', /does not find this number/, 2],
  ["another shipper's", { error: { code: '403', errors: [{ code: '150010', detail: 'other' }] } }, 'another-shipper', /another shipper/, 30 * 24],
  ['an agreement is needed', { accessControl: 'IP_AGREEMENT', trackingEvents: [] }, 'ip-agreement', /IP Agreement/, 30 * 24],
  ['something else', { error: { code: '400', errors: [{ code: '150008', detail: 'suppressed country' }] } }, 'other', /USPS says: suppressed country/, 2],
])('about a number: %s', async (_, answer, kind, words, hours) => {
  const { operator, usps, ask, clock } = await connected()
  const piece = await letter(operator, A)
  await operator.certified.present({ letters: [piece], day: '2026-11-23', postOffice: '' })
  usps.known.set(A, { trackingNumber: A, ...(answer as object) })
  expect(await ask()).toMatchObject({ asked: 1, news: 0, nothing: 1 })
  clock.now += MINUTE
  const row = (await operator.tracking.of({ piece }))?.row
  expect(row).toMatchObject({ status: 'no-news', problem: { kind, message: expect.stringMatching(words) } })
  expect(row?.nextAsk).toBe(clock.now - MINUTE + Math.max(hours ?? 0, 12) * 3_600_000)
  expect(await ask()).toMatchObject({ asked: 0, words: 'Nothing is due to be asked about.' })
})

test('an error for a whole batch is asked one by one, and costs what it costs', async () => {
  const { operator, usps, ask } = await connected()
  const pieces = [await letter(operator, A), await letter(operator, B)]
  usps.known.set(B, detail(B, [{ code: '03', at: '2026-11-20T16:21:00' }]))
  usps.next.push({ kind: 'status', status: 400, body: { error: { code: '400', message: 'bad', errors: [{ code: '150002', detail: 'one of them' }] } } })
  expect(await ask(pieces)).toMatchObject({ asked: 2, news: 1, nothing: 1 })
  expect([usps.asked.map((numbers) => numbers.length), (await operator.tracking.source()).callsLeft]).toEqual([[2, 1, 1], 57])
})

test('the quota holds over restarts, what needs it most goes first, and the plan says when the rest is reached', async () => {
  const { operator, usps, ask, clock, station, folder } = await connected({ quota: 2, batch: 1 })
  const pieces = [await letter(operator, A), await letter(operator, B), await letter(operator, C)]
  await operator.certified.present({ letters: pieces, day: '2026-11-23', postOffice: '' })
  await operator.tracking.add({ piece: pieces[1] ?? '', code: 'OF', day: '2026-11-23', source: 'person' })
  const plan = await operator.tracking.plan({})
  expect(plan).toMatchObject({ letters: 3, asksPerHour: 2, callsLeft: 2, through: clock.now + 60 * MINUTE })
  expect(plan.rows.map((row) => [row.number, row.at - clock.now, row.why])).toEqual([[B, 0, 'out for delivery'], [A, 0, 'never asked'], [C, 60 * MINUTE, 'never asked']])
  expect(await ask()).toMatchObject({ asked: 2, left: 0 })
  expect(usps.asked.flat()).toEqual([B, A])
  await station.close()

  const again = openStation({ folder, now: () => clock.now, secrets: () => fileSecrets(join(folder, '..', 'secrets.json'), {}) })
  const client = connectAs(again, 'operator')
  expect(await client.tracking.source()).toMatchObject({ state: 'waiting', callsLeft: 0 })
  expect(await ask([pieces[2] ?? ''], client)).toMatchObject({ asked: 0, left: 1, words: expect.stringContaining('used up') })
  clock.now += 61 * MINUTE
  expect(await ask(undefined, client)).toMatchObject({ asked: 1 })
  expect(usps.asked.flat()).toEqual([B, A, C])
})

test('numbers of other carriers and green cards are never asked about', async () => {
  const { operator, usps, ask } = await connected()
  const piece = await parcel(operator, '1Z999AA10123456784')
  await operator.tracking.add({ piece, text: 'Out for Delivery', source: 'person' })
  await expect(ask([piece])).rejects.toMatchObject({ data: { code: 'not-followed' } })
  expect(await ask()).toMatchObject({ asked: 0 })
  expect([usps.asked, (await operator.tracking.of({ piece }))?.row.nextAsk]).toEqual([[], null])
})

test('Retry-After in both forms', () => {
  const now = Date.UTC(2026, 10, 23, 15)
  expect([retryAt('30', now, 5), retryAt('Mon, 23 Nov 2026 15:10:00 GMT', now, 5), retryAt(null, now, 5_000), retryAt('soon', now, 5_000), retryAt('999999999', now, 5), retryAt('0', now, 5)].map((at) => at - now)).toEqual([30_000, 600_000, 5_000, 5_000, 86_400_000, 1_000])
})
