import type { ReactNode, Ref } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Scanned } from '../../../shared/contract/intake.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { groupNumber } from '../../../shared/mail/grouping.ts'
import { useStation, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { needsLook, type LastScan } from '../../scan/scans.ts'
import { Plate, PlateBig, PlateNote, type PlateFact } from '../../ui/plate.tsx'
import { clock, when } from '../../ui/words.ts'
import { hand } from './draft.ts'
import css from './form.module.css'
import { Answers, questionOf } from './questions.tsx'
import { useMeant } from './who-field.tsx'
import { whatBecame, whatItIs } from './what-it-is.ts'

function facts(answer: Scanned, zone: string): PlateFact[] {
  const { piece, seenBefore, candidates } = answer
  const check: PlateFact[] = piece.checkDigit === 'valid' ? [{ text: t('intake.lastPlate.checkDigitValid'), tone: 'good', icon: 'check' }]
    : piece.checkDigit === 'invalid' ? [{ text: t('intake.lastPlate.theCheckDigitDoesNotFit'), tone: 'look', icon: 'warn' }] : [{ text: t('intake.lastPlate.noCheckDigit') }]
  const [before] = seenBefore
  const seen: PlateFact[] = before ? [{ text: t('intake.lastPlate.takenInReceivedatByReceivedby', { receivedAt: when(before.receivedAt, zone), receivedBy: before.receivedBy }), tone: 'look' }, ...(piece.questions.includes('seen-before') ? [] : [{ text: whatBecame(before, zone), tone: 'look' as const }])] : [{ text: t('intake.lastPlate.firstTimeHere') }]
  return [...check, ...(piece.accountable ? [{ text: t('intake.lastPlate.accountableNeedsASignature'), icon: 'handover' as const }] : []), ...seen, ...(candidates.length > 1 ? [{ text: t('intake.lastPlate.mayBeCandidatesCarriersNumber', { candidates: candidates.length }), tone: 'look' as const }] : [])]
}

function lookTitle(answer: Scanned): string {
  if (answer.kind === 'own-piece') return t('intake.lastPlate.ourOwnLabelThisPieceIs')
  if (answer.kind === 'green-card') return t('intake.lastPlate.thisIsAGreenCard')
  if (answer.seenBefore.length > 0) return t('common.seenBefore')
  if (answer.piece.checkDigit === 'invalid') return t('intake.lastPlate.theNumberMayBeWrong')
  return whatItIs(answer.piece)
}

function lookNote(answer: Scanned): { label: string; text: string } {
  if (answer.kind === 'own-piece') return { label: t('intake.lastPlate.nothingNewWasTakenIn'), text: t('intake.lastPlate.openThePieceWithO') }
  if (answer.kind === 'green-card') return { label: t('intake.lastPlate.takenInAsACard'), text: t('intake.lastPlate.theNumberOfTheLetterIs') }
  return { label: t('common.saved'), text: t('intake.lastPlate.theLabelDoesNotSayWhose') }
}

/** For whom a piece is and where it goes, as large as there is room for it. */
function PlateFor({ id, answer }: { /** The piece in hand, if the plate is about it. */ id: string | null; answer: Scanned | null }): ReactNode {
  const draft = useStore(hand, (now) => (now?.id === id ? now : null))
  const meant = useMeant(draft?.who ?? { text: '', picked: null, fixed: null }, draft?.piece?.id ?? null, draft?.fields.sender)
  const piece = draft?.piece ?? answer?.piece ?? null
  const given = piece?.recipient
  const name = (draft ? meant?.name : undefined) ?? (given ? given.name || given.department : '')
  const location = draft?.fields.location ?? (piece?.location || (draft ? meant?.location : '') || '')
  const sits = (draft && meant ? [meant.second, meant.stop] : [given?.name ? given.department : '', given?.mailStop]).filter(Boolean).join(', ')
  if (name === '') return answer ? <PlateBig label={t('common.piece2')} big={String(answer.countToday)} small="today" /> : <PlateNote label={t('intake.lastPlate.notTakenInYet')} text={t('intake.lastPlate.enterTakesItIn')} />
  return (
    <div className={css.for}>
      <div>
        <small>{t('common.for')} {draft && meant && <b>{t('intake.lastPlate.pressEnter')}</b>}</small>
        <div className={css.forName}>{name}</div>
        <small>{sits || (location === '' ? t('intake.lastPlate.noLocation') : '')}</small>
      </div>
      {location !== '' && <div className={css.put}><small>{t('intake.lastPlate.putIn')}</small><span data-long={location.length > 5 || undefined}>{location}</span></div>}
    </div>
  )
}

/** The plate of the last scan, or of the piece without a barcode that is in hand. */
export function LastPlate({ last, answers, onType }: { last: LastScan; answers?: Ref<HTMLDivElement>; onType: (piece: PieceRow) => void }): ReactNode {
  const zone = useZone()
  const status = useStation()
  const numberless = useStore(hand, (draft) => (draft?.piece === null ? draft.id : null))
  if (numberless !== null) return <Plate tone="ready" title={t('intake.lastPlate.noBarcode')} instead={t('intake.lastPlate.getsANumberOfOurOwn')} facts={[{ text: t('intake.lastPlate.enterTakesItInEscPuts') }]} aside={<PlateFor id={numberless} answer={null} />} />
  if (last.kind === 'none') return <Plate tone="ready" title={t('intake.lastPlate.ready')} instead={t('intake.lastPlate.scanTheFirstPiece')} facts={[{ text: status?.office?.name ?? '' }]} />
  if (last.kind === 'spoiled' && last.words !== null) return <Plate tone="stop" title={t('intake.lastPlate.aCodeWasLostOnIts')} badge={{ text: t('common.stop'), icon: 'stop' }} instead={t('intake.lastPlate.scanItAgain')} facts={[{ text: last.words }]} aside={<PlateNote label={t('intake.lastPlate.notTakenIn')} text={t('intake.lastPlate.onlyThisOneCodeIsMissing')} />} />
  if (last.kind === 'spoiled') return <Plate tone="stop" title={t('intake.lastPlate.aKeyWasPressedDuringThe')} badge={{ text: t('common.stop'), icon: 'stop' }} instead={t('intake.lastPlate.scanItAgain')} facts={[{ text: t('intake.lastPlate.nobodyCanTellTheNumberAny') }]} aside={<PlateNote label={t('intake.lastPlate.notTakenIn')} text={t('intake.lastPlate.takeYourHandOffTheKeyboard')} />} />
  if (last.kind === 'locked') return <Plate tone="stop" title={t('intake.lastPlate.nobodyWasSignedIn')} badge={{ text: t('common.stop'), icon: 'stop' }} instead={t('intake.lastPlate.scanItAgain')} facts={[{ text: t('intake.lastPlate.theScanWasNotTaken') }]} />
  if (last.kind === 'refused') return <Plate tone="stop" title={t('intake.lastPlate.notTakenIn')} badge={{ text: t('common.stop'), icon: 'stop' }} grouped={groupNumber(last.scan.text)} facts={[{ text: last.problem.message }]} aside={<PlateNote label={t('intake.lastPlate.theScanIsKept')} text={t('intake.lastPlate.itWaitsBelowUntilYouDecide')} />} />
  const { answer } = last
  const voided = answer.piece.voided
  const look = needsLook(answer) && !voided
  const asked = questionOf(answer, zone)
  return (
    <Plate tone={look ? 'look' : 'saved'} title={look ? lookTitle(answer) : whatItIs(answer.piece)}
      badge={voided ? { text: t('common.voided'), icon: 'x' } : look ? { text: answer.kind === 'own-piece' ? t('common.look') : t('intake.lastPlate.lookSavedReceivedat', { receivedAt: clock(answer.piece.receivedAt, zone) }), icon: 'warn' } : { text: t('intake.lastPlate.savedReceivedat', { receivedAt: clock(answer.piece.receivedAt, zone) }), icon: 'check' }}
      grouped={answer.piece.grouped} facts={look ? [{ text: whatItIs(answer.piece) }, ...facts(answer, zone)] : facts(answer, zone)}
      aside={asked ? <Answers ref={answers} scanned={answer} onType={onType} /> : look && answer.kind !== 'piece' ? <PlateNote {...lookNote(answer)} /> : <PlateFor id={answer.piece.id} answer={answer} />} />
  )
}
