/**
 * Custody of inbound pieces: the states a piece can be in, who has it in each, and the one table of what may happen to it. Every
 * hand-over has a giver, a receiver, a time and a place, and accountable mail is covered by an unbroken chain of receipts
 * (USPS Publication 52 and DMM 503 for accountable mail; 41 CFR 102-192 for federal mail centers).
 */

/** Where a piece stands. `voided` was taken out of the count and is not moved again. */
export const STATES = ['received', 'stored', 'held', 'on-run', 'handed-over', 'at-mail-stop', 'refused', 'forwarded', 'returned-to-sender', 'lost', 'disposed', 'voided'] as const
export type State = (typeof STATES)[number]

/** States in which a piece is in the office's hands. What was refused lies here until it is sent back. */
export const HERE = ['received', 'stored', 'held', 'on-run', 'refused'] as const satisfies readonly State[]
/** States in which a piece waits for its recipient. */
export const WAITING = ['received', 'stored', 'held', 'on-run'] as const satisfies readonly State[]
/** States in which a piece lies in the mailroom itself. */
export const IN_MAILROOM = ['received', 'stored', 'held', 'refused'] as const satisfies readonly State[]

const among = (states: readonly State[]) => (state: string): boolean => (states as readonly string[]).includes(state)
export const isHere: (state: string) => boolean = among(HERE)
export const isWaiting: (state: string) => boolean = among(WAITING)
export const isInMailroom: (state: string) => boolean = among(IN_MAILROOM)

/** True once a piece has left the office's hands: voiding or correcting it then takes a supervisor. */
export const hasLeft = (state: string): boolean => !isHere(state) && state !== 'voided'

/** Who has a piece. Exactly one of them at any time; `nobody` for what is lost, disposed of or voided. */
export const HOLDERS = ['mailroom', 'run', 'person', 'mail-stop', 'sent', 'nobody'] as const
export type HolderKind = (typeof HOLDERS)[number]
export const HOLDER_OF: Readonly<Record<State, HolderKind>> = {
  received: 'mailroom', stored: 'mailroom', held: 'mailroom', refused: 'mailroom', 'on-run': 'run', 'handed-over': 'person', 'at-mail-stop': 'mail-stop', forwarded: 'sent', 'returned-to-sender': 'sent', lost: 'nobody', disposed: 'nobody', voided: 'nobody',
}

/** What can happen to a piece. */
export const ACTIONS = ['move', 'hold', 'release', 'scan-out', 'hand-over', 'leave', 'bring-back', 'refuse', 'forward', 'return', 'lose', 'find', 'dispose'] as const
export type Action = (typeof ACTIONS)[number]

/** `accountable`: only for accountable pieces. `accountable-or-supervisor`: for those a signature, or a supervisor who allows it without. */
export type SignatureNeed = 'no' | 'accountable' | 'accountable-or-supervisor'

/** One kind of change: from which states, to which, and what has to be said with it. */
export interface Transition {
  /** Where each state it may start from leads. `rest` is `stored` with a location and `received` without one. */
  readonly to: Readonly<Partial<Record<State, State | 'rest'>>>
  readonly receiver: boolean
  readonly signature: SignatureNeed
  readonly reason: boolean
  readonly location: boolean
  readonly mailStop: boolean
  readonly address: boolean
  readonly run: boolean
  readonly supervisor: boolean
}

const nothing = { receiver: false, signature: 'no', reason: false, location: false, mailStop: false, address: false, run: false, supervisor: false } as const

/** The whole of it. What stands here is allowed and nothing else. */
export const TRANSITIONS: Readonly<Record<Action, Transition>> = {
  move: { ...nothing, to: { received: 'rest', stored: 'rest', held: 'held', refused: 'refused' }, location: true },
  hold: { ...nothing, to: { received: 'held', stored: 'held' }, reason: true },
  release: { ...nothing, to: { held: 'rest', refused: 'rest' } },
  'scan-out': { ...nothing, to: { received: 'on-run', stored: 'on-run' }, run: true },
  'hand-over': { ...nothing, to: { received: 'handed-over', stored: 'handed-over', 'on-run': 'handed-over' }, receiver: true, signature: 'accountable' },
  leave: { ...nothing, to: { received: 'at-mail-stop', stored: 'at-mail-stop', 'on-run': 'at-mail-stop' }, mailStop: true, signature: 'accountable-or-supervisor' },
  'bring-back': { ...nothing, to: { 'on-run': 'rest', 'handed-over': 'rest', 'at-mail-stop': 'rest', forwarded: 'rest', 'returned-to-sender': 'rest' }, reason: true },
  refuse: { ...nothing, to: { received: 'refused', stored: 'refused', held: 'refused', 'on-run': 'refused' }, reason: true },
  forward: { ...nothing, to: { received: 'forwarded', stored: 'forwarded', held: 'forwarded', refused: 'forwarded' }, address: true },
  return: { ...nothing, to: { received: 'returned-to-sender', stored: 'returned-to-sender', held: 'returned-to-sender', refused: 'returned-to-sender' }, reason: true },
  lose: { ...nothing, to: { received: 'lost', stored: 'lost', held: 'lost', 'on-run': 'lost', 'at-mail-stop': 'lost', refused: 'lost' }, reason: true },
  find: { ...nothing, to: { lost: 'rest' } },
  dispose: { ...nothing, to: { received: 'disposed', stored: 'disposed', held: 'disposed', refused: 'disposed' }, reason: true, supervisor: true },
}

