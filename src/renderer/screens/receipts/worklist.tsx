import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { FiledAs, LetterReceipts, OpenPage } from '../../../shared/contract/receipts.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, station, useZone } from '../../app/station.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { Button } from '../../ui/button.tsx'
import { Mark, type MarkName } from '../../ui/drawings.tsx'
import { TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, ProblemMessage } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, when, withWholeNumbers } from '../../ui/words.ts'
import { ReasonDialog } from '../certified/letter-dialogs.tsx'
import { PagePicture } from './page-picture.tsx'
import css from './receipts.module.css'
import { refresh } from './take-in.ts'
import { FILED_WORDS } from './words.ts'

const WHY: Record<OpenPage['why'], { mark: MarkName; word: string }> = {
  blank: { mark: 'logged', word: t('receipts.worklist.blankPage') }, 'no-number': { mark: 'norecipient', word: t('receipts.worklist.noNumber') }, 'check-digit': { mark: 'conflict', word: t('receipts.worklist.wrongCheckDigit') }, 'no-letter': { mark: 'norecipient', word: t('receipts.worklist.noSuchLetter') },
  disagree: { mark: 'conflict', word: t('receipts.worklist.numbersDisagree') }, list: { mark: 'inbook', word: t('receipts.worklist.aList') }, layout: { mark: 'label', word: t('receipts.worklist.unknownLetter') }, refused: { mark: 'held', word: t('receipts.worklist.doesNotFit') }, unreadable: { mark: 'undeliverable', word: t('receipts.worklist.cannotBeRead') },
}

const idOf = (row: OpenPage): string => `${row.file}/${row.page}`
/** What a page of this letter most likely is: the receipt that is still owed. */
const likely = ({ receipts }: LetterReceipts): FiledAs => (receipts.find((one) => one.received === null) ?? receipts[0])?.kind ?? 'delivery-letter'

/** Scans for which no letter was found with certainty, each with its picture: a person says whose it is, or puts it aside. */
export function Worklist({ aside }: { aside: boolean }): ReactNode {
  const zone = useZone()
  const [selected, setSelected] = useHeld<string | null>('worklist.selected', null)
  const query = useQuery(station.receipts.worklist.queryOptions({ input: { aside, limit: 500 } }))
  const rows = query.data?.rows ?? []
  const at = Math.max(0, rows.findIndex((row) => idOf(row) === selected))
  const row = rows[at] ?? null
  const list = useRef<HTMLDivElement>(null)
  const blanks = aside ? [] : rows.filter(({ why }) => why === 'blank')
  const clear = useMutation({ mutationFn: () => client.receipts.settle({ pages: blanks.map(({ file, page }) => ({ file, page })), letter: null, reason: t('receipts.worklist.blankPage2') }), onSettled: refresh })
  useScanHint(t('receipts.worklist.scanAnArticleNumber'), t('receipts.worklist.saysWhosePageItIs'))
  useKeys([{ key: 'X', label: t('receipts.worklist.putBlankPagesAside'), strip: false, when: blanks.length > 0 && !clear.isPending, run: () => { clear.mutate() } }])
  if (query.error) return <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  if (query.isPending) return <Loading label={t('receipts.worklist.readingTheWorklist')} />
  if (!row) return <Empty icon="card" title={aside ? t('receipts.worklist.noPageWasPutAside') : t('receipts.worklist.everyScanIsWithItsLetter')}>{aside ? t('receipts.worklist.whatNobodyNeedsStandsHereWith') : t('receipts.worklist.takeInAStackOfGreen')}</Empty>
  const done = (): void => {
    const next = rows[at + 1] ?? rows[at - 1]
    setSelected(next ? idOf(next) : null)
    void refresh()
    list.current?.focus()
  }
  return (
    <div className={css.match}>
      <section className={css.open} aria-label={aside ? t('receipts.worklist.pagesThatWerePutAside') : t('receipts.worklist.pagesThatWait')}>
        {blanks.length > 0 && <div className={css.pad}><Button keys="X" icon="minus" onClick={() => { clear.mutate() }}>{t('receipts.worklist.putLengthAside', { length: count(blanks.length, t('receipts.worklist.blankPage2')) })}</Button></div>}
        {clear.error && <div className={css.pad}><ProblemMessage problem={problemOf(clear.error)} /></div>}
        <Rows ref={list} label={t('receipts.worklist.pages')} items={rows} idOf={idOf} height={50} selected={idOf(row)} onSelect={setSelected} autoFocus
          render={(one) => (
            <div className={css.openRow}>
              <Mark name={WHY[one.why].mark} size="m" />
              <div><b>{WHY[one.why].word}</b><span className={css.d}>{one.name}{one.pages > 1 ? t('receipts.worklist.pagePageOfPages', { page: one.page, pages: one.pages }) : ''}</span></div>
            </div>
          )} />
      </section>
      <section className={css.picturePane} aria-label={t('receipts.worklist.thePage')}><PagePicture key={idOf(row)} file={row.file} page={row.page} words={t('receipts.worklist.namePagePage', { name: row.name, page: row.page })} keyed /></section>
      <aside className={css.give} aria-label={t('receipts.worklist.whosePageItIs')}>
        <header className={css.sideHead}><b>{WHY[row.why].word}</b><span className={css.d} title={row.name}>{row.name}{row.pages > 1 ? t('receipts.worklist.pagePageOfPages', { page: row.page, pages: row.pages }) : ''}</span><span className={css.d}>{`${when(row.at, zone)}, ${row.by}`}</span></header>
        <p className={css.text}>{withWholeNumbers(row.words)}{row.reason !== '' && t('receipts.worklist.putAsideReason', { reason: row.reason })}</p>
        <Give key={idOf(row)} row={row} aside={aside} onDone={done} />
      </aside>
    </div>
  )
}

