/** Asking USPS for what did not come: the data of its form for an electronic receipt, and PS Form 3811-A. */
import type { Printable } from '../../shared/contract/printing.ts'
import type { ReceiptRequest } from '../../shared/contract/receipts.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import { formatMoney } from '../../shared/mail/money.ts'
import { className, serviceName } from '../../shared/mail/services.ts'
import { receiptDays } from '../../shared/mail/tracking-attention.ts'
import { evidenceInWords } from '../../shared/printing/proof.ts'
import { requestSheet } from '../../shared/printing/request-sheet.ts'
import { get } from '../certified/certified.ts'
import type { CheckedCall } from '../call.ts'
import { asPdf } from '../printing/printing.ts'
import { OFFICE, setting } from '../store/settings.ts'
import { of as trackedOf } from '../tracking/tracking.ts'
import { of, sent } from './receipts.ts'
import { RECEIPTS } from './settings.ts'

/** What USPS's form for an electronic receipt asks for. @throws NotFound, Refusal `voided`, `not-mailed` */
export function request(call: CheckedCall, id: string): ReceiptRequest {
  const { mailed, number } = sent(call, id)
  const { askerName, askerEmail } = setting(call.services.store.db, RECEIPTS)
  const { letter, trackingUrl } = get(call, id)
  return { letter: id, number, grouped: letter.grouped, name: askerName === '' ? call.actor.name : askerName, email: askerEmail, page: trackingUrl, mailedDay: mailed?.day ?? null, ...(mailed ? receiptDays(mailed.day) : { fastUntil: null, keptUntil: null }) }
}

/** PS Form 3811-A as a data sheet. @throws NotFound, Refusal `voided`, `not-mailed` */
export async function dataSheet(call: CheckedCall, id: string): Promise<Printable> {
  const { store } = call.services
  sent(call, id)
  const { letter, files } = get(call, id)
  const { receipts } = of(call, id)
  const office = setting(store.db, OFFICE)
  const { askerName, askerEmail } = setting(store.db, RECEIPTS)
  const tracked = trackedOf(call, id)
  const { mailing } = letter
  const delivered = receipts.find((one) => one.deliveredDay !== null)?.deliveredDay ?? tracked?.row.outcomeDay ?? null
  const has = (kind: string): boolean => files.some((file) => file.kind === kind)
  const made = store.now()
  return await asPdf(call, requestSheet({
    number: letter.number, grouped: letter.grouped, to: letter.addressee.lines, from: [office?.name ?? '', ...(office?.address ?? '').split('\n')].map((line) => line.trim()).filter((line) => line !== ''),
    facts: [
      ['Type of mail', [className(letter.mailClass), 'Certified Mail', ...letter.services.map(serviceName)].join(', ')], ['Date mailed', mailing?.day ?? ''], ['Evidenced by', mailing ? evidenceInWords(mailing.evidence) : ''], ['Post Office of mailing', mailing?.postOffice ?? ''],
      ['Accepted by', mailing?.employee ?? ''], ['Mailing book', letter.book ? `PS Form 3877, book ${letter.book.number}, line ${letter.book.line}` : ''], ['Postage and fees paid', letter.unpriced > 0 ? '' : formatMoney(letter.total)], ['Green card number', letter.greenCard],
      ['Delivered, by tracking', delivered ?? ''], ['Return receipt', receipts.map((one) => (one.received ? 'recorded as received' : 'bought, not received')).join('; ')], ['Reply to', askerName === '' ? (office?.name ?? '') : askerName], ['E-mail', askerEmail],
    ],
    papers: [['PS Form 3800 with postmark', has('receipt-3800')], ['PS Form 3877 with stamp', letter.book !== null], ['Label or receipt that shows the return receipt was paid', false]],
    printed: `${officeDay(made, store.zone())} ${officeTime(made, store.zone())} by ${call.actor.name}`,
  }))
}
