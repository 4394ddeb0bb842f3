import type { OwnNumbering } from '../../shared/contract/certified.ts'
import type { LetterRow } from '../../shared/contract/letters.ts'
import { groupNumber } from '../../shared/mail/grouping.ts'
import { identify } from '../../shared/mail/identify.ts'
import { buildImpb } from '../../shared/mail/impb.ts'
import { serviceTypeCode } from '../../shared/mail/services.ts'
import { number } from '../../shared/words.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import { one, run } from '../store/db.ts'
import { CERTIFIED_NUMBERING_STOPPED, changeSetting, setting } from '../store/settings.ts'
import type { Numbered } from './events.ts'
import { usedNumber } from './queries.ts'
import { CERTIFIED } from './settings.ts'

const lastSerial = (db: ReadableDb, mailer: string): number | null => one<{ last: number }>(db, 'SELECT last FROM own_serial WHERE mailer = ?', mailer)?.last ?? null

function keepSerial(db: WritableDb, mailer: string, last: number): void {
  run(db, 'INSERT INTO own_serial (mailer, last) VALUES (?, ?) ON CONFLICT (mailer) DO UPDATE SET last = max(last, excluded.last)', mailer, last)
}

/** Parts of a number of this office's own making; null for every other number. */
function ownParts(number: string, mailerId: string): { serial: number } | null {
  if (mailerId === '') return null
  const width = mailerId.length === 9 ? 7 : 10
  const shape = new RegExp(`^${mailerId.length === 9 ? '92' : '93'}[0-9]{3}${mailerId}([0-9]{${width}})[0-9]$`)
  const serial = shape.exec(number)?.[1]
  return serial === undefined ? null : { serial: Number(serial) }
}

/** A number of our own with the row that remembers it; both belong in the transaction that records its letter. */
export interface OwnNumber { number: Numbered; tables: (db: WritableDb) => void }

/**
 * The next article number from the office's own Mailer ID: the service type code says what was chosen, the serial was never used.
 * Source: USPS Publication 199 (construct of the code; labels of an office have to be certified by USPS before they are used).
 *
 * @throws Refusal `no-mailer-id`, `numbering-stopped`, `range-used-up`, `services`, `labels-not-certified`
 */
export function nextOwn(db: ReadableDb, choice: Pick<LetterRow, 'mailClass' | 'services'>): OwnNumber {
  const { mailerId, serialFrom, serialTo, labelsCertified } = setting(db, CERTIFIED)
  if (mailerId === '') throw new Refusal('no-mailer-id', 'The office has no Mailer ID here. Scan the number of a form or a label; an administrator can enter the Mailer ID in the settings.', { field: 'number' })
  if (setting(db, CERTIFIED_NUMBERING_STOPPED))
    throw new Refusal('numbering-stopped', 'This store was restored from a backup, and own numbers may have been used after it. A supervisor scans the last one that was used; then they go on.', { field: 'number' })
  if (labelsCertified === null) throw new Refusal('labels-not-certified', 'USPS has to certify the labels of an office before own numbers are used. An administrator confirms in the settings that it has.', { field: 'number' })
  const stc = serviceTypeCode(choice)
  if (stc === null) throw new Refusal('services', 'USPS has no service type code for these services together.', { field: 'services' })
  for (let serial = Math.max((lastSerial(db, mailerId) ?? -1) + 1, serialFrom); serial <= serialTo; serial++) {
    const number = buildImpb({ mailerId, stc, serial })
    // A label that was made elsewhere with the same Mailer ID may have been scanned already.
    if (usedNumber(db, number)) continue
    const { best } = identify(number)
    if (!best) throw new Error(`${number} is no number.`)
    const { scheme, carrier, carrierName, service, checkDigit, accountable } = best
    return {
      number: { number, grouped: groupNumber(number), scheme, carrier, carrierName, service, checkDigit, accountable, scanned: number, from: 'own', word: '', allowedBy: null },
      tables: (tables) => keepSerial(tables, mailerId, serial),
    }
  }
  throw new Refusal('range-used-up', `The serial numbers up to ${number(serialTo)} are used up. An administrator enters the next range in the settings.`, { field: 'number' })
}

/** Remembers a scanned number of the office's own, so that its serial is not given out later; null when there is nothing to remember. */
export function seenOwn(db: ReadableDb, number: string): ((db: WritableDb) => void) | null {
  const { mailerId, serialFrom, serialTo } = setting(db, CERTIFIED)
  const own = ownParts(number, mailerId)
  if (own === null || own.serial < serialFrom || own.serial > serialTo || own.serial <= (lastSerial(db, mailerId) ?? -1)) return null
  return (tables) => keepSerial(tables, mailerId, own.serial)
}

/** Whether own numbers are given out, and what stands in their way. */
export function ownNumbers({ services: { store } }: Pick<CheckedCall, 'services'>): OwnNumbering {
  const { db } = store
  const { mailerId, serialFrom, serialTo, labelsCertified } = setting(db, CERTIFIED)
  const stopped = setting(db, CERTIFIED_NUMBERING_STOPPED)
  const last = mailerId === '' ? null : lastSerial(db, mailerId)
  const left = mailerId === '' ? 0 : Math.max(0, serialTo - Math.max((last ?? -1) + 1, serialFrom) + 1)
  const reason = mailerId === '' ? 'No Mailer ID is entered.'
    : stopped ? 'Stopped since this store was restored: a supervisor scans the last own number that was used.'
    : labelsCertified === null ? 'Nobody has confirmed that USPS certified the labels of this office.'
    : left === 0 ? 'The range of serial numbers is used up.' : null
  return { possible: reason === null, reason, stopped, mailerId, last: last === null ? null : String(last), left, notice: mailerId !== '' && labelsCertified === null }
}

/** Lets own numbers go on behind the last one that was used before the restore. @throws Refusal `not-ours`, `one-was-used` */
export function resumeOwnNumbers(call: CheckedCall, lastNumber: string | null): OwnNumbering {
  const { store } = call.services
  return store.operate(call.actor, (db) => {
    const { mailerId } = setting(db, CERTIFIED)
    const number = lastNumber === null ? null : (identify(lastNumber).best?.number ?? lastNumber.replaceAll(/\s/g, ''))
    const own = number === null ? null : ownParts(number, mailerId)
    if (number !== null && own === null) throw new Refusal('not-ours', `This number was not made with the Mailer ID ${mailerId} of this office. Scan the newest label of ours that you find.`, { field: 'lastNumber' })
    if (number !== null && identify(number).best?.checkDigit === 'invalid') throw new Refusal('not-ours', 'The check digit does not fit: scan it again.', { field: 'lastNumber' })
    const last = lastSerial(db, mailerId)
    if (number === null && last !== null) throw new Refusal('one-was-used', `Own numbers were used: serial ${last} is the last one in the backup. Scan the newest label you find, or that one.`, { field: 'lastNumber' })
    const change = setting(db, CERTIFIED_NUMBERING_STOPPED) ? changeSetting(CERTIFIED_NUMBERING_STOPPED, false) : null
    return {
      tables: (tables) => {
        change?.tables(tables)
        if (own) keepSerial(tables, mailerId, own.serial)
      },
      events: [...(change ? [change.event] : []), ...(own && own.serial > (last ?? -1) ? [recordChanged.draft(null, { table: 'own_serial', record: mailerId, action: last === null ? 'added' : 'changed', fields: ['last'] })] : [])],
      answer: () => ownNumbers(call),
    }
  })
}
