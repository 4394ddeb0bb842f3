import type { ContractRouterClient } from '@orpc/contract'
import sharp from 'sharp'
import type { Contract } from '../../shared/contract/index.ts'
import { checkDigitMod10 } from '../../shared/mail/check-digits.ts'
import { addDays, officeDay } from '../../shared/mail/days.ts'
import type { Chance } from './chance.ts'

/** The desk where letters go out, at one moment. */
export interface LettersDesk {
  c: Chance
  client: ContractRouterClient<Contract>
  /** How long a minute's work takes, in milliseconds. */
  minute: number
  now(): number
  wait(ms: number): void
  id(): string
}

/** Numbers of forms and of green cards that were never printed: this office's box begins with serial 1. */
export const formOf = (serial: number): string => withCheck(`958907105279${String(serial).padStart(9, '0')}`)
export const cardOf = (serial: number): string => withCheck(`95909402${String(serial).padStart(13, '0')}`)
const withCheck = (body: string): string => body + String(checkDigitMod10(body))

const ADDRESSEES = [
  'Dana Whitcombe\n418 Example Hollow Road\nAnytown VT 05099', 'Merrow & Finch LLP\nAttn: Litigation Docketing\n77 Sample Street, Suite 1200\nExampleville NH 03099', 'Town of Anytown\nOffice of the Clerk\nPO Box 12\nAnytown VT 05099',
  'Rafael Oduya\n9 Placeholder Lane, Apt 3B\nSampleton ME 04099', 'Greywater Holdings Inc\n2200 Model Boulevard\nTestburg MA 01099', 'Estate of Ilse Brandt\nc/o Harriet Brandt\n31 Demo Court\nAnytown VT 05099', 'State Board of Example Licensure\n5 Capitol Place\nSampleton ME 04099',
]
const MATTERS = ['Whitcombe v. Northgate', 'Lease 2026-14', 'Parcel 88-201', 'Brandt estate', 'License renewal'] as const
const DOCUMENTS = ['Notice of default', 'Thirty-day notice', 'Answer and exhibits', 'Renewal application', 'Final demand', 'Notice of hearing'] as const
const DEPARTMENTS = [['Legal', '4410'], ['Finance', '2200'], ['Facilities', '7100']] as const

async function letter(desk: LettersDesk, serial: number | null, to = desk.c.pick(ADDRESSEES)): Promise<string> {
  const { c, client } = desk
  const [department, costCode] = c.pick(DEPARTMENTS)
  const services = c.pick([['card'], ['card'], ['electronic'], [], ['restricted', 'card']] as const)
  desk.wait((0.3 + c.whole(4) / 10) * desk.minute)
  const heavy = c.happens(0.2)
  const { letter: logged } = await client.certified.log({
    id: desk.id(), addressee: { block: to }, services: [...services], weight: heavy ? 24 : 6 + c.whole(5), ...(heavy ? { postage: 132 } : {}), department, costCode, matter: c.pick(MATTERS), document: c.pick(DOCUMENTS),
    ...(serial === null ? {} : { number: { text: formOf(serial) } }), ...(services.some((service) => service === 'card') && serial !== null ? { greenCard: cardOf(serial) } : {}),
  })
  return logged.id
}

async function letters(desk: LettersDesk, from: number, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) ids.push(await letter(desk, from + i))
  return ids
}

