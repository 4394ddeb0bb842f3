/** The words for where a piece stands and for what is to be done about it, the same on screen and paper. */
import { isDelivered, OUTCOME_WORDS } from './outcomes.ts'
import type { Step } from './tracking-attention.ts'
import type { Outcome, Standing, Status } from './tracking-status.ts'

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  'no-news': 'Nothing heard yet', 'label-only': 'Label only', accepted: 'Accepted', 'in-transit': 'In transit', 'out-for-delivery': 'Out for delivery', 'notice-left': 'Notice left', 'available-for-pickup': 'Available for pickup',
  forwarded: 'Forwarded', delivered: 'Delivered', refused: 'Refused', unclaimed: 'Unclaimed', undeliverable: 'Undeliverable', returning: 'Returning', returned: 'Returned by scan, not taken in', 'returned-to-us': 'Returned to us',
  'lost-suspected': 'Lost, suspected', lost: 'Lost', conflict: 'Sources disagree', unknown: 'Not understood',
}

/** What pieces of a standing are counted under. A return that only a scan tells of is not one that is here. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = { ...OUTCOME_WORDS, ...STATUS_WORDS }

/** What the next step of a reason is called. */
export const STEP_WORDS: Readonly<Record<Step, string>> = {
  decide: 'Decide which', read: 'Read it and decide', ask: 'Ask USPS', hold: 'Ask USPS to hold', 'tell-sender': 'Tell the sender', 'tell-addressee': 'Tell the addressee', 'take-in': 'Take it in', wait: 'Wait for the letter',
  'attach-sheet': 'Attach stamped sheet', 'get-card': 'File the green card', 'get-pdf': 'File the PDF', 'say-signer': 'Say who signed',
}

/** Headings of what needs attention, by how soon it is due. */
export const DUE_WORDS = { today: 'Do today', week: 'Do this week', later: 'Later' } as const

const isDelivery = (outcome: Outcome | null): outcome is Outcome & `delivered-${string}` => outcome !== null && isDelivered(outcome)

/** What a piece is counted as. A delivery is counted by to whom; one of which nobody can say is of a signer not established. */
export function standingOf({ status, outcome }: { status: Status; outcome: Outcome | null }): Standing {
  return status === 'delivered' ? (isDelivery(outcome) ? outcome : 'delivered-signer-not-established') : status
}

/** Where a piece is, in words; a delivery is never said without to whom, a return not without why. */
export function standingWords({ status, outcome }: { status: Status; outcome: Outcome | null }): string {
  if (status === 'delivered') return OUTCOME_WORDS[isDelivery(outcome) ? outcome : 'delivered-signer-not-established']
  const back = status === 'returning' || status === 'returned' || status === 'returned-to-us'
  return back && outcome !== null && outcome !== 'returned' ? `${OUTCOME_WORDS[outcome]}: ${STATUS_WORDS[status].toLowerCase()}` : STATUS_WORDS[status]
}
