import type { ProofLetter } from '../../shared/printing/proof.ts'

const CHECKS: Readonly<Record<string, string>> = {
  'same-zip': 'The delivery scan is in the ZIP that sender and addressee both have; nobody has said which it was.', 'own-zip': 'The delivery scan is in the ZIP of the sender.', 'after-return': 'A delivery scan stands after a return scan.',
  'returned-after-delivery': 'A return scan stands after a delivery scan.', 'news-after-word': 'News that came later speaks against a person\u2019s word.', unread: 'An event is not understood; nobody has read it yet.',
}

/** What a record of mailing and delivery would usually hold and this one does not, in plain sentences. Facts, no judgement. */
export function missingOf({ letter, tracked, receipts, files, book }: Omit<ProofLetter, 'missing'>): string[] {
  const has = (kind: string): boolean => files.some((file) => file.kind === kind)
  const found: string[] = []
  const say = (when: boolean, words: string): void => { if (when) found.push(words) }
  const { mailing } = letter
  say(letter.voided !== null, 'The letter was voided.')
  say(letter.number === '', 'No article number is recorded.')
  say(mailing === null, 'That it was handed to USPS is not recorded.')
  say(mailing !== null && mailing.evidence === null, 'How the mailing date is evidenced is not recorded.')
  say(mailing?.evidence === 'self-declared', 'The mailing date is declared by the office; no postmark, stamp or acceptance scan is recorded as its evidence.')
  say(mailing?.evidence === 'counter-postmark' && !has('receipt-3800'), 'The scan of the postmarked PS Form 3800 is not kept.')
  say(mailing?.evidence === '3877-stamp' && (book?.files.length ?? 0) === 0, 'The scan of the stamped PS Form 3877 is not kept.')
  say(tracked === null || tracked.events.length === 0, 'No tracking event is recorded.')
  say(tracked !== null && tracked.events.length > 0 && tracked.row.acceptedDay === null, 'No scan shows that USPS had the letter.')
  say((tracked?.row.outcome ?? null) === null, 'No outcome is recorded.')
  say(tracked?.row.outcome === 'delivered-signer-not-established', 'Who signed is not established.')
  say(tracked?.row.status === 'conflict', 'Sources disagree, and nobody has decided.')
  for (const check of tracked?.row.checks ?? []) say(CHECKS[check] !== undefined, CHECKS[check] ?? '')
  for (const { kind, state, received, signer, because } of receipts.receipts) {
    const name = kind === 'card' ? 'green card (PS Form 3811)' : 'electronic return receipt'
    say(received === null && state !== 'not-coming', `The ${name} is not received.`)
    say(received === null && state === 'not-coming', `The ${name} does not come: ${because}.`)
    say(received !== null && received.file === null, `No scan of the ${name} is kept.`)
    say(received !== null && signer === null, `The signature on the ${name} was not read by a person.`)
    say(signer?.as === 'unreadable', `The signature on the ${name} cannot be read.`)
  }
  say(letter.services.includes('card') && letter.greenCard === '', 'The number of the green card was not scanned.')
  say(letter.services.every((service) => service !== 'card' && service !== 'electronic'), 'No return receipt was bought.')
  say(receipts.returned !== null && receipts.returned.photo === null, 'No picture of the piece as it came back is kept.')
  say(!has('sealed'), 'No picture of the sealed piece is kept.')
  say(!has('document'), 'No copy of the document is kept.')
  return found
}
