import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams, useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceEvent, PieceRow } from '../../../shared/contract/pieces.ts'
import { useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useHead } from '../../app/shell/head.tsx'
import { station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Mark, toneOf } from '../../ui/drawings.tsx'
import { splitNumber } from '../../ui/num.tsx'
import { Empty, Loading, Message, ProblemMessage } from '../../ui/parts.tsx'
import { dayWords, fullTime, stateWords } from '../../ui/words.ts'
import { ASK_KEY, QuestionDialog } from '../intake/questions.tsx'
import { PieceCustody, useWhere } from '../custody/piece-custody.tsx'
import { CorrectDialog } from '../intake/dialogs.tsx'
import { PhotoInput, usePhoto } from '../intake/photo.tsx'
import { whatItIs } from '../intake/what-it-is.ts'
import { PrintDialog } from '../devices/print-dialog.tsx'
import css from './pieces.module.css'
import { Timeline } from './timeline.tsx'
import { Whereabouts } from '../tracking/whereabouts.tsx'
import { VoidDialog } from './void-dialog.tsx'

const OPEN: Record<PieceRow['questions'][number], string> = { 'seen-before': t('pieces.piece.theNumberWasHereBeforeIs'), 'check-digit': t('pieces.piece.theCheckDigitDoesNotFit'), carrier: t('pieces.piece.nobodyHasSaidYetWhoseNumber') }

/** One piece: its number and state, the facts, and everything that happened to it. */
export function PiecePage(): ReactNode {
  const { id } = useParams({ from: '/pieces/$id' })
  const router = useRouter()
  const query = useQuery(station.pieces.get.queryOptions({ input: { id } }))
  const [voiding, setVoiding] = useOpen(`piece.voiding.${id}`, false)
  const [correcting, setCorrecting] = useOpen(`piece.correcting.${id}`, false)
  const [asking, setAsking] = useOpen(`piece.asking.${id}`, false)
  const [printing, setPrinting] = useOpen(`piece.printing.${id}`, false)
  const [copied, setCopied] = useState(false)
  const page = useRef<HTMLElement>(null)
  const file = useRef<HTMLInputElement>(null)
  const photo = usePhoto(id)
  const piece = query.data?.piece
  const back = (): void => { if (router.history.canGoBack()) router.history.back(); else void router.navigate({ to: '/pieces' }) }
  const copy = (): void => {
    if (piece) navigator.clipboard.writeText(piece.number).then(() => { setCopied(true) }, () => undefined)
  }
  useHead(piece ? whatItIs(piece) : t('common.piece2'))
  const shown = piece?.id
  useEffect(() => { if (shown === id) page.current?.focus() }, [id, shown])
  useKeys([
    { key: 'C', label: copied ? t('common.copied') : t('pieces.piece.copyNumber'), when: piece !== undefined, run: copy },
    { key: 'F2', label: t('common.correct'), when: piece !== undefined && !piece.voided, run: () => { setCorrecting(true) } },
    { key: ASK_KEY, label: t('common.answerTheQuestion'), when: piece !== undefined && !piece.voided && piece.questions.length > 0, run: () => { setAsking(true) } },
    { key: 'F7', label: t('common.photo'), when: piece !== undefined && !piece.voided, run: () => file.current?.click() },
    { key: 'F8', label: t('pieces.piece.printTheLabel'), when: piece !== undefined && !piece.voided, run: () => { setPrinting(true) } },
    { key: 'Del', label: t('common.void'), when: piece !== undefined && !piece.voided, run: () => { setVoiding(true) } },
    { key: 'Esc', label: t('common.back'), run: back },
  ])
  if (query.error) return <div className={css.pad}><ProblemMessage title={t('pieces.piece.thisPieceCannotBeShown')} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  if (!query.data || !piece) return query.isPending ? <Loading rows={8} label={t('pieces.piece.readingThePiece')} /> : <Empty icon="pieces" title={t('pieces.piece.noSuchPiece')}>{t('pieces.piece.pressEscToGoBack')}</Empty>
  // A letter that goes out has a page of its own.
  if (piece.direction === 'outbound') return <Navigate to="/letters/$id" params={{ id }} replace />
  return (
    <article className={css.piece} ref={page} tabIndex={-1} aria-label={`${whatItIs(piece)} ${piece.grouped}`}>
      <Head piece={piece} numbers={query.data.numbers} events={query.data.events} onVoid={() => { setVoiding(true) }} onCorrect={() => { setCorrecting(true) }} onPrint={() => { setPrinting(true) }} />
      {piece.questions.length > 0 && !piece.voided && <div className={css.pad}><Message tone="act" title={t('pieces.piece.aQuestionIsOpenAboutThis')} acts={<Button small keys={ASK_KEY} onClick={() => { setAsking(true) }}>{t('pieces.piece.answerIt')}</Button>}>{piece.questions.map((one) => OPEN[one]).join(' ')}</Message></div>}
      {piece.direction === 'inbound' && <PieceCustody piece={piece} events={query.data.events} files={query.data.files} />}
      <Timeline piece={piece} events={query.data.events} />
      <Whereabouts piece={piece} />
      <PhotoInput file={file} onFile={photo.keep} />
      {photo.problem && <div className={css.pad}><ProblemMessage problem={photo.problem} title={t('pieces.piece.thePhotoWasNotKept')} /></div>}
      {asking && <QuestionDialog piece={piece} onClose={() => { setAsking(false) }} />}
      {correcting && <CorrectDialog piece={piece} onClose={() => { setCorrecting(false) }} />}
      {printing && <PrintDialog title={t('pieces.piece.printTheLabelOfGrouped', { grouped: piece.grouped })} what={{ piece: piece.id }} onClose={() => { setPrinting(false) }} />}
      {voiding && <VoidDialog piece={piece} onClose={() => { setVoiding(false) }} />}
    </article>
  )
}

