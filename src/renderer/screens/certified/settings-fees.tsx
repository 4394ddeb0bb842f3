import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { FeeTableRow } from '../../../shared/contract/certified.ts'
import { feeItem, letterShape, mailClass } from '../../../shared/contract/letters.ts'
import { FEE_ITEMS, LETTER_SHAPES, type FeeItem, type LetterShape } from '../../../shared/mail/fees.ts'
import { formatAmount } from '../../../shared/mail/money.ts'
import { className, MAIL_CLASSES, type MailClass } from '../../../shared/mail/services.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Empty, Help, Loading, Message, ProblemMessage, Tag } from '../../ui/parts.tsx'
import { count, date, shortDay } from '../../ui/words.ts'
import { tenths, typedCents } from './draft.ts'
import css from './settings.module.css'
import { FEE_WORDS } from './words.ts'

const SHAPE_WORDS: Record<LetterShape, string> = { letter: 'letter', flat: 'flat', parcel: 'parcel' }
const refresh = (): Promise<unknown> => queries.invalidateQueries({ queryKey: station.certified.key() })

/** For which pieces a price holds. */
function scope(row: Pick<FeeTableRow, 'mailClass' | 'shape' | 'upTo'>): string {
  return [row.mailClass ? className(row.mailClass) : '', row.shape ? SHAPE_WORDS[row.shape] : '', row.upTo === null ? '' : t('certified.settingsFees.upToValueOz', { value: row.upTo / 10 })].filter(Boolean).join(', ') || t('certified.settingsFees.everyClassAndShape')
}

/** The table of prices with effective dates: what USPS asks, from which day on, who says so and who has compared it. */
export function FeeSettings(): ReactNode {
  const zone = useZone()
  const today = useStation()?.today ?? ''
  const query = useQuery(station.certified.fees.queryOptions())
  const [asked, setAsked] = useOpen<FeeTableRow | 'new' | null>('fees.asked', null)
  const verify = useMutation({ mutationFn: (id: string) => client.certified.verifyFee({ id }), onSuccess: refresh })
  const remove = useMutation({ mutationFn: (id: string) => client.certified.removeFee({ id }), onSuccess: refresh })
  useKeys(asked ? [] : [{ key: 'F4', label: t('certified.settingsFees.addAPrice'), run: () => { setAsked('new') } }])
  const rows = (query.data ?? []).toSorted((a, b) => FEE_ITEMS.indexOf(a.item) - FEE_ITEMS.indexOf(b.item) || scope(a).localeCompare(scope(b)) || b.from.localeCompare(a.from))
  const unverified = rows.filter((row) => row.verified === null).length
  const problem = verify.error ?? remove.error
  return (
    <>
      <h2>{t('certified.settingsFees.feesAndPostage')} {query.data && <span>{count(rows.length, t('certified.settingsFees.price'))}</span>}</h2>
      <p>{t('certified.settingsFees.theMailingDateDecidesWhichPrice')}</p>
      <div className={css.acts}><Button kind="primary" icon="plus" keys="F4" onClick={() => { setAsked('new') }}>{t('certified.settingsFees.addAPrice')}</Button></div>
      {unverified > 0 && <Message tone="act" title={t('certified.settingsFees.unverifiedUnverified', { unverified: count(unverified, t('certified.settingsFees.priceIs'), t('certified.settingsFees.pricesAre')) })}>{t('certified.settingsFees.compareEachWithUspssCurrentNotice')}</Message>}
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {problem && <ProblemMessage problem={problemOf(problem)} title={t('common.thisWasNotSaved')} />}
      {query.isPending ? <Loading rows={6} label={t('certified.settingsFees.readingThePrices')} /> : rows.length === 0 ? !query.error && <Empty icon="tag" title={t('certified.settingsFees.noPriceYet')}>{t('certified.settingsFees.f4AddsOneUntilThenPostage')}</Empty> : (
        <div className={css.scroll} tabIndex={0} role="group" aria-label={t('certified.settingsFees.tableOfPrices')}>
          <table className={css.table}>
            <thead><tr><th scope="col">{t('common.what')}</th><th scope="col">{t('common.from')}</th><th scope="col" className={css.right}>{t('certified.settingsFees.price2')}</th><th scope="col">{t('certified.settingsFees.comparedWithUsps')}</th><th scope="col"><span className={css.hidden}>{t('certified.settingsFees.do')}</span></th></tr></thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id} data-later={row.from > today || undefined}>
                  <th scope="row">{FEE_WORDS[row.item]}<small>{scope(row)}</small></th>
                  <td className={css.day}>{shortDay(row.from)}{row.from > today && <small>{t('certified.settingsFees.notYet')}</small>}</td>
                  <td className={css.right}>{formatAmount(row.cents)}</td>
                  <td>{row.verified ? <>{date(row.verified.at, zone)}, {row.verified.by}</> : <Tag tone="act" small>{t('certified.settingsFees.unverified')}</Tag>}<small>{row.source}</small></td>
                  <td><div className={css.rowActs}>
                    {!row.verified && <Button small icon="check" aria-label={t('certified.settingsFees.comparedValueFromFrom', { value: FEE_WORDS[row.item], from: shortDay(row.from) })} onClick={() => { verify.mutate(row.id) }}>{t('certified.settingsFees.compared')}</Button>}
                    <Button small aria-label={t('certified.settingsFees.changeValueFromFrom', { value: FEE_WORDS[row.item], from: shortDay(row.from) })} onClick={() => { setAsked(row) }}>{t('common.change')}</Button>
                    <Button small icon="x" aria-label={t('certified.settingsFees.takeAwayValueFromFrom', { value: FEE_WORDS[row.item], from: shortDay(row.from) })} onClick={() => { remove.mutate(row.id) }} />
                  </div></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asked && <FeeDialog row={asked === 'new' ? null : asked} today={today} onClose={() => { setAsked(null) }} />}
    </>
  )
}

