import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { HandoverRow, ReceiverInput } from '../../../shared/contract/custody.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { isInMailroom } from '../../../shared/mail/custody.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station, useStation } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Avatar, Empty, Loading, Message, ProblemMessage } from '../../ui/parts.tsx'
import type { Signature } from '../../ui/signature.tsx'
import { count } from '../../ui/words.ts'
import { play } from '../../scan/sound.ts'
import css from './custody.module.css'
import { HoldDialog, ProblemDialog } from './dialogs.tsx'
import { Fetch } from './fetch.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { padPiece } from './pad-face.tsx'
import { Pad, ScansWait } from './pad.tsx'
import { PileRows } from './pile-rows.tsx'
import { printReceipt, ReceiptChoice, useReceiptWays } from './receipt.tsx'
import { ReceiverPane, receiversOf, type ReceiverChoice } from './receiver.tsx'
import { useResolvedScans } from './scans.ts'
import { openDisplay, useSecondDisplay, type SignRequest } from './second-display.ts'
import { TypedNumber } from './typed-number.tsx'
import { freshId, type Chosen } from './words.ts'

/** True for a piece that can be handed over as it stands: it lies here and is not set aside. */
const ready = (row: PieceRow): boolean => isInMailroom(row.state) && row.state !== 'held' && row.state !== 'refused'

/** What was handed over, and how many receipts went out by e-mail with it. */
export interface HandedOver { handover: HandoverRow; pieces: number; receipts: number }

export interface CounterProps { chosen: Chosen; onOther: (next: Chosen | null) => void; onDone: (done: HandedOver) => void }

