import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { LetterRow } from '../../../shared/contract/letters.ts'
import { LETTER_PRINTS } from '../../../shared/contract/certified.ts'
import { formatMoney } from '../../../shared/mail/money.ts'
import { className } from '../../../shared/mail/services.ts'
import { useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printed, printPdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, queries, station, useZone } from '../../app/station.ts'
import { uploadOf } from '../../app/upload.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { SelectField } from '../../ui/field.tsx'
import { splitNumber } from '../../ui/num.tsx'
import { Empty, Loading, PaneHead, ProblemMessage } from '../../ui/parts.tsx'
import { count, date, dayWords, fullTime, stateWords, when } from '../../ui/words.ts'
import { Timeline } from '../pieces/timeline.tsx'
import { LetterProof, type OwnStep } from '../receipts/letter-proof.tsx'
import { Whereabouts } from '../tracking/whereabouts.tsx'
import { AcceptLetters } from './accept.tsx'
import { sendAgain } from './draft.ts'
import css from './letters.module.css'
import { LetterDialog, NumberDialog, ReasonDialog } from './letter-dialogs.tsx'
import { openKept } from './open-kept.ts'
import { cost, EVIDENCE_WORDS, FEE_WORDS, FILE_WORDS, letterStand, serviceWords } from './words.ts'

const PRINT_WORDS: Record<(typeof LETTER_PRINTS)[number], string> = { 'certified-label': t('certified.letterPage.certifiedLabel'), 'address-label': t('certified.letterPage.addressLabel'), card: t('certified.letterPage.ontoTheGreenCard'), envelope: t('certified.letterPage.envelope'), 'filing-sheet': t('certified.letterPage.filingSheet') }
const KINDS = ['receipt-3800', 'sealed', 'document', 'other'] as const
/** What is added for a part of the proof that is missing. */
const SCANS = { 'scan-3800': 'receipt-3800', 'scan-sealed': 'sealed', 'scan-document': 'document' } as const
type Asking = 'void' | 'correct' | 'number' | 'accept' | null

/** One letter: its numbers, where it stands, what proves it, and everything that happened to it. */
export function LetterPage(): ReactNode {
  const { id } = useParams({ from: '/letters/$id' })
  const router = useRouter()
  const query = useQuery(station.certified.get.queryOptions({ input: { id } }))
  const piece = useQuery(station.pieces.get.queryOptions({ input: { id } }))
  const page = useRef<HTMLElement>(null)
  const letter = query.data?.letter
  const shown = letter?.id
  useHead(t('common.letter2'))
  useEffect(() => { if (shown === id) page.current?.focus() }, [id, shown])
  const back = (): void => { if (router.history.canGoBack()) router.history.back(); else void router.navigate({ to: '/letters' }) }
  useKeys([{ key: 'Esc', label: t('common.back'), run: back }])
  if (query.error) return <div className={css.pad}><ProblemMessage title={t('certified.letterPage.thisLetterCannotBeShown')} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  if (!query.data || !letter) return query.isPending ? <Loading rows={8} label={t('certified.letterPage.readingTheLetter')} /> : <Empty icon="letters" title={t('certified.letterPage.noSuchLetter')}>{t('certified.letterPage.pressEscToGoBack')}</Empty>
  return (
    <section className={css.page}>
      <article className={css.letter} ref={page} tabIndex={-1} aria-label={t('certified.letterPage.letterToName', { name: letter.addressee.name })}>
        <Head letter={letter} />
        <Facts letter={letter} history={query.data.history} />
        {piece.data && <Whereabouts piece={piece.data.piece} />}
        {piece.data && <Timeline piece={piece.data.piece} events={piece.data.events} />}
      </article>
      <Side key={letter.id} letter={letter} files={query.data.files} trackingUrl={query.data.trackingUrl} />
    </section>
  )
}

function Head({ letter }: { letter: LetterRow }): ReactNode {
  const zone = useZone()
  const { head, tail } = splitNumber(letter.grouped)
  const card = splitNumber(letter.greenCard)
  const words = stateWords(letter.state, letter.voided !== null)
  return (
    <header className={css.letterHead}>
      <div className={css.two}>
        <div><small>{t('common.articleNumber')}</small>{letter.number === '' ? <b>{t('certified.letterPage.noneYet')}</b> : <p className={css.bigNumber}>{head && <span>{head}</span>}<b>{tail}</b></p>}</div>
        <div><small>{t('certified.letterPage.greenCardPs3811')}</small><p className={`${css.bigNumber} ${css.cardNumber}`}>{letter.greenCard === '' ? t('common.none2') : <>{card.head && <span>{'\u2026'}</span>}<b>{card.tail}</b></>}</p></div>
      </div>
      <div className={css.state}>
        <Mark name={words.mark} size="xl" />
        <div>
          <h2>{letterStand(letter)}</h2>
          <p>{letter.voided ? t('certified.letterPage.byByOnAtReason', { by: letter.voided.by, at: fullTime(letter.voided.at, zone), reason: letter.voided.reason }) : letter.mailing ? `${letter.mailing.evidence ? t('certified.letterPage.mailed') : t('certified.letterPage.presented')} ${dayWords(letter.mailing.day)}${letter.mailing.postOffice ? t('certified.letterPage.atPostoffice', { postOffice: letter.mailing.postOffice }) : ''}. ${letter.mailing.evidence ? `${EVIDENCE_WORDS[letter.mailing.evidence]}${letter.mailing.employee ? `, ${letter.mailing.employee}` : ''}` : t('certified.letterPage.noEvidenceYet')}.` : t('certified.letterPage.loggedByLoggedbyOnLoggedat', { loggedBy: letter.loggedBy, loggedAt: fullTime(letter.loggedAt, zone) })}</p>
        </div>
      </div>
    </header>
  )
}

