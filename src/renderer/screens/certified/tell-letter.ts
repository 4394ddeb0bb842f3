import { EVIDENCE, letterService, mailClass } from '../../../shared/contract/certified.ts'
import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import { className } from '../../../shared/mail/services.ts'
import { dayWords } from '../../ui/words.ts'
import { facts, field, record, type Told } from '../pieces/payload.ts'
import { EVIDENCE_WORDS, FILE_WORDS, serviceWords } from './words.ts'

const FROM_WORDS: Readonly<Record<string, string>> = { scanned: 'scanned', roll: 'from a registered roll', own: 'a number of the office' }
const FIELD_WORDS: Readonly<Record<string, string>> = { addressee: 'to', mailClass: 'class', services: 'services', shape: 'shape', nonmachinable: 'nonmachinable', weight: 'weight', charges: 'cost', department: 'department', costCode: 'cost code', matter: 'matter', document: 'what is in it', note: 'note', greenCard: 'green card' }

/** "9589 ... 12, scanned": an article number as it came onto a letter. */
function numberWords(value: unknown): string {
  const number = record(value)
  if (typeof number['grouped'] !== 'string') return ''
  const allowed = record(number['allowedBy'])['name']
  return facts(number['grouped'], FROM_WORDS[String(number['from'])], typeof number['word'] === 'string' && number['word'] !== '' && `check digit does not fit, confirmed: ${number['word']}`, typeof allowed === 'string' && `not listed as Certified Mail, allowed by ${allowed}`)
}

function centsOf(value: unknown): number {
  const { postage, fees } = record(value)
  const cents = (one: unknown): number => { const { cents: n } = record(one); return typeof n === 'number' ? n : 0 }
  return cents(postage) + (Array.isArray(fees) ? fees.reduce<number>((sum, fee) => sum + cents(fee), 0) : 0)
}

/** One field of a letter as a person reads it. */
function shown(name: string, value: unknown): string {
  if (name === 'addressee') { const { lines } = record(value); return Array.isArray(lines) ? lines.join(', ') : 'nobody' }
  if (name === 'mailClass') { const known = mailClass.safeParse(value); return known.success ? className(known.data) : 'none' }
  if (name === 'services') { const known = letterService.array().safeParse(value); return known.success ? serviceWords(known.data) : 'none' }
  if (name === 'weight') return typeof value === 'number' ? `${value / 10} oz` : 'not weighed'
  if (name === 'charges') return formatMoney(centsOf(value))
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' || typeof value === 'number' ? String(value) || 'none' : 'none'
}

/** "matter Roe 7, weight 1 oz": every field of a set that this page has a word for. */
function set(values: Record<string, unknown>): string {
  return facts(...Object.entries(FIELD_WORDS).map(([name, word]) => name in values && `${word} ${shown(name, values[name])}`))
}

const mailed = (event: PieceEvent): string => facts(field(event, 'day') && dayWords(field(event, 'day')), field(event, 'postOffice'))

const TELL: Readonly<Record<string, (event: PieceEvent) => Told>> = {
  'letter.logged': (event) => {
    const services = letterService.array().safeParse(event.payload?.['services'])
    const name = record(event.payload?.['addressee'])['name']
    return { mark: 'logged', title: `Logged${typeof name === 'string' ? ` for ${name}` : ''}`, detail: facts(numberWords(event.payload?.['number']) || 'no number yet', services.success && serviceWords(services.data), formatMoney(centsOf(event.payload?.['charges'])), event.payload?.['batch'] ? 'from a list' : '', event.payload?.['earlier'] ? 'sends an earlier letter again' : '') }
  },
  'letter.numbered': (event) => ({ mark: 'logged', title: field(event, 'replaces') ? 'Got another article number' : 'Got its article number', detail: facts(numberWords(event.payload?.['number']), field(event, 'replaces') && `in place of ${field(event, 'replaces')}`, field(event, 'reason')) }),
  'letter.corrected': (event) => ({ mark: 'logged', title: 'Corrected', detail: `Was: ${set(record(event.payload?.['before']))}. Is: ${set(record(event.payload?.['after']))}. Reason: ${field(event, 'reason')}` }),
  'letter.priced': (event) => ({ mark: 'logged', title: 'Priced for its mailing date', detail: facts(mailed(event), `was ${shown('charges', event.payload?.['before'])}, is ${shown('charges', event.payload?.['after'])}`) }),
  'letter.carded': (event) => ({ mark: 'logged', title: field(event, 'greenCard') ? 'Green card scanned' : 'Green card taken off', detail: facts(field(event, 'greenCard'), field(event, 'before') && `was ${field(event, 'before')}`) }),
  'letter.filed': (event) => ({ mark: 'logged', title: `${FILE_WORDS[field(event, 'kind')] ?? 'Paper'} kept`, detail: facts(field(event, 'name'), field(event, 'note')) }),
  'letter.booked': () => ({ mark: 'inbook', title: 'Put into a mailing book', detail: '' }),
  'letter.unbooked': (event) => ({ mark: 'logged', title: event.payload?.['struck'] === true ? 'Its line was struck from the closed book' : 'Taken out of the book', detail: field(event, 'reason') }),
  'letter.presented': (event) => ({ mark: 'presented', title: event.payload?.['book'] ? 'Presented to USPS in its book' : 'Presented to USPS at the counter', detail: mailed(event) }),
  'letter.accepted': (event) => {
    const evidence = EVIDENCE.find((one) => one === field(event, 'evidence'))
    return { mark: 'accepted', title: 'Accepted by USPS', detail: facts(field(event, 'day') && `mailing date ${dayWords(field(event, 'day'))}`, field(event, 'postOffice'), evidence && EVIDENCE_WORDS[evidence], field(event, 'employee') && `USPS employee ${field(event, 'employee')}`, field(event, 'note')) }
  },
  'letter.voided': (event) => ({ mark: 'disposed', title: 'Voided', detail: field(event, 'reason') }),
}

/** What happened to a letter, in the trade's words; null for a line of another area. */
export function tellLetter(event: PieceEvent): Told | null {
  return TELL[event.kind]?.(event) ?? null
}
