import type { MarkName } from '../ui/drawings.tsx'

/** What a mark says: its word, and one plain sentence. */
export interface Meaning { word: string; text: string }

/** Every mark of the app. A new mark cannot be drawn before it is explained here. */
export const MEANINGS: Record<MarkName, Meaning> = {
  received: { word: 'Received', text: 'We have it, and nobody put it into a location yet.' },
  stored: { word: 'Stored', text: 'It lies in the location that is named, and waits for its recipient.' },
  held: { word: 'Held', text: 'We keep it on purpose, for the reason that was given; it is not handed over until it is released.' },
  onrun: { word: 'On a run', text: 'Somebody carries it through the house; the run names who.' },
  handed: { word: 'Handed over', text: 'Somebody took it and signed for it.' },
  mailstop: { word: 'Left at mail stop', text: 'It was left at its mail stop. Nobody signed, so the mark is not filled.' },
  'refused-in': { word: 'Refused', text: 'The recipient does not want it. It is still here until it goes back.' },
  lost: { word: 'Lost', text: 'We looked for it and could not find it. If it turns up, it is taken in again.' },
  disposed: { word: 'Disposed of, or voided', text: 'It is not here any more, or the entry was made by mistake. The line stays in the log with the reason.' },
  norecipient: { word: 'No recipient', text: 'Nobody is named for it. It waits under Assign.' },
  'forwarded-in': { word: 'Forwarded', text: 'It was sent on to another address, with the carrier that is named.' },
  rts: { word: 'Returned to sender', text: 'It was given back to its carrier.' },
  logged: { word: 'Logged', text: 'The letter stands in the certified log and has not left us.' },
  inbook: { word: 'In open book', text: 'It stands on a line of the mailing book that is still open.' },
  presented: { word: 'Presented, not accepted', text: 'It was taken to USPS, and nothing shows yet that USPS took it.' },
  label: { word: 'Label only', text: 'USPS knows the number and has not said that it has the letter. Also: nothing heard yet, or words nobody has read.' },
  accepted: { word: 'Accepted', text: 'USPS has it, and something shows that: a postmark, a stamped sheet or an acceptance scan.' },
  transit: { word: 'In transit', text: 'USPS moves it from one place to the next.' },
  out: { word: 'Out for delivery', text: 'A carrier of USPS has it with them today.' },
  notice: { word: 'Notice left', text: 'Nobody took it. USPS left a notice; from now on the days run until it goes back.' },
  pickup: { word: 'Available for pickup', text: 'It lies at the Post Office and waits to be collected.' },
  forwarded: { word: 'Forwarded', text: 'USPS sends it on to another address of the addressee.' },
  delivered: { word: 'Delivered, signer not established', text: 'A scan says that it was delivered, and nothing shows yet to whom. The green card or the PDF says it.' },
  addressee: { word: 'Delivered to addressee', text: 'A paper shows that the addressee signed. A person read it and named the paper.' },
  agent: { word: 'Delivered to agent', text: 'A paper shows that somebody else signed for the addressee.' },
  refused: { word: 'Refused', text: 'The addressee did not take it. It is on its way back.' },
  unclaimed: { word: 'Unclaimed', text: 'Nobody collected it in time. It is on its way back.' },
  undeliverable: { word: 'Undeliverable', text: 'USPS could not deliver it as addressed; its reason stands beside it.' },
  returning: { word: 'Returning', text: 'USPS brings it back to us. A delivery at our own address is this, not a delivery to the addressee.' },
  returned: { word: 'Returned to us', text: 'We have it again: somebody scanned it and said how it looked.' },
  'lost-suspected': { word: 'Lost, suspected', text: 'Nothing was heard of it for too long. Ask USPS to search for it.' },
  conflict: { word: 'Sources disagree', text: 'Two sources say different things. Both are kept until a person decides.' },
}

/** The marks in the order in which a piece goes through them. */
export const MEANING_GROUPS: ReadonlyArray<{ title: string; names: readonly MarkName[] }> = [
  { title: 'With us: a square', names: ['received', 'norecipient', 'stored', 'held', 'onrun', 'handed', 'mailstop', 'refused-in', 'lost', 'disposed'] },
  { title: 'Left us', names: ['forwarded-in', 'rts'] },
  { title: 'Letters before the Post Office', names: ['logged', 'inbook', 'presented'] },
  { title: 'With USPS: a circle', names: ['label', 'accepted', 'transit', 'out', 'notice', 'pickup', 'forwarded', 'lost-suspected', 'conflict'] },
  { title: 'How it ended', names: ['delivered', 'addressee', 'agent', 'refused', 'unclaimed', 'undeliverable', 'returning', 'returned'] },
]
