import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { LetterRow } from '../../../shared/contract/letters.ts'
import { letterShape } from '../../../shared/contract/letters.ts'
import { charges, type FeeItem } from '../../../shared/mail/fees.ts'
import { useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printed } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { uploadOf } from '../../app/upload.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Explained } from '../../ui/explain.tsx'
import { TextField } from '../../ui/field.tsx'
import { splitNumber } from '../../ui/num.tsx'
import { Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { date, unbroken } from '../../ui/words.ts'
import { AddresseeField } from './addressee-field.tsx'
import { changeDraft, destination, draft, freshDraft, sendAgain, tenths, typedCents } from './draft.ts'
import { WayOut } from './errors.tsx'
import css from './letters.module.css'
import { NumberPlate, useLooked } from './number-plate.tsx'
import { OpenBook, UnreadBook } from './open-book.tsx'
import { PriceSlip } from './price-slip.tsx'
import { ServicesRow } from './services-row.tsx'

const CLASSES = [{ value: 'first-class/letter', label: t('certified.logLetter.firstclassLetter') }, { value: 'first-class/flat', label: t('certified.logLetter.flat') }, { value: 'priority/parcel', label: t('certified.logLetter.priority') }] as const
type ClassChoice = (typeof CLASSES)[number]['value']

/** Logs one letter from the keyboard: scan, "To", Enter. */
export function LogLetter(): ReactNode {
  const zone = useZone()
  const today = useStation()?.today ?? ''
  const now = useStore(draft)
  const navigate = useNavigate()
  const looked = useLooked(now.number)
  const cardLooked = useLooked(now.card)
  const table = useQuery(station.certified.fees.queryOptions())
  const fees = table.data ?? []
  const own = useQuery(station.certified.ownNumbers.queryOptions()).data ?? null
  const books = useQuery(station.certified.books.queryOptions({ input: { state: ['open'], limit: 1 } }))
  const book = books.data?.rows[0] ?? null
  const to = useRef<HTMLInputElement>(null)
  const matter = useRef<HTMLInputElement>(null)
  const photo = useRef<HTMLInputElement>(null)
  const [last, setLast] = useState<{ letter: LetterRow; alike: readonly LetterRow[] } | null>(null)
  const [asked, setAsked] = useOpen<string | null>('letters.asked', null)
  const [typing, setTyping] = useState(false)
  const article = useRef<HTMLInputElement>(null)
  const { ask, dialog } = useApproval()
  const there = destination(now)
  const weight = tenths(now.weight)
  const postage = typedCents(now.postage)
  const typedFees = Object.fromEntries(Object.entries(now.fees).flatMap(([item, text]) => { const cents = typedCents(text); return typeof cents === 'number' ? [[item, cents]] : [] })) as Partial<Record<FeeItem, number>>
  const price = charges(fees, { mailClass: now.mailClass, services: now.services, shape: now.shape, weight: weight ?? null, nonmachinable: now.nonmachinable, day: today }, { ...(typeof postage === 'number' ? { postage } : {}), fees: typedFees })
  const wrongFee = Object.values(now.fees).some((text) => typedCents(text) === null)
  const matterNow = useDeferredValue(now.matter)
  const before = useQuery(station.certified.alike.queryOptions({ input: { addressee: now.chosen ? { addressee: now.chosen.id } : { block: now.block ?? '-' }, matter: matterNow }, enabled: there !== null })).data?.[0] ?? null

  const run = useMutation({
    mutationFn: async (same: boolean) => {
      const { letter, alike } = await ask((approval) => client.certified.log({
        id: now.id, addressee: now.chosen ? { addressee: now.chosen.id } : { block: now.block ?? now.search }, mailClass: now.mailClass, services: [...now.services], shape: now.shape, nonmachinable: now.nonmachinable,
        weight: weight ?? null, ...(typeof postage === 'number' ? { postage } : {}), fees: Object.fromEntries(price.fees.flatMap((fee) => (fee.how === 'typed' && fee.cents !== null ? [[fee.item, fee.cents]] : []))), department: now.department, costCode: now.costCode, matter: now.matter, document: now.document, note: now.note, greenCard: now.card,
        ...(now.own ? { number: { own: true as const } } : now.number !== '' ? { number: { text: now.number, source: now.numberSource } } : {}),
        ...(now.checkDigitWord ? { checkDigitWord: now.checkDigitWord } : {}), notCertified: now.notCertified, ...(approval ? { approval } : {}), ...(now.earlier ? { earlier: now.earlier } : {}), ...(book ? { book: book.id } : {}),
      }))
      if (now.photo) await client.certified.file({ letter: letter.id, kind: 'sealed', content: now.photo.content, name: now.photo.name })
      return { letter, alike, same }
    },
    onSuccess: ({ letter, alike, same }) => {
      play('right')
      setLast({ letter, alike })
      setAsked(null)
      setTyping(false)
      draft.set(freshDraft(draft.get(), same))
      void queries.invalidateQueries({ queryKey: station.certified.key() })
      to.current?.focus()
    },
    onError: () => { play('wrong') },
  })
  // What stops it is said beside the field it is about; the station says the rest.
  const stop = there === null ? { field: 'to', text: now.search.trim() === '' ? t('certified.logLetter.typeANameOrPasteThe') : t('certified.logLetter.chooseOneOfThemWithEnter') } : weight === undefined ? { field: 'weight', text: t('certified.logLetter.typeOuncesSuchAs1Or') } : postage === null ? { field: 'postage', text: t('certified.logLetter.typeAnAmountSuchAs074') } : wrongFee ? { field: 'fees', text: t('certified.logLetter.typeTheFeeAsAnAmount') } : null
  const openLetter = (id: string): void => { void navigate({ to: '/letters/$id', params: { id } }) }
  const log = (same: boolean): void => {
    setAsked(stop?.field ?? null)
    if (stop?.field === 'to') to.current?.focus()
    if (stop === null && !run.isPending) run.mutate(same)
  }
  useScanTaker(async (text) => {
    try {
      const what = await client.certified.look({ text })
      const held = draft.get()
      if (what.kind === 'green-card') {
        changeDraft({ card: text })
        play('right')
      } else if (held.number === '' || held.number === text) {
        // What the number itself says was bought is chosen with it.
        changeDraft({ number: text, numberSource: 'scanned', own: false, checkDigitWord: null, notCertified: false, ...(what.says ? { mailClass: what.says.mailClass, services: what.says.services } : {}) })
        play(what.problem ? (what.problem.code === 'check-digit' ? 'look' : 'wrong') : 'right')
      } else {
        // The letter in hand comes first; the scan is kept until it is logged.
        changeDraft({ next: text })
        if (destination(held)) log(false)
        else play('look')
      }
    } catch {
      play('wrong')
    }
  })
  useScanHint(now.number === '' ? t('certified.logLetter.readyForTheNextArticleNumber') : t('certified.logLetter.scanTheGreenCardOrThe'))
  useKeys([
    { key: 'Ctrl Enter', label: t('certified.logLetter.logThenSameAgain'), run: () => { log(true) } },
    { key: 'Ctrl G', label: t('certified.logLetter.itSendsThatLetterAgain'), strip: false, when: before !== null && now.earlier === null, run: () => { if (before) changeDraft({ earlier: before.id }) } },
    { key: 'F2', label: now.block === null ? t('certified.logLetter.anotherAddress') : t('common.addressBook'), when: now.chosen !== null || now.block !== null, run: () => { changeDraft({ chosen: null, block: null }); to.current?.focus() } },
    { key: 'F4', label: now.own ? t('certified.logLetter.noOwnNumber') : t('common.ownNumber'), when: own?.possible === true || now.own, run: () => { changeDraft({ own: !now.own, number: '' }) } },
    { key: 'F6', label: typing ? t('certified.logLetter.numbersAreScanned') : t('certified.logLetter.typeTheNumbers'), strip: false, run: () => { setTyping(!typing) } },
    { key: 'F7', label: t('certified.logLetter.photoSealed'), strip: false, run: () => { photo.current?.click() } },
    { key: 'F8', label: t('common.printItsLabel'), when: last !== null && last.letter.number !== '', run: () => { if (last) print.mutate(last.letter.id) } },
    { key: 'O', label: t('certified.logLetter.openTheLastLetter'), when: last !== null, strip: false, run: () => { if (last) openLetter(last.letter.id) } },
    { key: 'Esc', label: t('certified.logLetter.emptyTheForm'), strip: false, run: () => { setAsked(null); run.reset(); if (document.activeElement === to.current) draft.set(freshDraft()); else to.current?.focus() } },
  ])
  const print = useMutation({ mutationFn: (letter: string) => client.certified.print({ letter, what: 'certified-label' }) })
  useEffect(() => { if (now.chosen) matter.current?.focus() }, [now.chosen])
  useEffect(() => { if (typing) article.current?.focus() }, [typing])
  const problem = run.error ? problemOf(run.error) : null
  const alike = last?.alike[0] ?? null
  const carried = (name: string): string | undefined => (now.carried.includes(name) ? t('certified.logLetter.sameAsTheLastLetter') : undefined)
  const error = (field: string): string | undefined => (asked === field && stop?.field === field ? stop.text : problem?.field?.split('.').at(-1) === field ? problem.message : undefined)
  return (
    <section className={css.work}>
      <section className={css.main} aria-label={t('common.logALetter')}>
        <NumberPlate number={now.number} own={now.own} card={now.card} looked={looked} cardLooked={cardLooked} wanted={now.services.includes('card')} onType={typing ? null : () => { setTyping(true) }} />
        <form className={css.form} aria-label={t('certified.logLetter.theLetter')} onSubmit={(event: FormEvent) => { event.preventDefault(); log(false) }}>
          {problem && <ProblemMessage problem={problem} title={t('certified.logLetter.notLoggedWhatYouTypedIs')} />}
          {problem && <div className={css.acts}><WayOut code={problem.code} looked={looked} change={changeDraft} again={() => { log(false) }} open={openLetter} /></div>}
          {own?.notice && now.own && <Message tone="act">{t('certified.logLetter.ownNumbersCountOnlyAfterUsps')}</Message>}
          <AddresseeField ref={to} now={now} zone={zone} error={error('to') ?? error('addressee')} onChosen={() => { matter.current?.focus() }}>
            {last && !problem && (
              <Message tone="done" title={t('certified.logLetter.loggedForNameValue', { name: last.letter.addressee.name, value: last.letter.number ? `: ${unbroken(`\u2026 ${splitNumber(last.letter.grouped).tail}`)}` : '' })} acts={<><Button small keys="O" onClick={() => { openLetter(last.letter.id) }}>{t('certified.logLetter.openIt')}</Button>{alike && <Button small onClick={() => { openLetter(alike.id) }}>{t('certified.logLetter.aLetterLikeItWentBefore')}</Button>}</>}>
                {print.error ? problemOf(print.error).message : print.data ? printed(t('certified.logLetter.itsLabelIsAtThePrinter'), print.data) : last.letter.book ? t('certified.logLetter.lineLineOfBookNumber', { line: last.letter.book.line, number: last.letter.book.number }) : ''}
              </Message>
            )}
          </AddresseeField>
          <ServicesRow services={now.services} mailClass={now.mailClass} kind={there?.kind ?? 'us'} number={looked ? (looked.says ? 'label' : 'form') : undefined} fees={fees} day={today} onChange={(services) => { changeDraft({ services }) }} />
          <div className={css.grid}>
            <Explained about="mailClass" className={css.wide}>{(sign) => <><span className={css.label}>{t('common.class')}{sign}{now.mailClass === 'first-class' && now.shape === 'letter' && <label className={css.odd}><input type="checkbox" checked={now.nonmachinable} onChange={(event) => { changeDraft({ nonmachinable: event.currentTarget.checked }) }} />{t('certified.logLetter.nonmachinable')}</label>}</span><div className={css.flex}><Segments label={t('common.class')} value={`${now.mailClass}/${now.mailClass === 'priority' ? 'parcel' : now.shape === 'flat' ? 'flat' : 'letter'}` as ClassChoice} options={CLASSES} onChange={(next) => { const [mailClass, shape] = next.split('/'); changeDraft({ mailClass: mailClass === 'priority' ? 'priority' : 'first-class', shape: letterShape.parse(shape), nonmachinable: false }) }} /></div></>}</Explained>
            <TextField label={t('common.weight')} about="weight" hint={t('certified.logLetter.ounces')} value={now.weight} maxLength={10} error={error('weight')} onChange={(event) => { changeDraft({ weight: event.currentTarget.value }) }} />
            <TextField label={t('common.postage')} about="postage" hint={table.isPending ? undefined : now.postage === '' && price.postage.cents !== null ? t('certified.logLetter.fromTheTable') : t('certified.logLetter.fromTheMeter')} placeholder={table.isPending ? '' : price.postage.cents === null ? t('certified.logLetter.notInTheTable') : (price.postage.cents / 100).toFixed(2)} value={now.postage} maxLength={12} error={error('postage')} onChange={(event) => { changeDraft({ postage: event.currentTarget.value }) }} />
            <TextField label={t('common.department')} about="department" hint={carried('department')} value={now.department} maxLength={200} onChange={(event) => { changeDraft({ department: event.currentTarget.value }) }} />
            <TextField label={t('common.costCode')} about="costCode" hint={carried('costCode')} value={now.costCode} maxLength={100} onChange={(event) => { changeDraft({ costCode: event.currentTarget.value }) }} />
            <TextField ref={matter} className={css.wide} label={t('common.matter')} about="matter" hint={carried('matter')} value={now.matter} maxLength={200} onChange={(event) => { changeDraft({ matter: event.currentTarget.value }) }} />
            <TextField className={css.wide} label={t('common.whatIsInIt')} about="document" hint={carried('document')} value={now.document} maxLength={500} onChange={(event) => { changeDraft({ document: event.currentTarget.value }) }} />
            <TextField label={t('common.note')} hint={carried('note')} value={now.note} maxLength={1000} onChange={(event) => { changeDraft({ note: event.currentTarget.value }) }} />
            <div><span className={css.label}>{t('certified.logLetter.photoSealed')}</span><Button icon="camera" keys="F7" className={css.asField} onClick={() => { photo.current?.click() }}>{now.photo ? t('certified.logLetter.1Photo') : t('common.none2')}</Button></div>
            {(typing || now.numberSource === 'typed' && now.number !== '') && (
              <>
                <TextField ref={article} label={t('common.articleNumber')} about="articleNumber" hint={now.own ? t('certified.logLetter.madeByUs') : t('certified.logLetter.typed')} className={`${css.wide} ${css.mono}`} value={now.number} maxLength={60} disabled={now.own} onChange={(event) => { changeDraft({ number: event.currentTarget.value.trim(), numberSource: 'typed', checkDigitWord: null, notCertified: false }) }} />
                <TextField label={t('common.greenCard')} about="greenCard" hint={t('certified.logLetter.itsOwnNumber')} className={`${css.wide} ${css.mono}`} value={now.card} maxLength={60} onChange={(event) => { changeDraft({ card: event.currentTarget.value.trim() }) }} />
              </>
            )}
          </div>
          <div className={css.save}>
            <Button kind="primary" big submit keys="Enter">{t('certified.logLetter.logLetter')}</Button>
            <Button big keys="Ctrl Enter" onClick={() => { log(true) }}>{t('certified.logLetter.logThenSameAgain')}</Button>
            {before && now.earlier === null && now.next === null && <Button keys="Ctrl G" onClick={() => { changeDraft({ earlier: before.id }) }}>{t('certified.logLetter.itSendsTheLetterOfLoggedat', { loggedAt: date(before.loggedAt, zone) })}</Button>}
            <p className={css.saveHint}>{asked === 'fees' && stop?.field === 'fees' ? <b role="alert">{stop.text}</b> : now.next ? t('certified.logLetter.theNextLetterWasScannedIt') : now.earlier ? t('certified.logLetter.itIsLinkedToTheLetter') : before ? '' : t('certified.logLetter.leavingThisScreenKeepsWhatYou')}</p>
          </div>
        </form>
        <input ref={photo} type="file" hidden accept="image/jpeg,image/png,image/webp,application/pdf" capture="environment" aria-label={t('certified.logLetter.photoOfTheSealedPiece')} onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (chosen) void uploadOf(chosen).then((sealed) => { changeDraft({ photo: sealed }) })
        }} />
      </section>
      <aside className={css.side} aria-label={t('certified.logLetter.priceAndBook')}>
        {table.error && <div className={css.pad}><ProblemMessage problem={problemOf(table.error)} title={t('certified.logLetter.thePricesCannotBeRead')} onRetry={() => { void table.refetch() }} /></div>}
        {table.isPending ? <Loading rows={4} label={t('certified.logLetter.readingThePrices')} /> : <PriceSlip price={price} draft={now} day={today} fees={fees} />}
        {books.data ? <OpenBook book={book} onAgain={(letter) => { sendAgain(letter) }} /> : <UnreadBook problem={books.error && problemOf(books.error)} onRetry={() => { void books.refetch() }} />}
      </aside>
      {dialog}
    </section>
  )
}
