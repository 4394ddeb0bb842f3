import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { FeeTableRow } from '../../../shared/contract/certified.ts'
import { feeItem, letterShape, mailClass } from '../../../shared/contract/certified.ts'
import { FEE_ITEMS, LETTER_SHAPES, type FeeItem, type LetterShape } from '../../../shared/mail/fees.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import { className, MAIL_CLASSES, type MailClass } from '../../../shared/mail/services.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Empty, Help, Loading, Message, ProblemMessage, Tag } from '../../ui/parts.tsx'
import { count, date } from '../../ui/words.ts'
import { tenths, typedCents } from './draft.ts'
import css from './settings.module.css'
import { FEE_WORDS } from './words.ts'

const SHAPE_WORDS: Record<LetterShape, string> = { letter: 'letter', flat: 'flat', parcel: 'parcel' }
const refresh = (): Promise<unknown> => queries.invalidateQueries({ queryKey: station.certified.key() })

/** For which pieces a price holds. */
function scope(row: Pick<FeeTableRow, 'mailClass' | 'shape' | 'upTo'>): string {
  return [row.mailClass ? className(row.mailClass) : '', row.shape ? SHAPE_WORDS[row.shape] : '', row.upTo === null ? '' : `up to ${row.upTo / 10} oz`].filter(Boolean).join(', ') || 'every class and shape'
}