function Facts({ letter, history }: { letter: LetterRow; history: readonly LetterRow[] }): ReactNode {
  const navigate = useNavigate()
  const zone = useZone()
  const { charges } = letter
  const lines = [[t('common.postage'), charges.postage.cents], ...charges.fees.map((fee) => [FEE_WORDS[fee.item], fee.cents] as const)] as [string, number | null][]
  return (
    <dl className={css.facts}>
      <div><dt>{t('common.to')}</dt><dd>{letter.addressee.lines.join('\n')}</dd></div>
      <div><dt>{t('certified.letterPage.sentAs')}</dt><dd>{className(letter.mailClass)}, {serviceWords(letter.services)}{letter.weight !== null && t('certified.letterPage.valueOz', { value: letter.weight / 10 })}</dd></div>
      <div><dt>{t('common.cost')}</dt><dd>{lines.map(([name, cents]) => `${name}: ${cents === null ? t('common.notKnown') : formatMoney(cents)}`).join('\n')}{'\n'}<b>{cost(letter)}</b></dd></div>
      <div><dt>{t('common.department')}</dt><dd>{[letter.department, letter.costCode].filter(Boolean).join(', ') || t('certified.letterPage.notSaid')}</dd></div>
      <div><dt>{t('common.matter')}</dt><dd>{letter.matter || t('certified.letterPage.notSaid')}</dd></div>
      <div><dt>{t('common.whatIsInIt')}</dt><dd>{letter.document || t('certified.letterPage.notSaid')}{letter.note && `\n${letter.note}`}</dd></div>
      {history.length > 1 && <div><dt>{t('certified.letterPage.sentBeforeAndAfter')}</dt><dd>{history.filter((one) => one.id !== letter.id).map((one) => <Button key={one.id} small onClick={() => { void navigate({ to: '/letters/$id', params: { id: one.id } }) }}>{date(one.loggedAt, zone)}: {letterStand(one)}</Button>)}</dd></div>}
    </dl>
  )
}

