import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { FeeTableRow } from '../../../shared/contract/certified.ts'
import { feeRow, totalOf, type Amount, type Charges } from '../../../shared/mail/fees.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import { changeDraft, tenths, typedCents, type LetterDraft } from './draft.ts'
import css from './letters.module.css'
import { FEE_WORDS } from './words.ts'

const shown = (amount: Amount): string => (amount.cents === null ? t('common.notKnown') : (amount.cents / 100).toFixed(2))

/** What the letter costs, line by line. What no table knows is said and not guessed. */
export function PriceSlip({ price, draft, day, fees }: { price: Charges; draft: LetterDraft; day: string; fees: readonly FeeTableRow[] }): ReactNode {
  const total = totalOf(price)
  const priced = { mailClass: draft.mailClass, shape: draft.shape, weight: tenths(draft.weight) ?? null, day }
  const rows = [...price.fees.flatMap((fee) => (fee.how === 'table' ? [feeRow(fees, fee.item, priced)] : [])), ...(price.postage.how === 'table' ? [feeRow(fees, 'postage', priced)] : [])].filter((row) => row !== null)
  const unverified = rows.filter((row) => row.verified === null)
  const what = `${draft.mailClass === 'priority' ? t('certified.priceSlip.priorityMail') : draft.shape === 'flat' ? t('certified.priceSlip.firstclassFlat') : t('certified.priceSlip.firstclassLetter')}${draft.weight ? t('certified.priceSlip.weightOz', { weight: draft.weight }) : ''}`
  return (
    <section className={css.slip} aria-label={t('certified.priceSlip.price')}>
      <dl>
        <div><dt>{what}{price.postage.how === 'typed' && <em> {t('certified.priceSlip.metered')}</em>}</dt><dd data-look={price.postage.cents === null || undefined}>{shown(price.postage)}</dd></div>
        {price.fees.map((fee) => <div key={fee.item}><dt>{FEE_WORDS[fee.item]}{fee.how === 'typed' && <em> {t('certified.priceSlip.typed')}</em>}</dt><dd data-look={fee.cents === null || undefined}>{fee.how === 'table' ? shown(fee) : <input className={css.feeInput} inputMode="decimal" aria-label={t('certified.priceSlip.feeValue', { value: FEE_WORDS[fee.item] })} aria-invalid={typedCents(draft.fees[fee.item] ?? '') === null || undefined} placeholder={t('certified.priceSlip.typeIt')} maxLength={10} value={draft.fees[fee.item] ?? ''} onChange={(event) => { changeDraft({ fees: { ...draft.fees, [fee.item]: event.currentTarget.value } }) }} />}</dd></div>)}
      </dl>
      <div className={css.total}>
        <span>{t('certified.priceSlip.thisLetter')}<small>{total.unknown > 0 ? (price.postage.cents === null ? t('certified.priceSlip.typeThePostageFromTheMeter') : t('certified.priceSlip.theTableHasNoRowFor')) : unverified.length > 0 ? t('certified.priceSlip.feesNotYetComparedWithUspss') : rows[0] ? t('certified.priceSlip.feesOfAt', { at: rows.map((row) => row.from).sort().at(-1) ?? '' }) : ''}</small></span>
        <b>{formatMoney(total.cents)}{total.unknown > 0 && ' + ?'}</b>
      </div>
    </section>
  )
}