/** What is known of a piece when something is to happen to it. */
export interface Custody {
  readonly state: string
  readonly accountable: boolean
  readonly location: string
  /** The name of who has it: the receiver, the mail stop, the run, the address; empty in the mailroom. */
  readonly holder: string
  /** The office day since when, `YYYY-MM-DD`. */
  readonly since: string
  /** The run it is on, or null. */
  readonly run: string | null
  /** Why it is held, refused or lost, in the words of who said so. */
  readonly reason: string
}

/** What is to happen, with what was said. */
export interface Wanted {
  readonly action: Action
  readonly receiver?: string | undefined
  readonly signed?: boolean
  readonly reason?: string | undefined
  /** Left out: nothing was said. */
  readonly location?: string | undefined
  readonly mailStop?: string | undefined
  readonly address?: string | undefined
  readonly run?: string | undefined
  /** True when a supervisor allows it. */
  readonly allowed?: boolean
}

export type Applied =
  | { readonly ok: true; readonly state: State; readonly location: string }
  /** `code` is `state` when it cannot happen to this piece now, `needs-approval` when a supervisor is wanted, and otherwise the field that is missing. */
  | { readonly ok: false; readonly code: 'state' | 'needs-approval' | 'signature' | 'receiver' | 'reason' | 'location' | 'mailStop' | 'address' | 'run'; readonly message: string }

const isState = (text: string): text is State => (STATES as readonly string[]).includes(text)

/** What a transition asks for and was not given, the first of it. */
function missing(piece: Custody, wanted: Wanted): Exclude<Applied, { ok: true }> | null {
  const needs = TRANSITIONS[wanted.action]
  const no = (code: Exclude<Applied, { ok: true }>['code'], message: string): Exclude<Applied, { ok: true }> => ({ ok: false, code, message })
  const said = (text: string | undefined): boolean => text !== undefined && text.trim() !== ''
  if (needs.receiver && !said(wanted.receiver)) return no('receiver', 'Say who takes it.')
  if (needs.mailStop && !said(wanted.mailStop)) return no('mailStop', 'Say at which mail stop it was left.')
  if (needs.address && !said(wanted.address)) return no('address', 'Say where it is sent.')
  if (needs.location && !said(wanted.location)) return no('location', 'Scan the location first.')
  if (needs.run && !said(wanted.run)) return no('run', 'Say with which run it goes.')
  if (needs.reason && !said(wanted.reason)) return no('reason', 'Say why.')
  if (piece.accountable && wanted.signed !== true) {
    if (needs.signature === 'accountable') return no('signature', 'This piece has to be signed for. Let the receiver sign.')
    if (needs.signature === 'accountable-or-supervisor' && wanted.allowed !== true) return no('needs-approval', 'Leaving a piece that has to be signed for without a signature needs a supervisor.')
  }
  if (needs.supervisor && wanted.allowed !== true) return no('needs-approval', 'Disposing of a piece needs a supervisor.')
  return null
}

/**
 * What becomes of a piece by an action, or why that cannot be, and what can be done instead.
 *
 * @param today the office day, `YYYY-MM-DD`: days of other years are said with their year
 */
export function apply(piece: Custody, wanted: Wanted, today: string): Applied {
  const { state } = piece
  const to = isState(state) ? TRANSITIONS[wanted.action].to[state] : undefined
  if (to === undefined) return { ok: false, code: 'state', message: whyNot(piece, wanted.action, today) }
  if (wanted.action === 'hand-over' && state === 'on-run' && wanted.run !== piece.run) return { ok: false, code: 'state', message: `This piece is on ${piece.holder}. Deliver it with that run, or bring it back first.` }
  if (wanted.action === 'leave' && state === 'on-run' && wanted.run !== piece.run) return { ok: false, code: 'state', message: `This piece is on ${piece.holder}. Leave it with that run, or bring it back first.` }
  const lacks = missing(piece, wanted)
  if (lacks) return lacks
  const given = wanted.location?.trim()
  const stays = wanted.action === 'hold' || wanted.action === 'release' || wanted.action === 'refuse'
  const leaves = to !== 'rest' && !isInMailroom(to)
  const location = leaves ? '' : (given ?? (stays && state !== 'on-run' ? piece.location : ''))
  return { ok: true, state: to === 'rest' ? (location === '' ? 'received' : 'stored') : to, location }
}

