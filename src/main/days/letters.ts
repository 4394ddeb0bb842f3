import type { DayTotals, LetterLine } from '../../shared/contract/days.ts'
import { totalOf } from '../../shared/mail/fees.ts'
import type { Charges } from '../../shared/mail/fees.ts'
import type { LetterService } from '../../shared/mail/services.ts'
import { className, serviceName } from '../../shared/mail/services.ts'
import { evidenceWords, record, textOf } from './words.ts'

/** An event of a letter with what the day's log asks of it. */
export interface LetterEvent { kind: string; at: number; by: string; payload: unknown; onDay: boolean }

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/**
 * A letter as its own events have left it, up to the end of a day; null for one that was not logged yet.
 *
 * @param bookWords number and line of a book by its id
 */
export function letterLine(piece: string, events: readonly LetterEvent[], bookWords: (book: string) => string): LetterLine | null {
  let what: Record<string, unknown> = {}
  let grouped = ''
  let line: LetterLine | null = null
  const said = { evidence: '', mailed: null as string | null, postOffice: '', book: '', returned: '', state: 'logged', voided: false }
  for (const { kind, at, by, payload, onDay } of events) {
    const given = record(payload)
    if (kind === 'letter.logged') {
      line = { piece, grouped: '', addressee: '', services: [], receipt: '', greenCard: '', department: '', matter: '', document: '', postage: 0, fees: 0, unpriced: false, evidence: '', mailed: null, postOffice: '', book: '', returned: '', state: 'logged', at, by, voided: false, logged: onDay }
      what = { ...given }
      grouped = textOf(given, 'number', 'grouped')
    } else if (kind === 'letter.numbered') grouped = textOf(given, 'number', 'grouped')
    else if (kind === 'letter.corrected') what = { ...what, ...record(given?.['after']) }
    else if (kind === 'letter.priced') what = { ...what, charges: given?.['after'] }
    else if (kind === 'letter.carded') what = { ...what, greenCard: textOf(given, 'greenCard') }
    else if (kind === 'letter.booked') Object.assign(said, { state: 'in a book', book: bookWords(textOf(given, 'book')) })
    else if (kind === 'letter.unbooked') Object.assign(said, { state: 'logged', book: '' })
    else if (kind === 'letter.presented') Object.assign(said, { state: 'presented', mailed: textOf(given, 'day') || null, postOffice: textOf(given, 'postOffice') })
    else if (kind === 'letter.accepted') Object.assign(said, { state: 'accepted', mailed: textOf(given, 'day') || null, postOffice: textOf(given, 'postOffice'), evidence: evidenceWords(textOf(given, 'evidence')) })
    else if (kind === 'letter.returned') said.returned = textOf(given, 'words') || 'no reason'
    else if (kind === 'letter.return-withdrawn') said.returned = ''
    else if (kind === 'letter.voided') Object.assign(said, { state: 'voided', voided: true })
  }
  if (!line) return null
  const services = (Array.isArray(what['services']) ? what['services'] : []) as LetterService[]
  const charges = record(what['charges']) as unknown as Charges | null
  const sum = charges ? totalOf(charges) : { cents: 0, unknown: 0 }
  const postage = charges?.postage.cents ?? 0
  const receipt = services.includes('card') ? (services.includes('electronic') ? 'Card and electronic' : 'Green card') : services.includes('electronic') ? 'Electronic' : 'None'
  return {
    ...line, ...said, grouped, addressee: textOf(what, 'addressee', 'name') || 'Removed on request', services: [...services.map((service) => capital(serviceName(service))), ...(what['mailClass'] === 'priority' ? [className('priority')] : [])], receipt, greenCard: textOf(what, 'greenCard'),
    department: textOf(what, 'department'), matter: textOf(what, 'matter'), document: textOf(what, 'document'), postage, fees: sum.cents - postage, unpriced: sum.unknown > 0,
  }
}

/** What was bought with a letter beside Certified Mail, as one name, so that the counts of all names add up to the letters. */
const bought = (line: LetterLine): string => line.services.join(', ') || 'Certified Mail alone'

/** Sums over the letters of a day. Money is that of the letters logged on it and not voided. */
export function letterTotals(lines: readonly LetterLine[], on: { accepted: ReadonlySet<string>; returned: ReadonlySet<string> }): DayTotals['letters'] {
  const priced = lines.filter((line) => line.logged && !line.voided)
  const services = new Map<string, number>()
  const departments = new Map<string, { n: number; cents: number }>()
  for (const line of priced) {
    services.set(bought(line), (services.get(bought(line)) ?? 0) + 1)
    const name = line.department || 'No department'
    const sum = departments.get(name) ?? { n: 0, cents: 0 }
    departments.set(name, { n: sum.n + 1, cents: sum.cents + line.postage + line.fees })
  }
  const postage = priced.reduce((sum, line) => sum + line.postage, 0)
  const fees = priced.reduce((sum, line) => sum + line.fees, 0)
  return {
    logged: lines.filter((line) => line.logged).length, accepted: lines.filter((line) => on.accepted.has(line.piece)).length, voided: lines.filter((line) => line.voided).length, returned: on.returned.size,
    byService: [...services].map(([name, n]) => ({ name, n })).sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1)),
    postage, fees, total: postage + fees, unpriced: priced.filter((line) => line.unpriced).length,
    byDepartment: [...departments].map(([name, sum]) => ({ name, ...sum })).sort((a, b) => b.cents - a.cents || (a.name < b.name ? -1 : 1)),
  }
}
