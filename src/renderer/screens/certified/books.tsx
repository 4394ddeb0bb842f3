import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { BookDetail, BookRow } from '../../../shared/contract/letters.ts'
import { newId } from '../../../shared/ids.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import { useHeld, useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printed, printPdf, savePdf, type Pdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { useMay } from '../../app/session.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { Explained } from '../../ui/explain.tsx'
import { Empty, Loading, Message, PaneHead, ProblemMessage, Segments, Tag, Unchosen } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, date, dayWords, shortDay, when } from '../../ui/words.ts'
import { AcceptBook } from './accept.tsx'
import { ProofPart } from '../receipts/proof-part.tsx'
import css from './books.module.css'
import { BookFiles } from './book-files.tsx'
import { ReasonDialog } from './letter-dialogs.tsx'
import { SheetPage } from './sheet-page.tsx'
import { StrikeDialog } from './strike-dialog.tsx'
import { BOOK_WORDS, costInColumn, EVIDENCE_WORDS, serviceWords } from './words.ts'

/** Presented is not mailed: the mailing date stands only beside its evidence. */
function mailedWords({ mailing, received, letters }: BookRow): string {
  if (!mailing) return ''
  const at = mailing.postOffice && t('certified.books.atPostoffice', { postOffice: mailing.postOffice })
  if (!mailing.evidence) return t('certified.books.presentedDayAtNoWordOf', { day: dayWords(mailing.day), at })
  return t('certified.books.mailedDayAtValueEmployeeValue2', { day: dayWords(mailing.day), at, value: EVIDENCE_WORDS[mailing.evidence], employee: mailing.employee && `, ${mailing.employee}`, value2: received === null ? '' : t('certified.books.receivedReceivedLettersTaken', { received, letters }) })
}

const MARKS = { open: 'inbook', closed: 'inbook', presented: 'presented', accepted: 'accepted', voided: 'disposed' } as const
const fresh = (): string => newId(Date.now())