/** The actions that a state allows, in the order of {@link ACTIONS}. */
export function actionsFrom(state: string): Action[] {
  return isState(state) ? ACTIONS.filter((action) => TRANSITIONS[action].to[state] !== undefined) : []
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** "Nov 23", with the year when it is another one than that of `today`. */
export function shortDay(day: string, today: string): string {
  const [year, month, date] = day.split('-')
  const words = `${MONTHS[Number(month) - 1] ?? month} ${Number(date)}`
  return year === today.slice(0, 4) ? words : `${words}, ${year}`
}

/** What a piece is and where, as the start of a sentence: "This piece was handed over to Delphine Okafor on Nov 23." */
export function whereItIs(piece: Custody, today: string): string {
  const on = shortDay(piece.since, today)
  const because = piece.reason === '' ? '' : `: ${piece.reason}`
  switch (piece.state) {
    case 'received': return 'This piece is here and has no location yet.'
    case 'stored': return `This piece lies in ${piece.location}.`
    case 'held': return `This piece is held${because}.`
    case 'on-run': return `This piece has been on ${piece.holder} since ${on}.`
    case 'handed-over': return `This piece was handed over to ${piece.holder} on ${on}.`
    case 'at-mail-stop': return `This piece was left at mail stop ${piece.holder} on ${on}.`
    case 'refused': return `This piece was refused on ${on}${because}.`
    case 'forwarded': return `This piece was sent on to ${piece.holder} on ${on}.`
    case 'returned-to-sender': return `This piece went back to its sender on ${on}.`
    case 'lost': return `This piece has been lost since ${on}${because}.`
    case 'disposed': return `This piece was disposed of on ${on}.`
    case 'voided': return 'This piece was voided.'
    default: return `This piece is in a state this version does not know ("${piece.state}").`
  }
}

function whyNot(piece: Custody, action: Action, today: string): string {
  return `${whereItIs(piece, today)} ${instead(piece, action)}`
}

function instead({ state }: Custody, action: Action): string {
  if (state === 'voided') return 'Take it in again if it is here.'
  if (state === 'disposed') return 'Nothing more can happen to it. Take it in again if it is here after all.'
  if (state === 'lost') return action === 'lose' ? 'Record it as found when it turns up.' : 'Record it as found first.'
  if (state === 'on-run') return action === 'find' ? 'It is not lost.' : action === 'scan-out' ? 'It cannot go out twice. Bring it back first.' : 'Deliver it, leave it at its stop or bring it back first.'
  if (state === 'held') return action === 'hold' ? 'Release it when the reason is gone.' : action === 'find' ? 'It is not lost.' : action === 'bring-back' ? 'It is here already.' : 'Release it first.'
  if (state === 'refused') {
    if (action === 'refuse') return 'Send it back, send it on, or release it if the recipient wants it after all.'
    return action === 'find' ? 'It is not lost.' : action === 'bring-back' ? 'It is here already.' : 'Release it first if the recipient wants it after all.'
  }
  if (isHere(state)) return action === 'bring-back' ? 'It is here already.' : action === 'find' ? 'It is not lost.' : 'It is not held.'
  return action === 'find' ? 'It is not lost. Record it as brought back if it is here.' : 'Record it as brought back first.'
}

/** Why a piece does not go the usual way. */
export const EXCEPTIONS = ['not-ours', 'has-left', 'refused', 'damaged', 'partly-delivered', 'lost', 'other'] as const
export type ExceptionKind = (typeof EXCEPTIONS)[number]

/** How an exception can end. `keep` lets the piece go its usual way again. */
export const SOLUTIONS = ['keep', 'forward', 'return', 'dispose', 'found', 'lost'] as const
export type Solution = (typeof SOLUTIONS)[number]

/** What becomes of a piece when an exception is opened: the action that follows, or null when it stays where it is. */
export const OPENING: Readonly<Record<ExceptionKind, Action | null>> = { 'not-ours': 'hold', 'has-left': 'hold', refused: 'refuse', damaged: null, 'partly-delivered': null, lost: 'lose', other: 'hold' }

/** The action that a solution is. */
export const SOLVING: Readonly<Record<Solution, Action | null>> = { keep: 'release', forward: 'forward', return: 'return', dispose: 'dispose', found: 'find', lost: 'lose' }

/** What is mostly done about an exception, and what else can be, the usual first. */
export const NEXT_STEPS: Readonly<Record<ExceptionKind, readonly Solution[]>> = {
  'not-ours': ['return', 'forward', 'keep', 'dispose', 'lost'],
  'has-left': ['forward', 'return', 'keep', 'dispose', 'lost'],
  refused: ['return', 'forward', 'keep', 'dispose', 'lost'],
  damaged: ['keep', 'return', 'dispose', 'forward', 'lost'],
  'partly-delivered': ['keep', 'return', 'lost', 'forward', 'dispose'],
  lost: ['found'],
  other: ['keep', 'forward', 'return', 'dispose', 'lost'],
}
