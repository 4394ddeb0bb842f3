import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Arrival, ScannerRow } from '../../../src/shared/contract/scanning.ts'
import { hasSocat, plugIn, type SerialLine } from '../../devices/serialLine.ts'
import { connect, temporaryFolder, testStation, type Client } from '../helpers.ts'

const refused = (code: string): object => expect.objectContaining({ code: 'REFUSED', data: expect.objectContaining({ code }) })

/** What comes to a page, one by one; `next` waits for it. */
function follow(client: Client, page: string) {
  const stopped = new AbortController()
  const stream = client.scanning.arrivals({ page }, { signal: stopped.signal })
  const next = async (): Promise<Arrival> => {
    const { value, done } = await (await stream).next()
    if (done) throw new Error('the stream ended')
    return value
  }
  const close = async (): Promise<void> => {
    stopped.abort()
    await (await stream).return()
  }
  onTestFinished(close)
  return { next, close }
}

const textOf = (arrival: Arrival): string => (arrival.kind === 'scan' ? `${arrival.scan.device}: ${arrival.scan.text}` : arrival.kind)

/** Waits until a scanner is in a state: looks whenever the station says that something changed. */
async function until(client: Client, name: string, state: ScannerRow['state']): Promise<ScannerRow> {
  for await (const notice of await client.office.changes()) {
    if (notice.count > 0 && !notice.topics.includes('scanning')) continue
    const row = (await client.scanning.scanners()).find((one) => one.name === name)
    if (row?.state === state) return row
  }
  throw new Error('the station is gone')
}

async function plug(path: string): Promise<SerialLine> {
  const line = await plugIn(path)
  onTestFinished(line.unplug)
  return line
}

const SETUP = { usb: null, baud: 9_600, terminator: 'enter', prefix: '', suffix: '' } as const

