import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { restore } from '../../../src/main/store/restore.ts'
import type { ProofOf, ProofReport } from '../../../src/shared/contract/proof.ts'
import { newId } from '../../../src/shared/ids.ts'
import type { Client } from '../helpers.ts'
import { connectAs, openStation, pdfTexts, reportOf, temporaryFolder } from '../helpers.ts'
import { A, B, detail, letter, takeIn, trackingStation } from '../tracking/office.ts'

const picture = async (words: string): Promise<string> =>
  (await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="560"><rect width="900" height="560" fill="#cfe3cf"/><text x="60" y="300" font-size="64" font-family="sans-serif">${words}</text></svg>`)).jpeg().toBuffer()).toString('base64')

async function packageOf(client: Client, what: ProofOf): Promise<{ report: ProofReport; zip: Buffer; files: Map<string, Buffer> }> {
  const parts: Buffer[] = []
  let report: ProofReport | null = null
  for await (const message of await client.proof.package(what)) {
    if ('part' in message) parts.push(Buffer.from(message.part, 'base64'))
    else if ('report' in message) report = message.report
  }
  if (!report) throw new Error('There was no report.')
  const zip = Buffer.concat(parts)
  return { report, zip, files: new Map(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes)])) }
}

function unpack(files: ReadonlyMap<string, Buffer>): string {
  const folder = temporaryFolder()
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  return folder
}

/** A letter with everything: mailed with a postmark, delivered, its card here and read. */
async function proven(client: Client): Promise<string> {
  const id = await letter(client, A, { services: ['card'] })
  await client.certified.accept({ letters: [id], day: '2026-11-02', evidence: 'counter-postmark', postOffice: 'Anytown VT', employee: 'K. Clerk', receipt: { content: await picture('PS 3800 postmarked'), name: '3800.jpg' } })
  await takeIn(client, 'news.json', JSON.stringify([detail(A, [{ code: '03', at: '2026-11-02T10:00:00', text: 'Accepted' }, { code: '01', at: '2026-11-05T10:00:00', text: 'Delivered' }])]))
  await client.receipts.receive({ letter: id, kind: 'card', scan: { content: await picture('PS 3811 signed'), name: 'card.jpg' } })
  await client.receipts.signer({ letter: id, kind: 'card', name: 'H. Thimble', as: 'addressee' })
  return id
}

test('a package holds facts, originals and entries; sha256sum accepts it and reports a flipped bit; what is missing is said', async () => {
  const { operator, station, folder: store } = await trackingStation()
  const id = await proven(operator)
  const { report, zip, files } = await packageOf(operator, { number: A })
  expect(report).toMatchObject({ name: `proof-${A}-2026-11-23.zip`, letters: 1, bytes: zip.length, sha256: createHash('sha256').update(zip).digest('hex'), damaged: [] })
  expect([...files.keys()].sort()).toEqual([
    'CONTENT-SHA256', 'README.txt', 'SHA256SUMS', 'about.json', 'events.json', expect.stringMatching(new RegExp(`^originals/${A}/green-card-[0-9a-f]{16}\\.jpg$`)), expect.stringMatching(new RegExp(`^originals/${A}/receipt-3800-[0-9a-f]{16}\\.jpg$`)), 'proof.pdf',
  ])
  expect(report.missing).toEqual([{ letter: id, grouped: '9589 0710 5270 0412 2039 80', name: 'Hester Thimble', missing: ['The number of the green card was not scanned.', 'No picture of the sealed piece is kept.', 'No copy of the document is kept.'] }])
  expect((await operator.proof.look({ letter: id })).missing).toEqual(report.missing)

  // The panel says the same part by part, and what opens it; the preview has the package's own pages with their pictures.
  const parts = await operator.proof.parts({ letter: id })
  expect(parts.map(({ part, state, files: of, step }) => `${part} ${state} ${of.length}${step ? ` ${step.to}` : ''}`)).toEqual(['number there 1', 'document missing 0 scan-document', 'sealed missing 0 scan-sealed', 'mailing there 1', 'tracking there 0 tracking', 'outcome there 0', 'card there 1 receipts'])
  expect(parts.find(({ part }) => part === 'card')?.words).toBe('Signed H. Thimble, the addressee; read by Test operator')
  const preview = await operator.proof.preview({ of: { letter: id } })
  expect(preview.of).toBe(report.pages)
  expect(preview.pages).toHaveLength(report.pages)
  expect(preview.pages.join('').match(/data:image\/jpeg;base64,/g)).toHaveLength(2)
  expect((await operator.proof.preview({ of: { letter: id }, first: report.pages })).pages).toEqual([])

  const folder = unpack(files)
  expect(execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' }).trim().split('\n')).toHaveLength(files.size - 1)
  const card = [...files.keys()].find((name) => name.includes('green-card')) ?? ''
  const bytes = readFileSync(join(folder, card))
  bytes[100] = (bytes[100] ?? 0) ^ 1
  writeFileSync(join(folder, card), bytes)
  const broken = spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })
  expect(broken.status).toBe(1)
  expect(broken.stdout).toContain(`${card}: FAILED`)

  const pages = await pdfTexts(files.get('proof.pdf') ?? Buffer.alloc(0))
  const all = pages.join(' ')
  const { head } = station.services.store
  for (const words of ['Record of mailing and delivery', '9589 0710 5270 0412 2039 80', 'Hester Thimble 48 Example Lane Fakeville OH 43999', 'postmark of the Post Office counter on PS Form 3800', 'USPS employee: K. Clerk', 'Delivered, signed by the addressee.', 'read as "H. Thimble", taken as the addressee by Test operator',
    'an imported file (news.json)', 'No copy of the document is kept.', 'Declaration of mailing', 'Statement of the custodian of records', Buffer.from(head?.hash ?? []).toString('hex')]) expect(all).toContain(words)
  for (const conclusion of ['presum', 'served', 'legally']) expect(all.toLowerCase()).not.toContain(conclusion)
  expect(all).toContain('letter.accepted')
  if (process.env['PROOF_PDF']) writeFileSync(process.env['PROOF_PDF'], files.get('proof.pdf') ?? '')

  // Anybody can follow the hashes of the entries with what stands in the package.
  const { events } = JSON.parse(files.get('events.json')?.toString('utf8') ?? '') as { events: Array<Record<string, string | number | null>> }
  for (const event of events) {
    const sha = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
    expect(sha(Buffer.concat([Buffer.from(String(event['salt']), 'hex'), Buffer.from(String(event['payload']))]))).toBe(event['payloadHash'])
    const header = JSON.stringify(['device', 'sequence', 'recordedAt', 'zone', 'statedAt', 'statedSource', 'actor', 'actorName', 'kind', 'version', 'piece'].map((name) => event[name]))
    expect(sha(Buffer.concat([Buffer.from(header), Buffer.from(String(event['previous']), 'hex'), Buffer.from(String(event['payloadHash']), 'hex')]))).toBe(event['hash'])
  }

  // A bit of the original changes on the disk: verify names it, and the package says so instead of packing it.
  const kept = (await operator.certified.get({ id })).files.find((file) => file.kind === 'green-card')?.file ?? ''
  const path = join(store, 'files', kept.slice(0, 2), kept)
  const original = readFileSync(path)
  original[200] = (original[200] ?? 0) ^ 4
  writeFileSync(path, original)
  const verified = await reportOf(await connectAs(station, 'supervisor').office.verify({}))
  expect(verified.ok).toBe(false)
  expect(verified.problems.map((problem) => problem.message).join(' ')).toContain(kept.slice(0, 8))
  const damaged = await packageOf(operator, { letter: id })
  expect(damaged.report.damaged).toEqual([{ file: kept, why: 'This file is not the one that was kept: its SHA-256 differs. Restore it from a backup.' }])
  expect([...damaged.files.keys()].filter((name) => name.includes('green-card'))).toEqual([])
  expect((await pdfTexts(damaged.files.get('proof.pdf') ?? Buffer.alloc(0))).join(' ')).toContain('its SHA-256 differs')
}, 60_000)

test('before a backup and after its restore the content of a package is the same', async () => {
  const { operator, administrator, clock } = await trackingStation()
  const id = await proven(operator)
  const before = await packageOf(operator, { letter: id })
  const copies = temporaryFolder()
  await reportOf(await administrator.office.backup({ folder: copies }))
  clock.now += 3_600_000
  const folder = join(temporaryFolder(), 'restored')
  await restore(copies, folder, { kinds: EVENT_KINDS, program: 'test' })
  const after = await packageOf(connectAs(openStation({ folder }), 'operator'), { letter: id })
  expect(after.report.content).toBe(before.report.content)
  const content = (files: ReadonlyMap<string, Buffer>): string[] => [...files].flatMap(([name, bytes]) => (name === 'events.json' || name.startsWith('originals/') ? [`${name} ${createHash('sha256').update(bytes).digest('hex')}`] : [])).sort()
  expect(content(after.files)).toEqual(content(before.files))
  expect(content(after.files)).toHaveLength(3)
}, 60_000)

test('a matter and a book are packed with all their letters; what is not there is refused', async () => {
  const { operator } = await trackingStation()
  const [one, two] = [await proven(operator), await letter(operator, B)]
  const matter = await packageOf(operator, { matter: 'Thimble v. Example' })
  expect(matter.report).toMatchObject({ name: 'proof-Thimble-v-Example-2026-11-23.zip', letters: 2 })
  expect(matter.report.missing.map(({ letter: of }) => of)).toEqual([one, two])
  expect(matter.report.missing[1]?.missing).toContain('That it was handed to USPS is not recorded.')
  const book = await operator.certified.openBook({ id: newId(Date.now()), letters: [two] })
  await operator.certified.closeBook({ book: book.id })
  await operator.certified.acceptBook({ book: book.id, day: '2026-11-23', evidence: '3877-stamp', received: 1, sheet: { content: await picture('PS 3877 stamped'), name: 'sheet.jpg' } })
  const packed = await packageOf(operator, { book: book.id })
  expect([...packed.files.keys()].filter((name) => name.startsWith('originals/'))).toEqual([expect.stringMatching(/^originals\/book-1\/stamped-3877-[0-9a-f]{16}\.jpg$/)])
  expect((await pdfTexts(packed.files.get('proof.pdf') ?? Buffer.alloc(0))).join(' ')).toContain('Mailing book 1, line 1 of 1')
  expect(JSON.parse(packed.files.get('events.json')?.toString('utf8') ?? '').events.map((event: { kind: string }) => event.kind)).toContain('book.accepted')
  await expect(operator.proof.look({ matter: 'Nobody' })).rejects.toMatchObject({ data: { code: 'no-letter' } })
  await expect(packageOf(operator, { number: '12345' })).rejects.toMatchObject({ data: { code: 'no-letter' } })
}, 60_000)