/** Mailing books: the letters that go to USPS together on one PS 3877. */
export function Books(): ReactNode {
  const zone = useZone()
  const [which, setWhich] = useKept<'open' | 'all'>('books.which', 'open')
  const [selected, setSelected] = useKept<string | null>('books.selected', null)
  const query = useQuery(station.certified.books.queryOptions({ input: { ...(which === 'open' ? { state: ['open', 'closed', 'presented'] as BookRow['state'][] } : {}), limit: 100 } }))
  const rows = query.data?.rows ?? []
  // A book that is accepted leaves the list of those under way; whoever has just accepted it still looks at it.
  const [held, setHeld] = useHeld<string | null>('books.hold', null)
  const shown = held ?? rows.find((row) => row.id === selected)?.id ?? rows[0]?.id ?? null
  const select = (id: string): void => {
    setSelected(id)
    setHeld(id)
  }
  const open = useMutation({
    mutationFn: () => client.certified.openBook({ id: fresh() }),
    onSuccess: async (book) => {
      select(book.id)
      await queries.invalidateQueries({ queryKey: station.certified.key() })
    },
  })
  useHead(t('certified.books.mailingBooks'))
  useKeys([{ key: 'F4', label: t('certified.books.openABook'), run: () => { if (!open.isPending) open.mutate() } }, { key: 'F3', label: t('certified.books.underWayAll'), strip: false, run: () => { setWhich(which === 'open' ? 'all' : 'open') } }])
  return (
    <section className={css.work}>
      <section className={css.list} aria-label={t('certified.books.books')}>
        <PaneHead title={t('certified.books.books')}><Button small icon="plus" keys="F4" onClick={() => { open.mutate() }}>{t('certified.books.openABook')}</Button></PaneHead>
        <Explained about="mailingBook" className={css.filter}>{(sign) => <><Segments label={t('certified.books.whichBooks')} small value={which} options={[{ value: 'open', label: t('certified.books.underWay') }, { value: 'all', label: t('common.all') }]} onChange={setWhich} />{sign}</>}</Explained>
        {(query.error ?? open.error) && <div className={css.pad}><ProblemMessage problem={problemOf(query.error ?? open.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label={t('certified.books.readingTheBooks')} /> : rows.length === 0 ? !query.error && <Empty mark="inbook" title={which === 'open' ? t('certified.books.noBookIsUnderWay') : t('certified.books.noBookYet')}>{t('certified.books.f4OpensOneThreeOrMore')}</Empty> : (
          <Rows label={t('certified.books.books')} items={rows} idOf={(row) => row.id} height={54} selected={shown} onSelect={select}
            render={(row) => (
              <div className={css.bookRow}>
                <Mark name={MARKS[row.state]} />
                <div><b>{t('certified.books.bookNumber', { number: row.number })}</b><span className={css.d}>{BOOK_WORDS[row.state]}{row.state === 'presented' ? '' : `, ${row.mailing ? shortDay(row.mailing.day) : row.state === 'open' ? when(row.openedAt, zone) : date(row.openedAt, zone)}`}</span></div>
                <div className={css.e}><b>{count(row.letters, t('common.letter'))}</b><span className={css.d}>{formatMoney(row.total)}</span></div>
              </div>
            )} />
        )}
      </section>
      {shown ? <OneBook key={shown} id={shown} onHold={setHeld} /> : <Unchosen work label={t('certified.books.theBook')} reading={query.isPending} icon="book" title={t('certified.books.noBookChosen')}>{t('certified.books.theOneChosenInTheList')}</Unchosen>}
    </section>
  )
}

function OneBook({ id, onHold }: { id: string; onHold: (id: string) => void }): ReactNode {
  const query = useQuery(station.certified.book.queryOptions({ input: { id } }))
  const settings = useQuery(station.certified.settings.queryOptions()).data
  if (query.error) return <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  if (!query.data) return <Loading label={t('certified.books.readingTheBook')} />
  return <Detail detail={query.data} perSheet={settings?.linesPerSheet ?? 8} postOffice={settings?.postOffice ?? ''} onHold={onHold} />
}

/** Where a letter of a book goes: on a narrow screen the city alone, which is whole then. */
function Place({ lines }: { lines: readonly string[] }): ReactNode {
  return <span className={css.d} title={lines.join(', ')}>{lines.length > 1 && <span className={css.street}>{`${lines.slice(0, -1).join(', ')}, `}</span>}{lines.at(-1)}</span>
}

function Detail({ detail, perSheet, postOffice, onHold }: { detail: BookDetail; perSheet: number; postOffice: string; onHold: (id: string) => void }): ReactNode {
  const { book, lines, files, warnings } = detail
  const zone = useZone()
  const today = useStation()?.today ?? ''
  const may = useMay('supervisor')
  const navigate = useNavigate()
  const [selected, setSelected] = useHeld<string | null>(`book.line.${detail.book.id}`, null)
  const [asking, setAsking] = useOpen<'accept' | 'strike' | 'give-up' | null>(`book.${detail.book.id}`, null)
  const waiting = useQuery(station.certified.list.queryOptions({ input: { stage: 'unbooked', limit: 200 }, enabled: book.state === 'open' })).data?.rows.filter((row) => row.number !== '') ?? []
  const current = lines.find((line) => line.letter.id === selected) ?? lines[0] ?? null
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: station.certified.key() }), queries.invalidateQueries({ queryKey: station.pieces.key() })]) })
  const run = (work: () => Promise<unknown>): void => { if (!act.isPending) act.mutate(work) }
  const sheet = useMutation({
    mutationFn: async (how: 'print' | 'save' | 'closed') => {
      const pdf = async (): Promise<Pdf> => { const { name, content, missing } = await client.certified.bookPdf({ book: book.id, version: how === 'closed' ? 'closed' : 'now' }); return { title: name, content, missing } }
      if (how !== 'print') return printed(how === 'closed' ? t('certified.books.theSheetAsItWasClosed') : t('certified.books.thePs3877SheetWasSaved'), savePdf(await pdf()))
      try {
        return printed(t('certified.books.thePs3877SheetIsAt'), await client.certified.printBook({ book: book.id }))
      } catch (error) {
        if (problemOf(error).code !== 'no-printer') throw error
        return printed(t('certified.books.thePs3877SheetIsIn'), await printPdf(await pdf()))
      }
    },
  })
  const steps: Partial<Record<BookRow['state'], { verb: string; run: () => void }>> = {
    open: { verb: t('certified.books.closeTheBook'), run: () => { run(() => client.certified.closeBook({ book: book.id })) } },
    closed: { verb: t('certified.books.itIsPresentedToUsps'), run: () => { run(() => client.certified.presentBook({ book: book.id, day: today, postOffice })) } },
    presented: { verb: t('common.acceptedByUsps'), run: () => { onHold(book.id); setAsking('accept') } },
  }
  const next = steps[book.state]
  const move = (by: number): void => {
    if (!current || book.state !== 'open') return
    const order = lines.map((line) => line.letter.id)
    const at = order.indexOf(current.letter.id)
    const to = at + by
    if (to < 0 || to >= order.length) return
    order.splice(to, 0, ...order.splice(at, 1))
    setSelected(current.letter.id)
    run(() => client.certified.orderBook({ book: book.id, letters: order }))
  }
  const takeOut = (): void => {
    if (!current) return
    if (book.state === 'open') run(() => client.certified.removeFromBook({ book: book.id, letters: [current.letter.id] }))
    else setAsking('strike')
  }
  const addAll = (): void => { if (waiting.length > 0) run(() => client.certified.addToBook({ book: book.id, letters: waiting.map((row) => row.id) })) }
  useKeys(asking ? [] : [
    ...(next ? [{ key: 'Ctrl Enter', label: next.verb, run: next.run }] : []),
    { key: 'F8', label: t('certified.books.printThePs3877'), when: lines.length > 0, run: () => { sheet.mutate('print') } },
    { key: 'A', label: t('certified.books.addLength', { length: count(waiting.length, t('common.letter')) }), when: book.state === 'open' && waiting.length > 0, run: addAll },
    { key: 'Del', label: book.state === 'open' ? t('certified.books.takeOutOfTheBook') : t('certified.books.voidTheLine'), when: current !== null && current.struck === null && (book.state === 'open' || book.state === 'closed' || book.state === 'presented'), run: takeOut },
    { key: 'Enter', label: t('certified.books.openTheLetter'), when: current !== null, strip: false, run: () => { if (current) void navigate({ to: '/letters/$id', params: { id: current.letter.id } }) } },
  ])
  const onListKey = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(event.key === 'ArrowUp' ? -1 : 1)
  }
  const problem = act.error ?? sheet.error
  const sheets = Math.max(1, Math.ceil(lines.length / perSheet))
  return (
    <section className={css.page} aria-label={t('certified.books.bookNumber', { number: book.number })}>
      <header className={css.head}>
        <div>
          <b className={css.big}>{t('certified.books.bookNumber', { number: book.number })}</b> <Tag tone={book.state === 'accepted' ? 'done' : book.state === 'presented' ? 'act' : 'rest'} mark={MARKS[book.state]}>{BOOK_WORDS[book.state]}</Tag>
          <p className={css.second}>{count(book.letters, t('common.letter'))}, {count(sheets, t('certified.books.sheet'))}, {formatMoney(book.total)}{book.unpriced > 0 && t('certified.books.unpricedNotPriced', { unpriced: book.unpriced })}{book.note && `. ${book.note}`}</p>
          {book.mailing && <p className={css.second}>{mailedWords(book)}</p>}
        </div>
        <div className={css.acts}>
          {book.state === 'open' && waiting.length > 0 && <Button icon="plus" keys="A" onClick={addAll}>{t('certified.books.addLength', { length: count(waiting.length, t('common.letter')) })}</Button>}
          {next && <Button kind="primary" big keys="Ctrl Enter" disabled={act.isPending} onClick={next.run}>{next.verb}</Button>}
          <Button icon="printer" keys="F8" disabled={lines.length === 0} onClick={() => { sheet.mutate('print') }}>{t('common.print')}</Button>
          <Button icon="download" disabled={lines.length === 0} onClick={() => { sheet.mutate('save') }}>{t('common.saveAsPdf')}</Button>
          {book.struck > 0 && book.closedAt !== null && <Button icon="download" onClick={() => { sheet.mutate('closed') }}>{t('certified.books.asItWasClosed')}</Button>}
          {may && (book.state === 'open' || book.state === 'closed') && <Button kind="stop" onClick={() => { setAsking('give-up') }}>{t('certified.books.giveItUp')}</Button>}
        </div>
      </header>
      <div className={css.pad}>
        {problem && <ProblemMessage problem={problemOf(problem)} />}
        {sheet.data && !problem && <p role="status">{sheet.data}</p>}
        {(book.state === 'presented' || book.state === 'accepted') && <ProofPart of={{ book: book.id }} keyed={next === undefined} compact />}
        {(book.state === 'closed' || book.state === 'presented' || book.state === 'accepted') && <BookFiles book={book} files={files} keyed={asking === null} />}
        {warnings.length > 0 && book.state !== 'accepted' && book.state !== 'voided' && <Message tone="act">{warnings.join(' ')}</Message>}
      </div>
      {lines.length === 0 ? <Empty mark="logged" title={t('certified.books.noLetterIsInIt')}>{t('certified.books.logLettersWithAlt5They')}</Empty> : (
        <div className={css.both}>
          <div className={css.lines} onKeyDown={onListKey}>
            <div className={css.lineHead} aria-hidden="true"><span>{t('certified.books.line')}</span><span>{t('common.articleNumber')}</span><span>{t('common.addressee')}</span><span>{t('common.cost')}</span></div>
            <Rows label={t('certified.books.linesOfBookNumber', { number: book.number })} items={lines} idOf={(line) => line.letter.id} height={48} selected={current?.letter.id ?? null} onSelect={setSelected} voided={(line) => line.struck !== null}
              render={(line) => (
                <div className={css.line}>
                  <span className={css.ln}>{line.line}</span>
                  <div>{line.letter.number ? <Num grouped={line.letter.grouped} voided={line.struck !== null} /> : <span>{t('common.noNumber')}</span>}<span className={css.d}>{line.struck ? t('certified.books.voidedReason', { reason: line.struck.reason }) : line.outcome && !line.outcome.accepted ? t('certified.books.notTakenNote', { note: line.outcome.note }) : serviceWords(line.letter.services)}</span></div>
                  <div><b>{line.letter.addressee.name}</b><Place lines={line.letter.addressee.lines.slice(1)} /></div>
                  <span className={css.e}>{costInColumn(line.letter)}</span>
                </div>
              )} />
            <p className={css.hint}>{book.closedAt !== null ? t('certified.books.closedClosedatByClosedby', { closedAt: when(book.closedAt, zone), closedBy: book.closedBy }) : lines.length > 1 ? t('certified.books.altWithUpOrDownMoves') : ''}</p>
          </div>
          <SheetPage book={book.id} line={Math.max(0, lines.findIndex((line) => line.letter.id === current?.letter.id))} perSheet={perSheet} stamp={lines.map((line) => `${line.letter.id}${line.letter.total}${line.struck?.at ?? ''}`).join()} />
        </div>
      )}
      {asking === 'accept' && <AcceptBook detail={detail} onClose={() => { setAsking(null) }} />}
      {asking === 'strike' && current && <StrikeDialog line={current.line} letter={current.letter} onClose={() => { setAsking(null) }} />}
      {asking === 'give-up' && <ReasonDialog title={t('certified.books.giveBookNumberUp', { number: book.number })} words={t('certified.books.itsLettersWaitForAnotherBook')} verb={t('certified.books.giveItUp')} onClose={() => { setAsking(null) }} act={(reason) => client.certified.voidBook({ book: book.id, reason })} />}
    </section>
  )
}
