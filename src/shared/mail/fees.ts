/**
 * What a letter costs by a table of prices with effective dates. Nothing is guessed: a case without a row has no price.
 * USPS prices Certified Mail with restricted delivery or adult signature as one fee (extra service codes 910 to 913), so there
 * is one fee of these and not a sum.
 */
import { sumMoney } from './money.ts'
import type { LetterService, MailClass } from './services.ts'

export const FEE_ITEMS = ['postage', 'nonmachinable', 'certified', 'certified-restricted', 'certified-adult', 'certified-adult-restricted', 'card', 'electronic'] as const
export type FeeItem = (typeof FEE_ITEMS)[number]

export const LETTER_SHAPES = ['letter', 'flat', 'parcel'] as const
export type LetterShape = (typeof LETTER_SHAPES)[number]

/** One row of the table. `mailClass` and `shape` are null where the price holds for all of them. */
export interface Fee {
  readonly id: string
  readonly item: FeeItem
  readonly mailClass: MailClass | null
  readonly shape: LetterShape | null
  /** Up to this weight, in tenths of an ounce; null without a limit. */
  readonly upTo: number | null
  /** First day on which it holds, `YYYY-MM-DD`. */
  readonly from: string
  /** Whole cents. */
  readonly cents: number
}

/** What is priced. `weight` is in tenths of an ounce, null when it was not weighed. `day` is the mailing date. */
export interface Priced {
  readonly mailClass: MailClass
  readonly services: readonly LetterService[]
  readonly shape: LetterShape
  readonly weight: number | null
  readonly nonmachinable: boolean
  readonly day: string
}

/** The fees of extra services that a choice owes, in the order in which they are listed. */
export function feesOwed(services: readonly LetterService[]): FeeItem[] {
  const has = (service: LetterService): boolean => services.includes(service)
  const certified: FeeItem = has('adult') ? (has('restricted') ? 'certified-adult-restricted' : 'certified-adult') : has('restricted') ? 'certified-restricted' : 'certified'
  return [certified, ...(has('card') ? ['card' as const] : []), ...(has('electronic') ? ['electronic' as const] : [])]
}

/**
 * The row that gives the price of an item on the mailing date: of every weight step the newest row that holds by then, and of these
 * the smallest step the piece fits in. Null when there is none.
 */
export function feeRow<Row extends Fee>(rows: readonly Row[], item: FeeItem, priced: Pick<Priced, 'mailClass' | 'shape' | 'weight' | 'day'>): Row | null {
  const fitting = rows.filter((row) => row.item === item && row.from <= priced.day && (row.mailClass === null || row.mailClass === priced.mailClass) && (row.shape === null || row.shape === priced.shape)
    && (row.upTo === null || (priced.weight !== null && priced.weight <= row.upTo)))
  const step = (row: Fee): number => row.upTo ?? Number.MAX_SAFE_INTEGER
  const exact = (row: Fee): number => (row.mailClass === null ? 0 : 2) + (row.shape === null ? 0 : 1)
  const newest = new Map<string, Row>()
  for (const row of fitting) {
    const key = `${step(row)} ${exact(row)}`
    const known = newest.get(key)
    if (!known || known.from < row.from) newest.set(key, row)
  }
  return [...newest.values()].sort((a, b) => step(a) - step(b) || exact(b) - exact(a))[0] ?? null
}

/** The price of one item on the mailing date in cents, or null: then it is typed, never guessed. */
export function feeOf(rows: readonly Fee[], item: FeeItem, priced: Pick<Priced, 'mailClass' | 'shape' | 'weight' | 'day'>): number | null {
  return feeRow(rows, item, priced)?.cents ?? null
}

/** Postage on the mailing date in cents, the surcharge for a nonmachinable letter included; null when the table does not know it. */
export function postageOf(rows: readonly Fee[], priced: Priced): number | null {
  const base = feeOf(rows, 'postage', priced)
  if (base === null || !priced.nonmachinable) return base
  const more = feeOf(rows, 'nonmachinable', priced)
  return more === null ? null : sumMoney([base, more])
}

/** An amount and where it came from: the table, a person's typing (from the meter), or nobody yet. */
export interface Amount { readonly cents: number | null; readonly how: 'table' | 'typed' | 'unknown' }
export interface Charges { readonly postage: Amount; readonly fees: ReadonlyArray<Amount & { readonly item: FeeItem }> }

/** Postage and fees of a letter. What a person typed stands before the table; without either the amount stays unknown. */
export function charges(rows: readonly Fee[], priced: Priced, typed: { postage?: number | undefined; fees?: Readonly<Partial<Record<FeeItem, number>>> | undefined } = {}): Charges {
  const amount = (given: number | undefined, table: () => number | null): Amount => {
    if (given !== undefined) return { cents: given, how: 'typed' }
    const cents = table()
    return cents === null ? { cents: null, how: 'unknown' } : { cents, how: 'table' }
  }
  return {
    postage: amount(typed.postage, () => postageOf(rows, priced)),
    fees: feesOwed(priced.services).map((item) => ({ item, ...amount(typed.fees?.[item], () => feeOf(rows, item, priced)) })),
  }
}

/** True when two letters cost the same, part by part. */
export function sameCharges(a: Charges, b: Charges): boolean {
  const same = (one: Amount, other: Amount | undefined): boolean => one.cents === other?.cents && one.how === other.how
  return same(a.postage, b.postage) && a.fees.length === b.fees.length && a.fees.every((fee) => same(fee, b.fees.find((other) => other.item === fee.item)))
}

/** Cents of everything that is known, and how many amounts are not. */
export function totalOf({ postage, fees }: Charges): { cents: number; unknown: number } {
  const amounts = [postage, ...fees]
  return { cents: sumMoney(amounts.flatMap((amount) => (amount.cents === null ? [] : [amount.cents]))), unknown: amounts.filter((amount) => amount.cents === null).length }
}
