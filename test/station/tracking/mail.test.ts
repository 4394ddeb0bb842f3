import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connectAs, openStation } from '../helpers.ts'
import { A, B, detail, letter, takeIn, trackingStation } from './office.ts'

const notice = (number: string, time: string) => `From: auto-reply@usps.com\nSubject: Item Delivered ${number}\n\nYour item was delivered to an individual at the address at ${time} on November 14, 2026 in FAKEVILLE, OH 43999.`

test('a watched folder: each message is read once, whatever its name, and what cannot be read is said; the folder stays as it is', async () => {
  const office = await trackingStation()
  const { operator, administrator, station, folder } = office
  const watched = join(folder, '..', 'notices')
  mkdirSync(watched)
  const put = (name: string, content: string): void => {
    writeFileSync(join(watched, name), content)
    utimesSync(join(watched, name), new Date(), new Date(Date.now() - 60_000))
  }
  const piece = await letter(operator, A)
  const look = async (): Promise<string | undefined> => (await station.services.tasks.run({ only: ['tracking-mail'] }))[0]?.message
  expect(await look()).toBe('No folder is watched.')
  await administrator.tracking.changeSettings({ ...(await operator.tracking.settings()), watched })
  expect(await look()).toBe('There was nothing to do.')
  put('1.eml', notice(A, '1:28 pm'))
  put('other.eml', notice(B, '1:28 pm'))
  put('odd.EML', 'From: a@example.com\nSubject: hello\n\nno number')
  put('notes.txt', notice(A, '9:00 am'))
  writeFileSync(join(watched, 'being-written.eml'), notice(A, '8:00 am'))
  expect(await look()).toBe(`3 messages read, 1 with news. odd.EML: This message names no tracking number. Add its news by hand.`)
  expect((await operator.tracking.of({ piece }))?.row).toMatchObject({ status: 'delivered', outcome: 'delivered-signer-not-established' })
  put('copy-of-1.eml', notice(A, '1:28 pm'))
  expect(await look()).toBe('There was nothing to do.')
  expect(readdirSync(watched).sort()).toEqual(['1.eml', 'being-written.eml', 'copy-of-1.eml', 'notes.txt', 'odd.EML', 'other.eml'])
  expect(await station.services.reader.run('verify', { against: null, replay: true })).toMatchObject({ ok: true })
})

test('an import that was cut off goes on when the station is opened again, and changes nothing twice', async () => {
  const office = await trackingStation()
  const { operator, station, folder, clock } = office
  const pieces = [await letter(operator, A), await letter(operator, B)]
  const content = JSON.stringify([detail(A, [{ code: '04', at: '2026-11-12' }]), detail(B, [{ code: '04', at: '2026-11-12' }])])
  await takeIn(operator, 'first.json', JSON.stringify(detail(A, [{ code: '04', at: '2026-11-12' }])))
  const { store } = station.services
  const file = store.files.put(Buffer.from(content))
  store.operate({ id: 'u', name: 'Ann Lee' }, () => ({ events: [], tables: (tables) => tables.prepare('INSERT INTO tracking_import (id, name, file, mapping, actor, actor_name, at) VALUES (?, ?, ?, NULL, ?, ?, ?)').run('i1', 'both.json', file, 'u', 'Ann Lee', clock.now), answer: () => null }))
  await station.close()

  const again = openStation({ folder, now: () => clock.now })
  const client = connectAs(again, 'operator')
  await expect.poll(async () => (await client.tracking.of({ piece: pieces[1] ?? '' }))?.row.status, { timeout: 20_000 }).toBe('refused')
  await expect.poll(() => again.services.store.db.prepare('SELECT count(*) AS n FROM tracking_import').get(), { timeout: 20_000 }).toEqual({ n: 0 })
  const told = await client.tracking.of({ piece: pieces[1] ?? '' })
  expect(told?.events[0]?.sources).toMatchObject([{ source: 'json', told: 'both.json', by: 'Ann Lee' }])
  expect((await client.tracking.of({ piece: pieces[0] ?? '' }))?.events[0]?.sources).toMatchObject([{ told: 'first.json' }])
})