/** Somebody stands at the counter: their pieces are ticked by scanning, one signature covers them, Ctrl Enter hands over. */
export function Counter({ chosen, onOther, onDone }: CounterProps): ReactNode {
  const query = useInfiniteQuery(station.custody.waitingFor.infiniteOptions({ input: (cursor: string | undefined) => ({ pile: chosen.pile, limit: 500, ...(cursor === undefined ? {} : { cursor }) }), initialPageParam: undefined, getNextPageParam: (page) => page.next ?? undefined }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  const piles = query.data?.pages[0]?.piles ?? []
  const own = piles.find((pile) => !pile.delegate) ?? null
  const person = 'person' in chosen.pile ? chosen.pile.person : null
  const asked = useQuery(station.directory.get.queryOptions({ input: { id: person ?? '' }, enabled: person !== null }))
  const card = asked.data ?? null
  const today = useStation()?.today ?? ''
  const receivers = useMemo(() => receiversOf(chosen.name, person, card, today), [chosen.name, person, card, today])

  const held = `counter.${JSON.stringify(chosen.pile)}`
  const [ticks, setTicks] = useHeld<readonly string[]>(`${held}.ticks`, chosen.tick ? [chosen.tick] : [])
  const ticked = useMemo(() => new Set(ticks), [ticks])
  const [selected, setSelected] = useHeld<string | null>(`${held}.selected`, null)
  const [picked, setPicked] = useHeld(`${held}.picked`, 0)
  const [other, setOther] = useHeld(`${held}.other`, { name: person ? '' : chosen.name, idSeen: '' })
  const [signature, setSignature] = useHeld<Signature | null>(`${held}.signature`, null)
  const [note, setNote] = useHeld(`${held}.note`, '')
  const [leaving, setLeaving] = useOpen(`${held}.leaving`, false)
  const [pad, setPad] = useOpen(`${held}.pad`, false)
  const [drawn, setDrawn] = useState(0)
  const [ways, setWays] = useReceiptWays()
  const [wrong, setWrong] = useState<{ title: string; text: string } | null>(null)
  const [scanProblem, setScanProblem] = useState<Problem | null>(null)
  const [dialog, setDialog] = useOpen<{ kind: 'hold' | 'problem'; piece: PieceRow } | null>(`${held}.dialog`, null)
  const attempt = useRef<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const { ask, dialog: approval } = useApproval()

  const given = rows.filter((row) => ticked.has(row.id) && ready(row))
  const current = rows.find((row) => row.id === selected) ?? rows.find((row) => !ticked.has(row.id)) ?? rows[0] ?? null
  const receiver: ReceiverChoice = receivers[picked] ?? receivers[0] ?? { kind: 'other', person: null, name: '', second: '' }
  const unreachable = person === null ? t('custody.counter.notInTheDirectory') : card?.email === '' && !piles.some((pile) => pile.delegate) ? t('custody.counter.noAddressKnown') : null
  const mustSign = given.some((row) => row.accountable)

  const tick = (ids: readonly string[], on?: boolean): void => {
    attempt.current = null
    const next = new Set(ticked)
    for (const id of ids) if (on ?? !next.has(id)) next.add(id); else next.delete(id)
    setTicks([...next])
  }
  useResolvedScans(async (what, text) => {
    setScanProblem(null)
    if (what.person) {
      const at = receivers.findIndex((one) => one.person === what.person?.person)
      if (at >= 0) { setPicked(at); setWrong(null); return 'right' }
      if (ticked.size === 0) { onOther({ pile: { person: what.person.person }, name: what.person.name, tick: null }); return 'right' }
      setWrong({ title: t('custody.counter.thisIsTheBadgeOfName', { name: what.person.name }), text: t('custody.counter.nameMayNotTakeTheMail', { name: what.person.name, name2: chosen.name }) })
      return 'wrong'
    }
    if (what.container) {
      const { rows: inside } = await client.custody.contents({ container: what.container.id })
      const stranger = inside.find((row) => !rows.some((mine) => mine.id === row.id))
      if (stranger || inside.length === 0) {
        setWrong({ title: inside.length === 0 ? t('custody.counter.nameIsEmpty', { name: what.container.name || what.container.number }) : t('custody.counter.notEverythingInThereIsTheirs'), text: stranger ? t('custody.counter.aPieceForNameIsIn', { name: stranger.recipient?.name || stranger.recipient?.department || t('custody.counter.nobodyYet') }) : '' })
        return 'wrong'
      }
      tick(inside.map((row) => row.id), true)
      setWrong(null)
      return 'right'
    }
    const { status, piece, message } = await client.custody.checkPiece({ pile: chosen.pile, text })
    if (status !== 'theirs' || !piece) {
      setWrong({ title: status === 'wrong' ? t('custody.counter.theLastScanIsNotName', { name: chosen.name }) : what.grouped, text: message })
      return 'wrong'
    }
    if (!ready(piece)) {
      setWrong({ title: t('custody.counter.thisPieceIsNotHandedOver'), text: message || what.where })
      return 'wrong'
    }
    setWrong(null)
    setSelected(piece.id)
    tick([piece.id], true)
    return 'right'
  }, setScanProblem)

  const run = useMutation({
    mutationFn: async () => {
      // The same attempt under the same id: sent again after a lost answer it hands over once.
      const id = (attempt.current ??= freshId())
      const input: ReceiverInput = receiver.kind === 'other' ? { kind: 'other', person: null, ...other } : { kind: receiver.kind, person: receiver.person, name: '', idSeen: '' }
      return ask((allowed) => client.custody.handOver({ id, pile: chosen.pile, pieces: given.map((row) => row.id), receiver: input, signature, note, receipt: ways.mail && unreachable === null, ...(allowed ? { approval: allowed } : {}) }))
    },
    onSuccess: ({ handover, rows: gone, receipts }) => {
      play('right')
      void queries.invalidateQueries({ queryKey: station.custody.key() })
      // The handover is kept whatever the printer does; what became of the receipt is said where it can be printed again.
      if (ways.print) printReceipt(handover.id).catch(() => undefined)
      onDone({ handover, pieces: gone.length, receipts })
    },
    onError: () => { play('wrong') },
  })
  const nothing = given.length === 0
  const nameless = receiver.kind === 'other' && (other.name.trim() === '' || other.idSeen.trim() === '')
  const unsigned = mustSign && signature === null
  const stops = nothing ? t('custody.counter.scanThePiecesOrTickThem') : nameless ? t('custody.counter.sayWhoTakesItAndWhich') : unsigned ? t('custody.counter.atLeastOneOfThemHas') : null
  const [pressed, setPressed] = useState(false)
  const handOver = (): void => {
    setPressed(true)
    if (stops === null && !run.isPending) run.mutate()
  }
  const all = rows.filter(ready).map((row) => row.id)
  const theirs = piles.filter((pile) => pile.delegate)
  const addTheirs = (): void => { tick(rows.filter((row) => ready(row) && row.recipient?.person !== person).map((row) => row.id), true) }
  const office = useStation()?.office?.name ?? ''
  const signer = receiver.kind === 'other' ? other.name || chosen.name : receiver.name
  const face: SignRequest = { office, name: signer, second: own?.department ?? '', pieces: given.map(padPiece) }
  const back = {
    signed: (signed: Signature) => { setSignature(signed); setDrawn((n) => n + 1); setPad(false) },
    notMine: () => { setPad(false); setWrong({ title: t('custody.counter.theySayThatAPieceIs'), text: t('custody.counter.askWhichOneAndUntickIt') }) },
  }
  // After a crash of the page the pieces come a moment after it.
  const signing = pad && given.length > 0
  const returning = pad && (query.isPending || (person !== null && asked.isPending))
  const displayed = useSecondDisplay(office, returning ? undefined : signing ? face : null, back)
  const covered = signing && !displayed
  // A signature belongs to the person and the pieces that it was begun for.
  const written = `${held}.written.${signer}.${given.map((row) => row.id).join()}`
  useScanHint(t('custody.counter.scanAPieceOrABadge'), chosen.name)
  useKeys(covered ? [] : [
    { key: 'Ctrl Enter', label: t('custody.counter.handOver'), run: handOver },
    { key: 'Space', label: t('common.tick'), when: current !== null, run: () => { if (current && ready(current)) tick([current.id]) } },
    { key: 'Ctrl A', label: t('common.tickAll'), when: all.length > 0, run: () => { tick(all, given.length < all.length) } },
    { key: 'A', label: t('custody.counter.tickWhatTheyCollect'), when: theirs.length > 0, strip: false, run: addTheirs },
    { key: 'Shift F11', label: t('custody.counter.secondDisplay'), strip: false, run: openDisplay },
    { key: 'F11', label: t('custody.counter.pad'), when: given.length > 0, run: () => { setPad(true) } },
    { key: 'F6', label: t('custody.counter.hold'), when: current !== null && ready(current), run: () => { if (current) setDialog({ kind: 'hold', piece: current }) } },
    { key: 'Ctrl L', label: t('custody.counter.leaveAtTheStop'), when: given.length > 0, strip: false, run: () => { setLeaving(true) } },
    { key: 'F2', label: t('custody.counter.problem'), when: current !== null, run: () => { if (current) setDialog({ kind: 'problem', piece: current }) } },
    ...receivers.map((one, i) => ({ key: String(i + 1), label: one.kind === 'other' ? t('custody.counter.anotherPersonReceives') : t('custody.counter.nameReceives', { name: one.name }), strip: false, run: () => { setPicked(i) } })),
    { key: 'Esc', label: t('custody.counter.nextPerson'), run: () => { if (pad) setPad(false); else if (wrong) setWrong(null); else onOther(null) } },
  ])
  const onListKey = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || !current) return
    event.preventDefault()
    if (ready(current)) tick([current.id])
  }
  const problem = run.error ? problemOf(run.error) : scanProblem
  return (
    <section className={css.counter}>
      <section className={css.left} aria-label={t('custody.counter.piecesForName', { name: chosen.name })}>
        <header className={css.person}>
          <Avatar name={chosen.name} large />
          <div><h2>{chosen.name}</h2><p>{[own?.department, own?.mailStop && t('custody.counter.stopMailstop', { mailStop: own.mailStop }), card?.badge && t('custody.counter.badgeBadge', { badge: card.badge })].filter(Boolean).join(', ')}</p></div>
          <p className={css.count} role="status"><b>{given.length}</b> {t('custody.counter.ofTotal', { total: query.data?.pages[0]?.total ?? 0 })}<span>{t('custody.counter.inThePile')}</span></p>
          <Button keys="Esc" onClick={() => { onOther(null) }}>{t('custody.counter.someoneElse')}</Button>
        </header>
        {wrong && <div className={css.wrong}><Message tone="stop" title={wrong.title} acts={<Button small onClick={() => { setWrong(null) }}>{t('common.done')}</Button>}>{wrong.text}</Message></div>}
        {problem && <div className={css.wrong}><ProblemMessage problem={problem} title={t('custody.counter.nothingWasHandedOverEverythingIs')} /></div>}
        {pressed && stops && <div className={css.wrong}><Message tone="act" title={stops} /></div>}
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label={t('common.readingWhatWaits')} /> : rows.length === 0 ? !query.error && <Empty mark="handed" title={t('custody.counter.nothingWaitsForName', { name: chosen.name })}>{t('custody.counter.pressEscForTheNextPerson')}</Empty> : (
          <PileRows ref={list} rows={rows} piles={piles} own={person} ticked={ticked} ready={ready} selected={current?.id ?? null} onSelect={setSelected} onTick={(id) => { tick([id]) }} onKeyDown={onListKey} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }} />
        )}
        {rows.some(ready) && <Fetch rows={rows.filter(ready)} ticked={ticked} />}
        {theirs.map((pile) => (
          <div key={pile.person ?? pile.name} className={css.deleg}>
            <span>{t('custody.counter.alsoCollectsFor')} <b>{pile.name}</b>{pile.until ? t('custody.counter.forNow') : ''}: {count(pile.total, t('custody.counter.pieceWaits'), t('custody.counter.piecesWait'))}{pile.locations[0]?.location ? <> {t('custody.counter.in')} <span className={css.loc}>{pile.locations[0].location}</span></> : ''}</span>
            <Button small {...(theirs.length === 1 ? { keys: 'A' } : {})} onClick={() => { tick(rows.filter((row) => ready(row) && row.recipient?.person === pile.person).map((row) => row.id), true) }}>{t('custody.counter.tickThem')}</Button>
          </div>
        ))}
      </section>
      <ReceiverPane receivers={receivers} picked={picked} onPick={setPicked} other={other} onOther={setOther} signature={signature} onSignature={setSignature} drawn={drawn} onPad={() => { setPad(true) }} onDisplay={displayed ? null : openDisplay} pieces={given.length} left={rows.length - given.length} mustSign={mustSign} name={receiver.kind === 'other' ? other.name || t('custody.counter.anotherPerson') : receiver.name} note={note} onNote={setNote}>
        {signing && displayed && <Message title={t('custody.counter.nameSignsOnTheSecondDisplay', { name: face.name })}>{t('custody.counter.escTakesItBack')}</Message>}
        <Button kind="primary" big keys="Ctrl Enter" onClick={handOver}>{nothing ? t('custody.counter.handOver') : t('custody.counter.handOverLength', { length: count(given.length, t('common.piece')) })}</Button>
        {given.length > 0 && <Button small keys="Ctrl L" onClick={() => { setLeaving(true) }}>{t('custody.counter.leaveAtTheMailStopInstead')}</Button>}
        <ReceiptChoice ways={ways} onChange={setWays} unreachable={unreachable} />
      </ReceiverPane>
      {pad && query.isPending && <ScansWait />}
      {covered && <Pad key={written} held={written} {...face} value={signature} onDone={back.signed} onNotMine={back.notMine} onClose={() => { setPad(false) }} />}
      {leaving && <LeaveDialog pieces={given} signed={signature ? { signature, by: signer } : null} onClose={() => { setLeaving(false) }} onDone={() => { setTicks([]); setSignature(null); setDrawn((n) => n + 1) }} />}
      {dialog?.kind === 'hold' && <HoldDialog piece={dialog.piece} onClose={() => { setDialog(null) }} />}
      {dialog?.kind === 'problem' && <ProblemDialog piece={dialog.piece} onClose={() => { setDialog(null) }} />}
      {!covered && <TypedNumber />}
      {approval}
    </section>
  )
}
