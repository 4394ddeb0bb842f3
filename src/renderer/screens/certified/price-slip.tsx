import type { ReactNode } from 'react'
import type { FeeTableRow } from '../../../shared/contract/certified.ts'
import { feeRow, totalOf, type Amount, type Charges } from '../../../shared/mail/fees.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import { changeDraft, tenths, typedCents, type LetterDraft } from './draft.ts'
import css from './letters.module.css'
import { FEE_WORDS } from './words.ts'

const shown = (amount: Amount): string => (amount.cents === null ? 'not known' : (amount.cents / 100).toFixed(2))

/** What the letter costs, line by line. What no table knows is said and not guessed. */
export function PriceSlip({ price, draft, day, fees }: { price: Charges; draft: LetterDraft; day: string; fees: readonly FeeTableRow[] }): ReactNode {
  const total = totalOf(price)
  const priced = { mailClass: draft.mailClass, shape: draft.shape, weight: tenths(draft.weight) ?? null, day }
  const rows = [...price.fees.flatMap((fee) => (fee.how === 'table' ? [feeRow(fees, fee.item, priced)] : [])), ...(price.postage.how === 'table' ? [feeRow(fees, 'postage', priced)] : [])].filter((row) => row !== null)
  const unverified = rows.filter((row) => row.verified === null)
  const what = `${draft.mailClass === 'priority' ? 'Priority Mail' : draft.shape === 'flat' ? 'First-Class flat' : 'First-Class letter'}${draft.weight ? `, ${draft.weight} oz` : ''}`
  return (
    <section className={css.slip} aria-label="Price">
      <dl>
        <div><dt>{what}{price.postage.how === 'typed' && <em> metered</em>}</dt><dd data-look={price.postage.cents === null || undefined}>{shown(price.postage)}</dd></div>
        {price.fees.map((fee) => <div key={fee.item}><dt>{FEE_WORDS[fee.item]}{fee.how === 'typed' && <em> typed</em>}</dt><dd data-look={fee.cents === null || undefined}>{fee.how === 'table' ? shown(fee) : <input className={css.feeInput} inputMode="decimal" aria-label={`Fee: ${FEE_WORDS[fee.item]}`} aria-invalid={typedCents(draft.fees[fee.item] ?? '') === null || undefined} placeholder="type it" maxLength={10} value={draft.fees[fee.item] ?? ''} onChange={(event) => { changeDraft({ fees: { ...draft.fees, [fee.item]: event.currentTarget.value } }) }} />}</dd></div>)}
      </dl>
      <div className={css.total}>
        <span>This letter<small>{total.unknown > 0 ? (price.postage.cents === null ? 'Type the postage from the meter.' : 'The table has no row for a fee: type it.') : unverified.length > 0 ? 'Fees not yet compared with USPS\u2019s notice' : rows[0] ? `Fees of ${rows.map((row) => row.from).sort().at(-1) ?? ''}` : ''}</small></span>
        <b>{formatMoney(total.cents)}{total.unknown > 0 && ' + ?'}</b>
      </div>
    </section>
  )
}