function Head({ piece, numbers, events, onVoid, onCorrect, onPrint }: { piece: PieceRow; numbers: readonly string[]; events: readonly PieceEvent[]; onVoid: () => void; onCorrect: () => void; onPrint: () => void }): ReactNode {
  const zone = useZone()
  const words = stateWords(piece.state, piece.voided !== null)
  const where = useWhere(piece)
  const { head, tail } = splitNumber(piece.grouped)
  const received = events.find((event) => event.kind === 'piece.received')
  const scanned = received?.payload?.['scanned']
  const others = numbers.filter((number) => number !== piece.number)
  return (
    <header className={css.pieceHead}>
      <div className={css.line}>
        <span className={css.digits} data-void={piece.voided !== null || undefined}>{head && <span>{head} </span>}<b>{tail}</b></span>
        {!piece.voided && <div className={css.acts}><Button icon="note" keys="F2" onClick={onCorrect}>{t('common.correct')}</Button><Button icon="printer" keys="F8" onClick={onPrint}>{t('common.label')}</Button><Button kind="stop" icon="trash" keys="Del" onClick={onVoid}>{t('common.void')}</Button></div>}
      </div>
      <div className={css.state} data-void={piece.voided !== null || undefined}>
        <Mark name={words.mark} size="xl" />
        <div>
          <h2 data-tone={toneOf(words.mark)}>{words.word}</h2>
          <p>{piece.voided ? t('pieces.piece.byByOnAtReason', { by: piece.voided.by, at: fullTime(piece.voided.at, zone), reason: piece.voided.reason }) : t('pieces.piece.takenInByReceivedbyOnReceivedat', { receivedBy: piece.receivedBy, receivedAt: fullTime(piece.receivedAt, zone), value: piece.direction === 'inbound' ? ` ${where}` : '' })}</p>
        </div>
      </div>
      <dl className={css.facts}>
        <div><dt>{t('common.whatItIs')}</dt><dd><b>{whatItIs(piece)}</b><br />{piece.accountable ? t('pieces.piece.accountableASignatureIsAskedFor') : t('pieces.piece.notAccountable')}</dd></div>
        <div><dt>{t('common.checkDigit')}</dt><dd><b>{piece.checkDigit === 'valid' ? t('pieces.piece.valid') : piece.checkDigit === 'invalid' ? t('pieces.piece.doesNotFit') : t('pieces.piece.noneInThisNumber')}</b><br />{piece.checkDigit === 'invalid' ? t('pieces.piece.compareItWithTheLabel') : ' '}</dd></div>
        <div><dt>{t('common.for')}</dt><dd><b>{piece.recipient?.name || piece.recipient?.department || t('pieces.piece.nobodyYet')}</b><br />{[piece.recipient?.name ? piece.recipient.department : '', piece.recipient?.mailStop, piece.location && t('pieces.piece.locationLocation', { location: piece.location })].filter(Boolean).join(', ') || ' '}</dd></div>
        <div><dt>{t('common.from')}</dt><dd><b>{piece.sender || t('pieces.piece.notNoted')}</b><br />{[piece.reference && t('pieces.piece.referenceReference', { reference: piece.reference }), piece.note].filter(Boolean).join(', ') || ' '}</dd></div>
        <div><dt>{t('common.takenIn')}</dt><dd><b>{dayWords(piece.day)}</b><br />{t('pieces.piece.byReceivedby', { receivedBy: piece.receivedBy })}</dd></div>
        <div><dt>{t('pieces.piece.readFromTheLabel')}</dt><dd className={css.raw}>{typeof scanned === 'string' ? scanned : piece.number}{others.map((number) => <span key={number}><br />{number}</span>)}</dd></div>
      </dl>
    </header>
  )
}