function Give({ row, aside, onDone }: { row: OpenPage; aside: boolean; onDone: () => void }): ReactNode {
  const [text, setText] = useHeld(`worklist.letter.${row.file}.${row.page}`, '')
  const [asking, setAsking] = useOpen(`worklist.asking.${row.file}.${row.page}`, false)
  const field = useRef<HTMLInputElement>(null)
  const look = useMutation({ mutationFn: (number: string) => client.receipts.look({ text: number }), onSuccess: () => { play('right') }, onError: () => { play('wrong') } })
  const settle = useMutation({ mutationFn: (to: { letter: string; as: FiledAs; number: string }) => client.receipts.settle({ pages: [{ file: row.file, page: row.page }], ...to }), onSuccess: onDone })
  const { before } = row
  const found = look.data ?? null
  const give = (): void => {
    if (settle.isPending) return
    if (found) settle.mutate({ letter: found.letter, as: likely(found), number: look.variables ?? '' })
    else if (text.trim() !== '') look.mutate(text)
    else field.current?.focus()
  }
  const same = (): void => { if (before && !settle.isPending) settle.mutate({ letter: before.letter, as: before.filedAs, number: '' }) }
  useScanTaker((scanned) => { setText(scanned); settle.reset(); look.mutate(scanned) })
  useKeys(asking ? [] : [
    { key: 'Enter', label: found ? t('receipts.worklist.giveItToThisLetter') : t('receipts.worklist.findTheLetter'), run: give },
    { key: 'E', label: t('receipts.worklist.theLetterOfThePageBefore'), strip: false, when: before !== null, run: same },
    { key: 'D', label: t('common.putAside'), when: !aside, run: () => { setAsking(true) } },
  ])
  const problem = settle.error ?? look.error
  return (
    <div className={css.stack}>
      {row.numbers.length > 0 && <div className={css.acts}>{row.numbers.map(({ number, grouped }) => <Button key={number} small onClick={() => { setText(number); look.mutate(number) }}>{grouped}</Button>)}</div>}
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); give() }}>
        <TextField ref={field} label={t('receipts.worklist.whoseIsIt')} hint={t('receipts.worklist.scanOrTypeTheArticleNumber')} value={text} maxLength={200} error={look.error ? problemOf(look.error).message : undefined} onChange={(event) => { setText(event.currentTarget.value); look.reset(); settle.reset() }} />
        {found && (
          <div className={css.found} role="status">
            <Num grouped={found.grouped} /><b>{found.name}</b><span className={css.d}>{found.matter}</span>
            <span className={css.d}>{t('receipts.worklist.toBeFiledAsValue', { value: FILED_WORDS[likely(found)].toLowerCase() })}</span>
          </div>
        )}
        <div className={css.acts}>
          <Button kind="primary" keys="Enter" submit anywhere>{found ? t('receipts.worklist.giveItToThisLetter') : t('receipts.worklist.findTheLetter')}</Button>
          {before && <Button keys="E" onClick={same}>{t('receipts.worklist.theLetterOfThePageBefore2', { name: before.name })}</Button>}
          {!aside && <Button keys="D" onClick={() => { setAsking(true) }}>{t('common.putAside')}</Button>}
        </div>
      </form>
      {problem && problem !== look.error && <ProblemMessage problem={problemOf(problem)} />}
      {asking && <ReasonDialog title={t('receipts.worklist.doesNobodyNeedThisPage')} words={t('receipts.worklist.itIsKeptAndStandsUnder')} verb={t('common.putItAside')} onClose={() => { setAsking(false) }} act={async (reason) => { await client.receipts.settle({ pages: [{ file: row.file, page: row.page }], letter: null, reason }); onDone() }} />}
    </div>
  )
}