/** The table of prices with effective dates: what USPS asks, from which day on, who says so and who has compared it. */
export function FeeSettings(): ReactNode {
  const zone = useZone()
  const today = useStation()?.today ?? ''
  const query = useQuery(station.certified.fees.queryOptions())
  const [asked, setAsked] = useState<FeeTableRow | 'new' | null>(null)
  const verify = useMutation({ mutationFn: (id: string) => client.certified.verifyFee({ id }), onSuccess: refresh })
  const remove = useMutation({ mutationFn: (id: string) => client.certified.removeFee({ id }), onSuccess: refresh })
  useKeys(asked ? [] : [{ key: 'F4', label: 'Add a price', run: () => { setAsked('new') } }])
  const rows = (query.data ?? []).toSorted((a, b) => FEE_ITEMS.indexOf(a.item) - FEE_ITEMS.indexOf(b.item) || scope(a).localeCompare(scope(b)) || b.from.localeCompare(a.from))
  const unverified = rows.filter((row) => row.verified === null).length
  const problem = verify.error ?? remove.error
  return (
    <>
      <h2>Fees and postage <span>{count(rows.length, 'price')}</span></h2>
      <p>The mailing date decides which price holds. Where no row fits, the postage is typed from the meter and never guessed. Letters keep what they cost.</p>
      <div className={css.acts}><Button kind="primary" icon="plus" keys="F4" onClick={() => { setAsked('new') }}>Add a price</Button></div>
      {unverified > 0 && <Message tone="act" title={`${count(unverified, 'price is', 'prices are')} unverified.`}>Compare each with USPS&apos;s current Notice 123, then mark it as compared.</Message>}
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {problem && <ProblemMessage problem={problemOf(problem)} />}
      {query.isPending ? <Loading rows={6} label="Reading the prices" /> : rows.length === 0 ? <Empty icon="tag" title="No price yet">F4 adds one. Until then postage and fees are typed for each letter.</Empty> : (
        <div className={css.scroll} tabIndex={0} role="group" aria-label="Table of prices">
          <table className={css.table}>
            <thead><tr><th scope="col">What</th><th scope="col">From</th><th scope="col" className={css.right}>Price</th><th scope="col">Compared with USPS</th><th scope="col"><span className={css.hidden}>Do</span></th></tr></thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id} data-later={row.from > today || undefined}>
                  <th scope="row">{FEE_WORDS[row.item]}<small>{scope(row)}</small></th>
                  <td className={css.day}>{row.from}{row.from > today && <small>not yet</small>}</td>
                  <td className={css.right}>{formatMoney(row.cents)}</td>
                  <td>{row.verified ? <>{date(row.verified.at, zone)}, {row.verified.by}</> : <Tag tone="act" small>Unverified</Tag>}<small>{row.source}</small></td>
                  <td><div className={css.rowActs}>
                    {!row.verified && <Button small icon="check" aria-label={`Compared: ${FEE_WORDS[row.item]} from ${row.from}`} onClick={() => { verify.mutate(row.id) }}>Compared</Button>}
                    <Button small aria-label={`Change ${FEE_WORDS[row.item]} from ${row.from}`} onClick={() => { setAsked(row) }}>Change</Button>
                    <Button small icon="x" aria-label={`Take away ${FEE_WORDS[row.item]} from ${row.from}`} onClick={() => { remove.mutate(row.id) }} />
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
  const [item, setItem] = useState<FeeItem>(row?.item ?? 'postage')
  const [klass, setClass] = useState<MailClass | ''>(row?.mailClass ?? (row ? '' : 'first-class'))
  const [shape, setShape] = useState<LetterShape | ''>(row?.shape ?? (row ? '' : 'letter'))
  const [upTo, setUpTo] = useState(row?.upTo == null ? '' : String(row.upTo / 10))
  const [from, setFrom] = useState(row?.from ?? today)
  const [price, setPrice] = useState(row ? (row.cents / 100).toFixed(2) : '')
  const [source, setSource] = useState(row?.source ?? '')
  const [tried, setTried] = useState(false)
  const cents = typedCents(price)
  const weight = tenths(upTo)
  const wrong = { price: typeof cents === 'number' ? undefined : 'Type an amount, such as 5.30.', upTo: weight === undefined ? 'Type ounces, such as 1 or 3.5.' : undefined, source: source.trim() === '' ? 'Say where the price stands, such as Notice 123.' : undefined, from: from === '' ? 'Choose the first day.' : undefined }
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
    <Dialog wide title={row ? `Which price holds for ${FEE_WORDS[row.item].toLowerCase()}?` : 'Which price shall be added?'} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Save the price', run: send }]} acts={<><Button keys="Esc" onClick={onClose}>Leave it</Button><Button kind="primary" keys="Ctrl Enter" onClick={send}>Save the price</Button></>}>
      <form className={css.pair} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        <SelectField label="What" value={item} data={FEE_ITEMS.map((value) => ({ value, label: FEE_WORDS[value] }))} onChange={(next) => { const known = feeItem.safeParse(next); if (known.success) setItem(known.data) }} />
        <TextField label="Price" about="postage" hint="dollars" data-autofocus value={price} maxLength={12} error={tried ? wrong.price : undefined} onChange={(event) => { setPrice(event.currentTarget.value) }} />
        <SelectField label="Class" value={klass} data={[{ value: '', label: 'Every class' }, ...MAIL_CLASSES.map((value) => ({ value, label: className(value) }))]} onChange={(next) => { const known = mailClass.safeParse(next); setClass(known.success ? known.data : '') }} />
        <SelectField label="Shape" value={shape} data={[{ value: '', label: 'Every shape' }, ...LETTER_SHAPES.map((value) => ({ value, label: SHAPE_WORDS[value] }))]} onChange={(next) => { const known = letterShape.safeParse(next); setShape(known.success ? known.data : '') }} />
        <TextField label="Up to" hint="ounces, empty for any weight" value={upTo} maxLength={10} error={tried ? wrong.upTo : undefined} onChange={(event) => { setUpTo(event.currentTarget.value) }} />
        <TextField label="From" hint="first day" type="date" value={from} error={tried ? wrong.from : problem?.field === 'from' ? problem.message : undefined} onChange={(event) => { setFrom(event.currentTarget.value) }} />
        <div className={css.both}><TextField label="Source" hint="where USPS says so" value={source} maxLength={300} error={tried ? wrong.source : undefined} onChange={(event) => { setSource(event.currentTarget.value) }} /></div>
        <div className={css.both}><Help>It counts as compared by you. A new price gets a new row, so that earlier letters keep theirs.</Help></div>
        <button type="submit" hidden />
      </form>
      {problem && problem.field !== 'from' && <ProblemMessage problem={problem} />}
    </Dialog>
  )
}
