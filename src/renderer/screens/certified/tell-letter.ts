import { t } from '../../catalogue/index.ts'
import { EVIDENCE, letterService, mailClass } from '../../../shared/contract/letters.ts'
import type { PieceEvent } from '../../../shared/contract/pieces.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import { className } from '../../../shared/mail/services.ts'
import { dayWords } from '../../ui/words.ts'
import { facts, field, record, type Told } from '../pieces/payload.ts'
import { EVIDENCE_WORDS, FILE_WORDS, serviceWords } from './words.ts'

const FROM_WORDS: Readonly<Record<string, string>> = { scanned: 'scanned', roll: t('certified.tellLetter.fromARegisteredRoll'), own: t('certified.tellLetter.aNumberOfTheOffice') }
const FIELD_WORDS: Readonly<Record<string, string>> = { addressee: 'to', mailClass: 'class', services: 'services', shape: 'shape', nonmachinable: 'nonmachinable', weight: 'weight', charges: 'cost', department: 'department', costCode: t('certified.tellLetter.costCode'), matter: 'matter', document: t('certified.tellLetter.whatIsInIt'), note: 'note', greenCard: t('certified.tellLetter.greenCard') }

/** "9589 ... 12, scanned": an article number as it came onto a letter. */
function numberWords(value: unknown): string {
  const number = record(value)
  if (typeof number['grouped'] !== 'string') return ''
  const allowed = record(number['allowedBy'])['name']
  return facts(number['grouped'], FROM_WORDS[String(number['from'])], typeof number['word'] === 'string' && number['word'] !== '' && t('certified.tellLetter.checkDigitDoesNotFitConfirmed', { value: number['word'] }), typeof allowed === 'string' && t('certified.tellLetter.notListedAsCertifiedMailAllowed', { allowed }))
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
  if (name === 'weight') return typeof value === 'number' ? t('certified.tellLetter.valueOz', { value: value / 10 }) : t('certified.tellLetter.notWeighed')
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
    return { mark: 'logged', title: t('certified.tellLetter.loggedValue', { value: typeof name === 'string' ? t('certified.tellLetter.forName', { name }) : '' }), detail: facts(numberWords(event.payload?.['number']) || t('certified.tellLetter.noNumberYet'), services.success && serviceWords(services.data), formatMoney(centsOf(event.payload?.['charges'])), event.payload?.['batch'] ? t('certified.tellLetter.fromAList') : '', event.payload?.['earlier'] ? t('certified.tellLetter.sendsAnEarlierLetterAgain') : '') }
  },
  'letter.numbered': (event) => ({ mark: 'logged', title: field(event, 'replaces') ? t('certified.tellLetter.gotAnotherArticleNumber') : t('certified.tellLetter.gotItsArticleNumber'), detail: facts(numberWords(event.payload?.['number']), field(event, 'replaces') && t('certified.tellLetter.inPlaceOfEvent', { event: field(event, 'replaces') }), field(event, 'reason')) }),
  'letter.corrected': (event) => ({ mark: 'logged', title: t('common.corrected'), detail: t('certified.tellLetter.wasSetIsSet2ReasonEvent', { set: set(record(event.payload?.['before'])), set2: set(record(event.payload?.['after'])), event: field(event, 'reason') }) }),
  'letter.priced': (event) => ({ mark: 'logged', title: t('certified.tellLetter.pricedForItsMailingDate'), detail: facts(mailed(event), t('certified.tellLetter.wasShownIsShown2', { shown: shown('charges', event.payload?.['before']), shown2: shown('charges', event.payload?.['after']) })) }),
  'letter.carded': (event) => ({ mark: 'logged', title: field(event, 'greenCard') ? t('certified.tellLetter.greenCardScanned') : t('certified.tellLetter.greenCardTakenOff'), detail: facts(field(event, 'greenCard'), field(event, 'before') && t('certified.tellLetter.wasEvent', { event: field(event, 'before') })) }),
  'letter.filed': (event) => ({ mark: 'logged', title: t('certified.tellLetter.valueKept', { value: FILE_WORDS[field(event, 'kind')] ?? t('common.paper') }), detail: facts(field(event, 'name'), field(event, 'note')) }),
  'letter.booked': () => ({ mark: 'inbook', title: t('certified.tellLetter.putIntoAMailingBook'), detail: '' }),
  'letter.unbooked': (event) => ({ mark: 'logged', title: event.payload?.['struck'] === true ? t('certified.tellLetter.itsLineWasStruckFromThe') : t('certified.tellLetter.takenOutOfTheBook'), detail: field(event, 'reason') }),
  'letter.presented': (event) => ({ mark: 'presented', title: event.payload?.['book'] ? t('certified.tellLetter.presentedToUspsInItsBook') : t('certified.tellLetter.presentedToUspsAtTheCounter'), detail: mailed(event) }),
  'letter.accepted': (event) => {
    const evidence = EVIDENCE.find((one) => one === field(event, 'evidence'))
    return { mark: 'accepted', title: t('common.acceptedByUsps'), detail: facts(field(event, 'day') && t('certified.tellLetter.mailingDateDaywords', { dayWords: dayWords(field(event, 'day')) }), field(event, 'postOffice'), evidence && EVIDENCE_WORDS[evidence], field(event, 'employee') && t('certified.tellLetter.uspsEmployeeEvent', { event: field(event, 'employee') }), field(event, 'note')) }
  },
  'letter.voided': (event) => ({ mark: 'disposed', title: t('common.voided'), detail: field(event, 'reason') }),
}

/** What happened to a letter, in the trade's words; null for a line of another area. */
export function tellLetter(event: PieceEvent): Told | null {
  return TELL[event.kind]?.(event) ?? null
}