describe.skipIf(!hasSocat)('serial scanners, on real pseudo-terminals', () => {
  test('a scanner is plugged in while the station runs, read, pulled out in the middle of a code, and plugged in again', async () => {
    const path = join(temporaryFolder(), 'ttyACM0')
    const { administrator, operator } = await testStation()
    const page = follow(operator, 'one')
    expect(await page.next()).toEqual({ kind: 'place', current: true })
    await administrator.scanning.saveScanner({ ...SETUP, name: 'Dock', path })
    expect(await until(operator, 'Dock', 'missing')).toMatchObject({ words: 'Not plugged in. It is opened as soon as it is.', lastAt: null })
    const line = await plug(path)
    await until(operator, 'Dock', 'open')
    line.send(']C142010023\x1d9307109876500000000010\r\n')
    expect(await page.next()).toMatchObject({ kind: 'scan', scan: { text: '42010023\x1d9307109876500000000010', raw: ']C142010023\x1d9307109876500000000010', symbology: 'GS1-128', source: 'serial', device: 'Dock' } })
    // Two codes at once, and one in pieces that is never finished.
    line.send('1Z999AA10123456784\r771288203510\r9400100000')
    expect([textOf(await page.next()), textOf(await page.next())]).toEqual(['Dock: 1Z999AA10123456784', 'Dock: 771288203510'])
    await line.unplug()
    expect(await page.next()).toEqual({ kind: 'cut', device: 'Dock', words: 'Dock was unplugged in the middle of a code. That one code is lost; scan it again.' })
    await until(operator, 'Dock', 'missing')
    const back = await plug(path)
    await until(operator, 'Dock', 'open')
    back.send('9407100000000000000004\r')
    expect(textOf(await page.next())).toBe('Dock: 9407100000000000000004')
    expect((await until(operator, 'Dock', 'open')).lastAt).not.toBeNull()
  }, 30_000)

  test('a computer that sleeps lets go of its scanners, says what was cut off, and has them again when it wakes', async () => {
    const line = await plug(join(temporaryFolder(), 'a'))
    const { station, administrator, operator } = await testStation()
    const page = follow(operator, 'one')
    await page.next()
    await administrator.scanning.saveScanner({ ...SETUP, name: 'Dock', path: line.path })
    await until(operator, 'Dock', 'open')
    line.send('771288203510\r94001')
    expect(textOf(await page.next())).toBe('Dock: 771288203510')
    station.sleeps()
    expect(await page.next()).toMatchObject({ kind: 'cut', device: 'Dock' })
    await until(operator, 'Dock', 'missing')
    station.woke()
    await until(operator, 'Dock', 'open')
    line.send('771288203521\r')
    expect(textOf(await page.next())).toBe('Dock: 771288203521')
    // Where a system does not say that it goes to sleep, waking renews the line all the same.
    station.woke()
    await until(operator, 'Dock', 'missing')
    await until(operator, 'Dock', 'open')
    line.send('1Z999AA10123456784\r')
    expect(textOf(await page.next())).toBe('Dock: 1Z999AA10123456784')
  }, 30_000)

  test('two scanners at once, each with its own end and prefix; a port that another program holds says so and is opened when it is free', async () => {
    const folder = temporaryFolder()
    const [one, two] = await Promise.all([plug(join(folder, 'a')), plug(join(folder, 'b'))])
    const { administrator, operator } = await testStation()
    const page = follow(operator, 'one')
    await page.next()
    const dock = await administrator.scanning.saveScanner({ ...SETUP, name: 'Dock', path: one.path, terminator: 'tab', prefix: '~', suffix: '#' })
    await administrator.scanning.saveScanner({ ...SETUP, name: 'Desk', path: two.path, terminator: 'pause', baud: 115_200 })
    await Promise.all([until(operator, 'Dock', 'open'), until(operator, 'Desk', 'open')])
    one.send('~77128')
    two.send('1Z999AA10123456784')
    one.send('8203510#\t')
    expect(new Set([textOf(await page.next()), textOf(await page.next())])).toEqual(new Set(['Dock: 771288203510', 'Desk: 1Z999AA10123456784']))
    await expect(administrator.scanning.saveScanner({ ...SETUP, name: 'dock', path: '/dev/other' })).rejects.toEqual(refused('name-taken'))
    await expect(administrator.scanning.saveScanner({ ...SETUP, name: 'Third', path: two.path })).rejects.toEqual(refused('path-taken'))
    await expect(operator.scanning.removeScanner({ id: dock.id })).rejects.toMatchObject({ code: 'ROLE' })
    const second = await testStation()
    await second.administrator.scanning.saveScanner({ ...SETUP, name: 'Elsewhere', path: one.path })
    expect((await until(second.operator, 'Elsewhere', 'busy')).words).toContain('Another program uses it.')
    await administrator.scanning.removeScanner({ id: dock.id })
    await until(second.operator, 'Elsewhere', 'open')
    expect((await administrator.scanning.scanners()).map(({ name }) => name)).toEqual(['Desk'])
    expect((await administrator.audit.list({ kinds: ['record.changed'] })).rows.filter((row) => JSON.stringify(row).includes('scanner'))).toHaveLength(3)
  }, 30_000)

  test('a scan comes to the page that was used last, is kept while there is none, and is handed over again when the page went without taking it', async () => {
    const line = await plug(join(temporaryFolder(), 'a'))
    const { station, administrator, operator } = await testStation()
    await administrator.scanning.saveScanner({ ...SETUP, name: 'Dock', path: line.path })
    await until(operator, 'Dock', 'open')
    line.send('771288203510\r')
    const first = follow(operator, 'first')
    expect([textOf(await first.next()), textOf(await first.next())]).toEqual(['place', 'Dock: 771288203510'])
    const second = follow(operator, 'second')
    expect(await second.next()).toEqual({ kind: 'place', current: false })
    await operator.scanning.usePage({ page: 'second' })
    expect([await first.next(), await second.next()]).toEqual([{ kind: 'place', current: false }, { kind: 'place', current: true }])
    line.send('771288203521\r')
    const given = await second.next()
    expect(textOf(given)).toBe('Dock: 771288203521')
    if (given.kind === 'scan') await operator.scanning.taken({ id: given.scan.id })
    // The first page goes with the scan it never took.
    await first.close()
    expect([textOf(await second.next()), textOf(await second.next())]).toEqual(['place', 'Dock: 771288203510'])
    const nobody = follow(connect(station), 'locked')
    await nobody.next()
    await connect(station).scanning.usePage({ page: 'locked' })
    expect(await nobody.next()).toEqual({ kind: 'place', current: true })
    line.send('1Z999AA10123456784\r')
    expect(await nobody.next()).toEqual({ kind: 'locked', device: 'Dock' })
  }, 30_000)
})
