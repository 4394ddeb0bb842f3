import type { Approval } from '../../shared/contract/base.ts'
import type { NumberInput } from '../../shared/contract/certified.ts'
import type { LetterRow } from '../../shared/contract/letters.ts'
import type { Candidate } from '../../shared/mail/identify.ts'
import { cleanScan, groupNumber, identify } from '../../shared/mail/identify.ts'
import { contradiction, isCertified, saidByNumber } from '../../shared/mail/services.ts'
import { allowedBy } from '../access/access.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import type { Actor } from '../store/events.ts'
import type { Numbered } from './events.ts'
import { nextOwn, seenOwn } from './own.ts'
import * as queries from './queries.ts'
import { rollOf } from './rolls.ts'

export interface NumberWords { checkDigitWord?: string | undefined; notCertified?: boolean | undefined; approval?: Approval | undefined }

/** An article number as it goes onto a letter, and what has to be written beside it. */
export interface Given { number: Numbered; tables: (db: WritableDb) => void }

/** What USPS can read of a scanned text. Of several things it may be, a number of Certified Mail is meant. */
export function readNumber(text: string): { number: string; grouped: string; candidate: Candidate | null } {
  const { best, candidates } = identify(text)
  const candidate = candidates.find(isCertified) ?? best ?? null
  const bare = candidate?.number ?? cleanScan(text).replaceAll(/\s/g, '')
  return { number: bare, grouped: groupNumber(bare), candidate }
}

const GREEN_CARD = 'This is the number of a green card (PS 3811), not of a letter. Scan the number on the PS 3800 or the label; the green card goes into its own field.'

/** Where a number that was used before stands, as a sentence. */
export function whereUsed(db: ReadableDb, number: string): string | null {
  const used = queries.usedNumber(db, number)
  if (!used) {
    const came = queries.cameInWith(db, number)
    return came && `This number is on a piece that came in on ${came.day}${came.recipient === '' ? '' : ` for ${came.recipient}`}. Scan the new label; if that piece was scanned by mistake, void it first.`
  }
  if (used.piece === null) return `${used.by} marked the label with this number as spoiled: ${used.note}. Take another label.`
  const letter = queries.letterById(db, used.piece)
  const on = letter ? `the letter to ${letter.addressee.name} of ${letter.day}${letter.book ? `, book ${letter.book.number} line ${letter.book.line}` : ''}` : 'another letter'
  if (used.state === 'spoiled') return `This number was taken off ${on}: ${used.note}. Take another label.`
  return letter?.voided ? `This number stood on ${on}, which ${letter.voided.by} voided: ${letter.voided.reason}. Take another label.` : `This number is on ${on} already. Scan the right one, or open that letter.`
}

/** The first thing that stands in the way of a scanned number, whatever was chosen. */
export function problemOf(db: ReadableDb, text: string, except: string | null): { code: string; message: string } | null {
  const { number, grouped, candidate } = readNumber(text)
  if (number === '') return { code: 'unreadable', message: 'Nothing readable was scanned. Scan again, or type the number.' }
  if (candidate?.kind === 'green-card') return { code: 'green-card', message: GREEN_CARD }
  if (candidate === null || candidate.carrier !== 'usps' || candidate.kind === 'routing') return { code: 'unreadable', message: `${grouped} is no number of USPS${candidate ? `: it looks like ${candidate.carrierName}` : ''}. Scan the barcode of the PS 3800 or the label.` }
  const used = queries.usedNumber(db, number)
  const where = except !== null && used?.piece === except && used.state === 'used' ? null : whereUsed(db, number)
  if (where !== null) return { code: 'used', message: where }
  if (!isCertified(candidate)) return { code: 'not-certified', message: `The code in ${grouped} says ${candidate.service}. USPS does not list it as Certified Mail.` }
  if (candidate.checkDigit === 'invalid') return { code: 'check-digit', message: `The check digit of ${grouped} does not fit. Scan it again, or compare it with the label digit by digit.` }
  return null
}

