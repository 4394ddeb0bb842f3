import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useHead, useScanHint } from '../../app/shell/head.tsx'
import { client } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { isTextField } from '../../scan/capture.ts'
import { lastScan, takeIn, useOtherLabels } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { Button } from '../../ui/button.tsx'
import { Explained } from '../../ui/explain.tsx'
import { TextField } from '../../ui/field.tsx'
import { Loading, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { PrintDialog } from '../devices/print-dialog.tsx'
import { VoidDialog } from '../pieces/void-dialog.tsx'
import { badgeOwner } from './candidates.ts'
import { AttachDialog, CorrectDialog, LateDialog } from './dialogs.tsx'
import { assignLater, beginOwnNumber, changeHand, hand, keepNewest, letGo, mode, setMode, shown, takeInHand, type IntakeMode } from './draft.ts'
import { IntakeForm, LeftOver } from './form.tsx'
import form from './form.module.css'
import css from './intake.module.css'
import { LastPlate } from './last-plate.tsx'
import { PhotoInput, usePhoto } from './photo.tsx'
import { usePrintSaved } from './print-saved.tsx'
import { ASK_KEY, NumberDialog, QuestionDialog } from './questions.tsx'
import { FirstThings, LastSaved } from './rest.tsx'
import { SessionList } from './session-list.tsx'
import { useNarrowedSession, useSessionPieces, type SessionFilter } from './session-pieces.ts'
import { ScanTrouble, SeenBefore } from './trouble.tsx'

type Asking = { kind: 'void' | 'correct' | 'attach' | 'question' | 'number' | 'label'; piece: PieceRow } | { kind: 'late' } | null
const MODES = [{ value: 'one', label: t('intake.intake.oneAtATime') }, { value: 'all', label: t('intake.intake.scanAllFirst') }] as const

/** Takes pieces in: the last scan as a plate, who it is for and what is seen of it, and what came in this session. */
export function Intake(): ReactNode {
  const navigate = useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const who = useRef<HTMLInputElement>(null)
  const answers = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const file = useRef<HTMLInputElement>(null)
  const [number, setNumber] = useKept('intake.number', '')
  const [selected, setSelected] = useState<string | null>(null)
  const [asking, setAsking] = useOpen<Asking>('intake.asking', null)
  const pieces = useSessionPieces()
  const [filter, setFilter] = useKept<SessionFilter>('intake.filter', 'all')
  const listed = useNarrowedSession(pieces, filter)
  const last = useStore(lastScan)
  // What is typed about the piece in hand is followed by its form and its plate alone.
  const handId = useStore(hand, (draft) => draft?.id ?? null)
  const inHand = useStore(hand, (draft) => draft?.piece ?? null)
  const way = useStore(mode)
  const current = listed.rows.find((row) => row.id === selected) ?? listed.rows[0] ?? null
  // What a key is about: the piece in hand, or else the selected line.
  const about = handId === null ? current : inHand
  const scanned = last.kind === 'saved' ? last.answer : null
  const seen = scanned?.seenBefore[0]
  const question = scanned && !scanned.piece.voided ? (scanned.piece.questions[0] ?? null) : null
  // The selected line's question first, then the newest that is open.
  const open = [about, ...pieces.rows].find((row) => row && row.questions.length > 0 && !row.voided) ?? null
  const photo = usePhoto(about?.id ?? null)
  const printed = usePrintSaved()
  const show = (piece: PieceRow): void => { void navigate({ to: '/pieces/$id', params: { id: piece.id } }) }
  const place = (): HTMLElement | null => (handId === null ? field.current : who.current)
  const before = inHand ? pieces.rows.find((row) => row.id !== handId && !row.voided) ?? null : null

  useHead(t('intake.intake.intake'), useMemo(() => <Segments label={t('intake.intake.how')} small value={way} options={MODES} onChange={(next: IntakeMode) => { setMode(next) }} />, [way]))
  useScanHint(t('intake.intake.readyToScan'), inHand ? t('intake.intake.aPieceABadgeALocation') : t('intake.intake.anywhereOnThisScreen'))
  useKeys([
    { key: 'O', label: t('intake.intake.openTheLastPiece'), when: scanned !== null && !seen, strip: false, run: () => { if (scanned) show(scanned.piece) } },
    { key: 'O', label: t('intake.intake.openTheEarlierOne'), when: seen !== undefined, strip: false, run: () => { if (seen) show(seen) } },
    { key: 'Enter', label: t('common.open'), when: current !== null && handId === null, strip: false, run: () => { if (current) show(current) } },
    { key: 'F2', label: t('common.correct'), when: about !== null && !about.voided, run: () => { if (about) setAsking({ kind: 'correct', piece: about }) } },
    { key: 'F4', label: t('intake.intake.noBarcode'), when: way === 'one', run: beginOwnNumber },
    { key: 'F6', label: t('intake.intake.assignLater'), when: inHand !== null, run: assignLater },
    { key: 'F6', label: t('common.whoIsItFor'), when: handId === null && about?.assignment === 'none' && !about.voided && way === 'one', run: () => { if (about) takeInHand(about) } },
    { key: 'F7', label: t('common.photo'), when: about !== null && !about.voided, run: () => file.current?.click() },
    { key: 'Ctrl B', label: t('intake.intake.secondBarcode'), when: about !== null && !about.voided, run: () => { if (about) setAsking({ kind: 'attach', piece: about }) } },
    { key: 'F8', label: t('common.label'), when: about !== null && !about.voided, strip: handId === null, run: () => { if (about) setAsking({ kind: 'label', piece: about }) } },
    { key: 'Ctrl E', label: t('intake.intake.fromPaper'), strip: handId === null, run: () => { setAsking({ kind: 'late' }) } },
    { key: ASK_KEY, label: t('intake.intake.answerAQuestion'), when: open !== null, strip: open !== null && open.id !== scanned?.piece.id, run: () => { if (open) setAsking({ kind: 'question', piece: open }) } },
    { key: 'Del', label: t('common.void'), when: about !== null && !about.voided, run: () => { if (about) setAsking({ kind: 'void', piece: about }) } },
    { key: 'Esc', label: t('intake.intake.backToTheField'), strip: false, run: () => {
      const draft = hand.get()
      if (draft?.piece === null && document.activeElement === who.current && draft.who.text === '') letGo(draft.id)
      else place()?.focus()
    } },
  ])

  // The fingers go where the next thing is done: the question, the recipient, or the number. Typing elsewhere is not disturbed.
  const lookingAt = `${handId ?? ''} ${question ?? ''}`
  const looked = useRef('')
  useEffect(() => {
    if (looked.current === lookingAt) return
    looked.current = lookingAt
    const active = document.activeElement
    if (isTextField(active) && active.value !== '' && active !== who.current) return
    if (document.querySelector('[role=dialog]')) return
    const first = answers.current?.querySelector('button')
    ;(first ?? who.current ?? field.current)?.focus()
  }, [lookingAt])

  // A piece that was voided, here or at another window, needs no recipient any more.
  const newest = pieces.rows.find((row) => row.id === (handId ?? scanned?.piece.id))
  useEffect(() => { if (newest) keepNewest(newest) }, [newest])

  useOtherLabels(inHand ? (scan) => {
    void (async () => {
      try {
        const label = await client.intake.lookUp({ text: scan.text })
        const owner = label.kind === 'badge' ? await badgeOwner(label.person) : null
        const now = hand.get()
        if (!now) return
        if (owner) changeHand({ who: { text: owner.name, picked: owner.key, fixed: owner } })
        else if (label.location !== null) changeHand({ fields: { ...now.fields, location: label.location } })
        play(owner || label.location !== null ? 'right' : 'wrong')
      } catch {
        play('wrong')
      }
    })()
  } : null)

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (number.trim() !== '' && takeIn(number.trim(), 'typed')) setNumber('')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    list.current?.focus()
  }
  const close = (): void => { setAsking(null) }
  const answer = useCallback((piece: PieceRow): void => { setAsking({ kind: 'question', piece }) }, [setAsking])
  const ask = (kind: 'void' | 'correct' | 'attach' | 'label') => (): void => { if (current) setAsking({ kind, piece: current }) }
  return (
    <section className={css.work}>
      <LastPlate last={last} answers={answers} onType={(piece) => { setAsking({ kind: 'number', piece }) }} />
      <div className={css.two} data-all={way === 'all' || undefined}>
        {way === 'one' && (
          <div className={css.main}>
            <div className={css.notes}>
              <ScanTrouble />
              {photo.problem && <ProblemMessage problem={photo.problem} title={t('intake.intake.thePhotoWasNotKept')} />}
              {scanned && question === 'seen-before' && <SeenBefore answer={scanned} onOpen={show} />}
              {handId === null && <LeftOver />}
              {printed.said}
            </div>
            {handId !== null && <IntakeForm who={who} asked={question === 'seen-before'} onPhoto={() => file.current?.click()} onPrint={printed.print} />}
            {handId === null && current && <LastSaved piece={current} acts={{ open: () => { show(current) }, correct: ask('correct'), attach: ask('attach'), void: ask('void'), print: ask('label'), photo: () => file.current?.click() }} />}
            {handId === null && !current && (pieces.query.isPending ? <Loading rows={4} label={t('intake.intake.readingTheSession')} /> : <FirstThings />)}
          </div>
        )}
        <SessionList ref={list} pieces={listed} all={pieces} filter={filter} onFilter={(next) => { setFilter(next); setSelected(null) }} onAsk={answer} selected={handId ?? current?.id ?? null} onSelect={setSelected} onOpen={show} onLeave={() => field.current?.focus()}>
          <form className={form.number} onSubmit={submit}>
            <Explained about="number" className={form.typed}>{(sign) => <>
              <span><label htmlFor="intake-number" className={form.label}>{t('common.number')}</label>{sign}</span>
              <TextField id="intake-number" ref={field} label={undefined} placeholder={t('intake.intake.orTypeItHere')} value={number} onKeyDown={onKeyDown} onChange={(event) => { setNumber(event.currentTarget.value) }} />
            </>}</Explained>
            <Button kind={handId === null ? 'primary' : 'plain'} submit keys="Enter" still={number.trim() === ''}>{t('intake.intake.takeIn')}</Button>
          </form>
          {way === 'all' && <div className={css.notes}><ScanTrouble /><LeftOver />{scanned && question === 'seen-before' && <SeenBefore answer={scanned} onOpen={show} />}</div>}
        </SessionList>
      </div>
      <PhotoInput file={file} onFile={photo.keep} />
      {asking?.kind === 'void' && <VoidDialog piece={asking.piece} onClose={close} />}
      {asking?.kind === 'correct' && <CorrectDialog piece={asking.piece} onClose={close} />}
      {asking?.kind === 'attach' && <AttachDialog piece={asking.piece} before={before} onClose={close} />}
      {asking?.kind === 'question' && <QuestionDialog piece={asking.piece} onClose={close} />}
      {asking?.kind === 'number' && <NumberDialog piece={asking.piece} onClose={close} />}
      {asking?.kind === 'label' && <PrintDialog title={t('intake.intake.printTheLabelOfGrouped', { grouped: asking.piece.grouped })} what={{ piece: asking.piece.id }} onClose={close} />}
      {printed.dialog}
      {asking?.kind === 'late' && <LateDialog onClose={close} onSaved={(piece) => { shown([piece]) }} />}
    </section>
  )
}