/** Adds a price or changes one. What a person types counts as compared by them. */
function FeeDialog({ row, today, onClose }: { row: FeeTableRow | null; today: string; onClose: () => void }): ReactNode {
  const [item, setItem] = useHeld<FeeItem>(`fee.item.${row?.id ?? ''}`, row?.item ?? 'postage')
  const [klass, setClass] = useHeld<MailClass | ''>(`fee.klass.${row?.id ?? ''}`, row?.mailClass ?? (row ? '' : 'first-class'))
  const [shape, setShape] = useHeld<LetterShape | ''>(`fee.shape.${row?.id ?? ''}`, row?.shape ?? (row ? '' : 'letter'))
  const [upTo, setUpTo] = useHeld(`fee.upTo.${row?.id ?? ''}`, row?.upTo == null ? '' : String(row.upTo / 10))
  const [from, setFrom] = useHeld(`fee.from.${row?.id ?? ''}`, row?.from ?? today)
  const [price, setPrice] = useHeld(`fee.price.${row?.id ?? ''}`, row ? (row.cents / 100).toFixed(2) : '')
  const [source, setSource] = useHeld(`fee.source.${row?.id ?? ''}`, row?.source ?? '')
  const [tried, setTried] = useState(false)
  const cents = typedCents(price)
  const weight = tenths(upTo)
  const wrong = { price: typeof cents === 'number' ? undefined : t('certified.settingsFees.typeAnAmountSuchAs530'), upTo: weight === undefined ? t('certified.settingsFees.typeOuncesSuchAs1Or') : undefined, source: source.trim() === '' ? t('certified.settingsFees.sayWhereThePriceStandsSuch') : undefined, from: from === '' ? t('certified.settingsFees.chooseTheFirstDay') : undefined }
  const run = useMutation({
    mutationFn: () => client.certified.saveFee({ ...(row ? { id: row.id } : {}), item, mailClass: klass === '' ? null : klass, shape: shape === '' ? null : shape, upTo: weight ?? null, from, cents: typeof cents === 'number' ? cents : 0, source }),
    onSuccess: async () => { onClose(); await refresh() },
  })
  const send = (): void => {
    setTried(true)
    if (Object.values(wrong).every((one) => one === undefined) && !run.isPending) run.mutate()
  }
  const problem = run.error ? problemOf(run.error) : null
  return (
    <Dialog name="price" wide title={row ? t('certified.settingsFees.whichPriceHoldsForValue', { value: FEE_WORDS[row.item].toLowerCase() }) : t('certified.settingsFees.whichPriceShallBeAdded')} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('certified.settingsFees.saveThePrice'), run: send }]} acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Ctrl Enter" onClick={send}>{t('certified.settingsFees.saveThePrice')}</Button></>}>
      <form className={css.pair} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        <SelectField label={t('common.what')} value={item} data={FEE_ITEMS.map((value) => ({ value, label: FEE_WORDS[value] }))} onChange={(next) => { const known = feeItem.safeParse(next); if (known.success) setItem(known.data) }} />
        <TextField label={t('certified.settingsFees.price2')} about="postage" hint={t('certified.settingsFees.dollars')} data-autofocus inputMode="decimal" value={price} maxLength={12} error={tried ? wrong.price : undefined} onChange={(event) => { setPrice(event.currentTarget.value) }} />
        <SelectField label={t('common.class')} about="mailClass" value={klass} data={[{ value: '', label: t('certified.settingsFees.everyClass') }, ...MAIL_CLASSES.map((value) => ({ value, label: className(value) }))]} onChange={(next) => { const known = mailClass.safeParse(next); setClass(known.success ? known.data : '') }} />
        <SelectField label={t('certified.settingsFees.shape')} value={shape} data={[{ value: '', label: t('certified.settingsFees.everyShape') }, ...LETTER_SHAPES.map((value) => ({ value, label: SHAPE_WORDS[value] }))]} onChange={(next) => { const known = letterShape.safeParse(next); setShape(known.success ? known.data : '') }} />
        <TextField label={t('certified.settingsFees.upTo')} about="weight" hint={t('certified.settingsFees.ouncesEmptyForAnyWeight')} inputMode="decimal" value={upTo} maxLength={10} error={tried ? wrong.upTo : undefined} onChange={(event) => { setUpTo(event.currentTarget.value) }} />
        <TextField label={t('common.from')} hint={t('certified.settingsFees.firstDay')} type="date" value={from} error={tried ? wrong.from : problem?.field === 'from' ? problem.message : undefined} onChange={(event) => { setFrom(event.currentTarget.value) }} />
        <div className={css.both}><TextField label={t('certified.settingsFees.source')} hint={t('certified.settingsFees.whereUspsSaysSo')} value={source} maxLength={300} error={tried ? wrong.source : undefined} onChange={(event) => { setSource(event.currentTarget.value) }} /></div>
        <div className={css.both}><Help>{t('certified.settingsFees.itCountsAsComparedByYou')}</Help></div>
        <button type="submit" hidden />
      </form>
      {problem && problem.field !== 'from' && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
    </Dialog>
  )
}