/**
 * Who allows a number that USPS does not list as Certified Mail; null where nobody has to. Asked before the operation, because it
 * checks a PIN.
 *
 * @throws Refusal `not-certified`, `needs-approval`, and as {@link allowedBy}
 */
export async function allowance(call: CheckedCall, input: NumberInput | undefined, words: NumberWords): Promise<Actor | null> {
  if (input === undefined || 'own' in input || words.notCertified !== true) return null
  const { candidate } = readNumber(input.text)
  if (candidate !== null && isCertified(candidate)) return null
  return allowedBy(call, 'supervisor', words.approval, 'Logging a number that USPS does not list as Certified Mail')
}

/**
 * Checks an article number and says how it is recorded.
 *
 * @param letter the letter it is for; its own number counts as free
 * @throws Refusal `unreadable`, `green-card`, `used`, `not-certified`, `check-digit`, `contradicts`, and as {@link nextOwn}
 */
export function numberFor(db: ReadableDb, input: NumberInput, choice: Pick<LetterRow, 'mailClass' | 'services'>, words: NumberWords, allowed: Actor | null, letter: string): Given {
  if ('own' in input) return nextOwn(db, choice)
  const { number, grouped, candidate } = readNumber(input.text)
  const problem = problemOf(db, input.text, letter)
  const field = { field: 'number' }
  if (problem && problem.code === 'check-digit' && words.checkDigitWord === undefined) throw new Refusal('check-digit', problem.message, { field: 'checkDigitWord' })
  if (problem && problem.code === 'not-certified' && !allowed) throw new Refusal('not-certified', `${problem.message} A supervisor can allow it.`, field)
  if (problem && problem.code !== 'check-digit' && problem.code !== 'not-certified') throw new Refusal(problem.code, problem.message, field)
  if (!candidate) throw new Refusal('unreadable', 'Nothing readable was scanned. Scan again, or type the number.', field)
  if (candidate.checkDigit === 'invalid' && words.checkDigitWord === undefined) throw new Refusal('check-digit', `The check digit of ${grouped} does not fit. Compare it with the label digit by digit.`, { field: 'checkDigitWord' })
  const against = contradiction(candidate, choice)
  if (against !== null) throw new Refusal('contradicts', `${against} Choose what the number says, or take another label.`, { field: 'services' })
  const seen = seenOwn(db, number)
  const { scheme, carrier, carrierName, service, checkDigit, accountable } = candidate
  return {
    number: {
      number, grouped, scheme, carrier, carrierName, service, checkDigit, accountable, scanned: input.text.slice(0, 500), from: rollOf(db, number) === null ? 'scanned' : 'roll',
      word: checkDigit === 'invalid' ? (words.checkDigitWord ?? '') : '', allowedBy: allowed && { id: allowed.id, name: allowed.name },
    },
    tables: (tables) => seen?.(tables),
  }
}

/** What the number itself says was bought. */
export const saidBy = saidByNumber

/** The number of a green card in groups; empty for none. @throws Refusal `not-a-green-card`, `used` */
export function greenCardOf(db: ReadableDb, text: string, letter: string): string {
  if (text.trim() === '') return ''
  const { grouped, candidate } = readNumber(text)
  const card = identify(text).candidates.find((one) => one.kind === 'green-card')
  if (!card || candidate === null) throw new Refusal('not-a-green-card', 'This is not the number of a green card: that begins with 9590. Scan the barcode on the PS 3811.', { field: 'greenCard' })
  if (card.checkDigit === 'invalid') throw new Refusal('not-a-green-card', 'The check digit of this green card does not fit. Scan it again.', { field: 'greenCard' })
  const other = queries.letterWithCard(db, grouped)
  if (other !== null && other !== letter) throw new Refusal('used', `This green card belongs to the letter to ${queries.letterById(db, other)?.addressee.name ?? ''} already.`, { field: 'greenCard' })
  return grouped
}