function Side({ letter, files, trackingUrl }: { letter: LetterRow; files: readonly { kind: string; file: string; name: string; at: number; by: string; type: string }[]; trackingUrl: string | null }): ReactNode {
  const zone = useZone()
  const navigate = useNavigate()
  const [asking, setAsking] = useOpen<Asking>(`letter.${letter.id}`, null)
  const { ask, dialog } = useApproval()
  const chooser = useRef<HTMLInputElement>(null)
  const [kind, setKind] = useState<(typeof KINDS)[number]>('receipt-3800')
  const keep = useMutation({
    mutationFn: async (file: File) => client.certified.file({ letter: letter.id, kind, ...await uploadOf(file) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: station.certified.key() }),
  })
  const print = useMutation({
    mutationFn: async (what: (typeof LETTER_PRINTS)[number]) => {
      const byDialog = async (): Promise<string> => {
        const { name, content, missing } = await client.certified.printPreview({ letter: letter.id, what })
        return printed(t('certified.letterPage.valueInThePrintDialog', { value: PRINT_WORDS[what] }), await printPdf({ title: name, content, missing }))
      }
      // For a card or an envelope somebody has to lay it in and choose the tray.
      if (what === 'card' || what === 'envelope') return byDialog()
      try {
        return printed(t('certified.letterPage.valueAtThePrinter', { value: PRINT_WORDS[what] }), await client.certified.print({ letter: letter.id, what }))
      } catch (error) {
        if (problemOf(error).code !== 'no-printer') throw error
        return byDialog()
      }
    },
  })
  const show = useMutation({ mutationFn: openKept })
  const stands = !letter.voided
  const alone = letter.book === null && (letter.state === 'logged' || letter.state === 'presented') && letter.number !== ''
  const again = (): void => {
    sendAgain(letter)
    void navigate({ to: '/letters' })
  }
  useKeys(asking ? [] : [
    { key: 'F2', label: t('common.correct'), when: stands, run: () => { setAsking('correct') } },
    { key: 'F8', label: t('common.printItsLabel'), when: stands && letter.number !== '', run: () => { print.mutate('certified-label') } },
    { key: 'F7', label: t('certified.letterPage.addAScan'), strip: false, when: stands, run: () => { chooser.current?.click() } },
    { key: 'F4', label: letter.number === '' ? t('certified.letterPage.giveItANumber') : t('certified.letterPage.anotherNumber'), when: stands && letter.state === 'logged', run: () => { setAsking('number') } },
    { key: 'Ctrl Enter', label: t('common.acceptedByUsps'), when: stands && alone, run: () => { setAsking('accept') } },
    { key: 'G', label: t('common.sendItAgain'), strip: false, run: again },
    { key: 'Del', label: t('common.void'), when: stands, run: () => { setAsking('void') } },
  ])
  const problem = keep.error ?? print.error ?? show.error
  const close = (): void => { setAsking(null) }
  const add = (what: (typeof KINDS)[number]): void => {
    setKind(what)
    chooser.current?.click()
  }
  const mayStep = (to: OwnStep): boolean => stands && (to === 'number' ? letter.state === 'logged' : to === 'accept' ? alone : true)
  const stepTo = (to: OwnStep): void => {
    if (to === 'number' || to === 'accept') setAsking(to)
    else add(SCANS[to])
  }
  return (
    <aside className={css.facing} aria-label={t('certified.letterPage.whatProvesIt')}>
      <LetterProof letter={letter} keyed={asking === null} packs={!(stands && alone)} mayStep={mayStep} onStep={stepTo} />
      <PaneHead title={t('certified.letterPage.files')} after={count(files.length, t('common.file'))} />
      <div className={css.stack}>
        {problem && <ProblemMessage problem={problemOf(problem)} />}
        {print.data && <p role="status">{print.data}</p>}
        {files.map((file) => <Button key={`${file.kind}${file.file}`} icon="file" onClick={() => { show.mutate(file.file) }}>{FILE_WORDS[file.kind] ?? file.kind}<span className={css.d}>{when(file.at, zone)}, {file.by}</span></Button>)}
        {stands && (
          <div className={css.acts}>
            <div className={css.kindField}><SelectField aria-label={t('certified.letterPage.whatTheFileShows')} label="" value={kind} data={KINDS.map((value) => ({ value, label: FILE_WORDS[value] ?? value }))} onChange={(next) => { const found = KINDS.find((one) => one === next); if (found) setKind(found) }} /></div>
            <Button icon="clip" keys="F7" onClick={() => { chooser.current?.click() }}>{t('certified.letterPage.add')}</Button>
          </div>
        )}
      </div>
      <input ref={chooser} type="file" hidden accept="image/jpeg,image/png,image/webp,image/tiff,application/pdf" aria-label={t('certified.letterPage.aScanOrPhotoOfThe')} onChange={(event) => {
        const [chosen] = event.currentTarget.files ?? []
        event.currentTarget.value = ''
        if (chosen) keep.mutate(chosen)
      }} />
      <PaneHead title={t('certified.letterPage.printAndDo')} />
      <div className={css.stack}>
        {stands && alone && <Button kind="primary" keys="Ctrl Enter" onClick={() => { setAsking('accept') }}>{t('common.acceptedByUsps')}</Button>}
        {stands && letter.state === 'logged' && <Button keys="F4" onClick={() => { setAsking('number') }}>{letter.number === '' ? t('certified.letterPage.giveItANumber') : t('certified.letterPage.anotherNumber')}</Button>}
        <div className={css.prints}>
          {stands && LETTER_PRINTS.filter((what) => letter.number !== '' || what === 'address-label' || what === 'envelope').map((what) => <Button key={what} icon="printer" {...(what === 'certified-label' ? { keys: 'F8' } : {})} onClick={() => { print.mutate(what) }}>{PRINT_WORDS[what]}</Button>)}
        <Button icon="refresh" keys="G" onClick={again}>{t('common.sendItAgain')}</Button>
        {trackingUrl && <Button icon="external" onClick={() => { window.open(trackingUrl, '_blank', 'noopener') }}>{t('certified.letterPage.uspsTrackingPage')}</Button>}
        {stands && <Button icon="note" keys="F2" onClick={() => { setAsking('correct') }}>{t('common.correct')}</Button>}
        {stands && <Button kind="stop" icon="trash" keys="Del" onClick={() => { setAsking('void') }}>{t('common.void')}</Button>}
        </div>
      </div>
      {asking === 'void' && <ReasonDialog title={t('certified.letterPage.voidTheLetterToName', { name: letter.addressee.name })} words={t('certified.letterPage.itsLineAndItsNumberStay')} verb={t('certified.letterPage.voidTheLetter')} icon="trash" onClose={close} act={(reason) => ask((approval) => client.certified.void({ letter: letter.id, reason, ...(approval ? { approval } : {}) }))} />}
      {asking === 'correct' && <LetterDialog letter={letter} onClose={close} />}
      {asking === 'number' && <NumberDialog letter={letter} onClose={close} />}
      {asking === 'accept' && <AcceptLetters letters={[letter]} onClose={close} />}
      {dialog}
    </aside>
  )
}