/** A sheet with a round stamp, as far as a drawing is one. */
export async function stamped(title: string): Promise<string> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="880" height="680"><rect width="880" height="680" fill="#fbfaf5"/><g stroke="#555" fill="none">${Array.from({ length: 9 }, (_, i) => `<path d="M40 ${220 + i * 40}H840"/>`).join('')}<path d="M40 60H840V640H40Z"/></g>
    <text x="60" y="110" font-size="28" font-family="sans-serif" fill="#222">${title}</text><g stroke="#a33" fill="none" stroke-width="4"><circle cx="720" cy="140" r="62"/></g><text x="676" y="136" font-size="16" font-family="sans-serif" fill="#a33">ANYTOWN VT</text><text x="690" y="160" font-size="16" font-family="sans-serif" fill="#a33">USPS</text></svg>`
  return (await sharp(Buffer.from(drawing)).jpeg({ quality: 70 }).toBuffer()).toString('base64')
}

/** Some days ago: a box of forms is registered, and a book goes to the post office, comes back stamped, and is accepted but for one line. */
export async function firstBook(desk: LettersDesk, zone: string): Promise<void> {
  const { client } = desk
  await client.certified.addRoll({ name: 'Box of PS 3800, first', first: formOf(1), last: formOf(60) })
  const ids = await letters(desk, 1, 9)
  await client.certified.voidLabel({ text: formOf(10), reason: 'torn while peeling' })
  const book = await client.certified.openBook({ id: desk.id(), note: 'Afternoon trip', letters: ids })
  desk.wait(desk.minute)
  await client.certified.closeBook({ book: book.id })
  const day = officeDay(desk.now(), zone)
  await client.certified.presentBook({ book: book.id, day, postOffice: 'Anytown VT 05099' })
  desk.wait(40 * desk.minute)
  await client.certified.acceptBook({
    book: book.id, day, postOffice: 'Anytown VT 05099', evidence: '3877-stamp', employee: 'R. Alder', received: 8, sheet: { content: await stamped('PS 3877 Book 1'), name: 'book-1-stamped.jpg' },
    lines: [{ letter: ids[4] ?? '', accepted: false, note: 'envelope was not sealed' }],
  })
  desk.wait(10 * desk.minute)
  const alone = await letters(desk, 11, 2)
  await client.certified.accept({ letters: alone, day, postOffice: 'Anytown VT 05099', evidence: 'counter-postmark', employee: 'R. Alder', receipt: { content: await stamped('PS 3800'), name: 'ps3800.jpg' }, note: '' })
}

/** Today: a book that USPS has without its word yet, letters that wait for one, a letter without a number, one sent again, and one taken back. */
export async function lettersToday(desk: LettersDesk, zone: string): Promise<void> {
  const { client } = desk
  const ids = await letters(desk, 20, 6)
  const book = await client.certified.openBook({ id: desk.id(), note: '', letters: ids.slice(0, 4) })
  await client.certified.closeBook({ book: book.id })
  await client.certified.presentBook({ book: book.id, day: officeDay(desk.now(), zone), postOffice: 'Anytown VT 05099' })
  const next = await letters(desk, 30, 4)
  await client.certified.openBook({ id: desk.id(), note: 'Evening trip', letters: next })
  await letter(desk, null)
  await client.certified.void({ letter: ids[5] ?? '', reason: 'withdrawn by Legal before it was sealed' })
  const earlier = (await client.certified.list({ stage: 'accepted', limit: 1 })).rows[0]
  if (earlier) await client.certified.log({ id: desk.id(), addressee: { block: earlier.addressee.lines.join('\n') }, services: ['card'], weight: 8, matter: earlier.matter, document: 'Second notice', number: { text: formOf(40) }, earlier: earlier.id })
}

/** The last line of an address, taken apart. */
function placeOf(lines: readonly string[]): { city: string; state: string; zip: string } {
  const [, city = '', state = '', zip = ''] = /^(.*) ([A-Z]{2}) (\d{5})$/.exec(lines.at(-1) ?? '') ?? []
  return { city, state, zip }
}

/** What has been heard of the letters of some days ago: scans read off USPS's page, a telephone call, and one that two sources tell differently. */
export async function newsOfLetters(desk: LettersDesk, zone: string): Promise<void> {
  const { client } = desk
  const rows = (await client.certified.list({ stage: 'accepted', limit: 20 })).rows
  const day = (ago: number): string => addDays(officeDay(desk.now(), zone), -ago)
  const stories: ReadonlyArray<readonly (readonly [code: string, ago: number, time: string])[]> = [
    [['10', 2, '21:40'], ['OF', 1, '08:02'], ['01', 1, '13:28']], [['10', 2, '21:40'], ['52', 1, '14:14']], [['07', 1, '06:10'], ['04', 1, '10:05']], [['10', 2, '22:05'], ['22', 1, '09:31'], ['09', 1, '16:20']],
    [['10', 2, '21:41'], ['OF', 0, '07:10']], [['A1', 2, '23:02']], [['10', 2, '21:44'], ['16', 1, '09:00']], [['OF', 1, '08:11'], ['01', 1, '11:47']],
  ]
  for (const [i, story] of stories.entries()) {
    const letter = rows[i]
    if (!letter) return
    for (const [code, ago, time] of story) {
      desk.wait(0.05 * desk.minute)
      await client.tracking.add({ piece: letter.id, code, day: day(ago), time, ...placeOf(letter.addressee.lines), source: 'person' })
    }
  }
  const told = rows[7]
  if (!told) return
  desk.wait(0.2 * desk.minute)
  await client.tracking.add({
    piece: told.id, code: '04', day: day(1), ...placeOf(told.addressee.lines), source: 'phone',
    call: { spoke: 'Ms. Clerk, Anytown Post Office', number: '1-800-222-1811', said: 'Her screen says that it was refused at the door.', asked: '' },
  })
}
