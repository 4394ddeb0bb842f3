import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { HandoverRow, ReceiverInput } from '../../../shared/contract/custody.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { isInMailroom } from '../../../shared/mail/custody.ts'
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
import { Pad } from './pad.tsx'
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
  const card = useQuery(station.directory.get.queryOptions({ input: { id: person ?? '' }, enabled: person !== null })).data ?? null
  const today = useStation()?.today ?? ''
  const receivers = useMemo(() => receiversOf(chosen.name, person, card, today), [chosen.name, person, card, today])

  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(chosen.tick ? [chosen.tick] : []))
  const [selected, setSelected] = useState<string | null>(null)
  const [picked, setPicked] = useState(0)
  const [other, setOther] = useState({ name: person ? '' : chosen.name, idSeen: '' })
  const [signature, setSignature] = useState<Signature | null>(null)
  const [note, setNote] = useState('')
  const [leaving, setLeaving] = useState(false)
  const [pad, setPad] = useState(false)
  const [drawn, setDrawn] = useState(0)
  const [ways, setWays] = useReceiptWays()
  const [wrong, setWrong] = useState<{ title: string; text: string } | null>(null)
  const [scanProblem, setScanProblem] = useState<Problem | null>(null)
  const [dialog, setDialog] = useState<{ kind: 'hold' | 'problem'; piece: PieceRow } | null>(null)
  const attempt = useRef<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const { ask, dialog: approval } = useApproval()

  const given = rows.filter((row) => ticked.has(row.id) && ready(row))
  const current = rows.find((row) => row.id === selected) ?? rows.find((row) => !ticked.has(row.id)) ?? rows[0] ?? null
  const receiver: ReceiverChoice = receivers[picked] ?? receivers[0] ?? { kind: 'other', person: null, name: '', second: '' }
  const unreachable = person === null ? 'not in the directory' : card?.email === '' && !piles.some((pile) => pile.delegate) ? 'no address known' : null
  const mustSign = given.some((row) => row.accountable)

  const tick = (ids: readonly string[], on?: boolean): void => {
    attempt.current = null
    const next = new Set(ticked)
    for (const id of ids) if (on ?? !next.has(id)) next.add(id); else next.delete(id)
    setTicked(next)
  }
  useResolvedScans(async (what, text) => {
    setScanProblem(null)
    if (what.person) {
      const at = receivers.findIndex((one) => one.person === what.person?.person)
      if (at >= 0) { setPicked(at); setWrong(null); return 'right' }
      if (ticked.size === 0) { onOther({ pile: { person: what.person.person }, name: what.person.name, tick: null }); return 'right' }
      setWrong({ title: `This is the badge of ${what.person.name}.`, text: `${what.person.name} may not take the mail of ${chosen.name}. Finish here, or press Esc and scan the badge again.` })
      return 'wrong'
    }
    if (what.container) {
      const { rows: inside } = await client.custody.contents({ container: what.container.id })
      const stranger = inside.find((row) => !rows.some((mine) => mine.id === row.id))
      if (stranger || inside.length === 0) {
        setWrong({ title: inside.length === 0 ? `${what.container.name || what.container.number} is empty.` : 'Not everything in there is theirs.', text: stranger ? `A piece for ${stranger.recipient?.name || stranger.recipient?.department || 'nobody yet'} is in it. Take that out, or scan the pieces one by one.` : '' })
        return 'wrong'
      }
      tick(inside.map((row) => row.id), true)
      setWrong(null)
      return 'right'
    }
    const { status, piece, message } = await client.custody.checkPiece({ pile: chosen.pile, text })
    if (status !== 'theirs' || !piece) {
      setWrong({ title: status === 'wrong' ? `The last scan is not ${chosen.name}'s.` : what.grouped, text: message })
      return 'wrong'
    }
    if (!ready(piece)) {
      setWrong({ title: 'This piece is not handed over now.', text: message || what.where })
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
  const stops = nothing ? 'Scan the pieces, or tick them with Space.' : nameless ? 'Say who takes it, and which ID you saw.' : unsigned ? 'At least one of them has to be signed for.' : null
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
    notMine: () => { setPad(false); setWrong({ title: 'They say that a piece is not theirs.', text: 'Ask which one, and untick it.' }) },
  }
  const displayed = useSecondDisplay(office, pad ? face : null, back)
  const covered = pad && !displayed
  useScanHint('Scan a piece or a badge', chosen.name)
  useKeys(covered ? [] : [
    { key: 'Ctrl Enter', label: 'Hand over', run: handOver },
    { key: 'Space', label: 'Tick', when: current !== null, run: () => { if (current && ready(current)) tick([current.id]) } },
    { key: 'Ctrl A', label: 'Tick all', when: all.length > 0, run: () => { tick(all, given.length < all.length) } },
    { key: 'A', label: 'Tick what they collect', when: theirs.length > 0, strip: false, run: addTheirs },
    { key: 'Shift F11', label: 'Second display', strip: false, run: openDisplay },
    { key: 'F11', label: 'Pad', when: given.length > 0, run: () => { setPad(true) } },
    { key: 'F6', label: 'Hold', when: current !== null && ready(current), run: () => { if (current) setDialog({ kind: 'hold', piece: current }) } },
    { key: 'Ctrl L', label: 'Leave at the stop', when: given.length > 0, strip: false, run: () => { setLeaving(true) } },
    { key: 'F2', label: 'Problem', when: current !== null, run: () => { if (current) setDialog({ kind: 'problem', piece: current }) } },
    ...receivers.map((one, i) => ({ key: String(i + 1), label: one.kind === 'other' ? 'Another person receives' : `${one.name} receives`, strip: false, run: () => { setPicked(i) } })),
    { key: 'Esc', label: 'Next person', run: () => { if (pad) setPad(false); else if (wrong) setWrong(null); else onOther(null) } },
  ])
  const onListKey = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || !current) return
    event.preventDefault()
    if (ready(current)) tick([current.id])
  }
  const problem = run.error ? problemOf(run.error) : scanProblem
  return (
    <section className={css.counter}>
      <section className={css.left} aria-label={`Pieces for ${chosen.name}`}>
        <header className={css.person}>
          <Avatar name={chosen.name} large />
          <div><h2>{chosen.name}</h2><p>{[own?.department, own?.mailStop && `stop ${own.mailStop}`].filter(Boolean).join(', ')}{card?.badge && <span className={css.third}> badge {card.badge}</span>}</p></div>
          <p className={css.count} role="status"><b>{given.length}</b> of {query.data?.pages[0]?.total ?? 0}<span>in the pile</span></p>
          <Button keys="Esc" onClick={() => { onOther(null) }}>Someone else</Button>
        </header>
        {wrong && <div className={css.wrong}><Message tone="stop" title={wrong.title} acts={<Button small onClick={() => { setWrong(null) }}>Done</Button>}>{wrong.text}</Message></div>}
        {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {query.isPending ? <Loading label="Reading what waits" /> : rows.length === 0 ? <Empty mark="handed" title={`Nothing waits for ${chosen.name}`}>Press Esc for the next person.</Empty> : (
          <PileRows ref={list} rows={rows} piles={piles} own={person} ticked={ticked} ready={ready} selected={current?.id ?? null} onSelect={setSelected} onTick={(id) => { tick([id]) }} onKeyDown={onListKey} onEnd={() => { if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage() }} />
        )}
        {rows.some(ready) && <Fetch rows={rows.filter(ready)} ticked={ticked} />}
        {theirs.map((pile) => (
          <div key={pile.person ?? pile.name} className={css.deleg}>
            <span>Also collects for <b>{pile.name}</b>{pile.until ? ' for now' : ''}: {count(pile.total, 'piece waits', 'pieces wait')}{pile.locations[0]?.location ? <> in <span className={css.loc}>{pile.locations[0].location}</span></> : ''}</span>
            <Button small {...(theirs.length === 1 ? { keys: 'A' } : {})} onClick={() => { tick(rows.filter((row) => ready(row) && row.recipient?.person === pile.person).map((row) => row.id), true) }}>Tick them</Button>
          </div>
        ))}
      </section>
      <ReceiverPane receivers={receivers} picked={picked} onPick={setPicked} other={other} onOther={setOther} signature={signature} onSignature={setSignature} drawn={drawn} onPad={() => { setPad(true) }} onDisplay={displayed ? null : openDisplay} pieces={given.length} left={rows.length - given.length} mustSign={mustSign} name={receiver.kind === 'other' ? other.name || 'Another person' : receiver.name} note={note} onNote={setNote}>
        {pad && displayed && <Message title={`${face.name} signs on the second display.`}>Esc takes it back.</Message>}
        {problem && <ProblemMessage problem={problem} title="Nothing was handed over. Everything is still here." />}
        {pressed && stops && <Message tone="act" title={stops} />}
        <Button kind="primary" big keys="Ctrl Enter" onClick={handOver}>{nothing ? 'Hand over' : `Hand over ${count(given.length, 'piece')}`}</Button>
        {given.length > 0 && <Button small keys="Ctrl L" onClick={() => { setLeaving(true) }}>Leave at the mail stop instead</Button>}
        <ReceiptChoice ways={ways} onChange={setWays} unreachable={unreachable} />
      </ReceiverPane>
      {covered && <Pad {...face} value={signature} onDone={back.signed} onNotMine={back.notMine} onClose={() => { setPad(false) }} />}
      {leaving && <LeaveDialog pieces={given} signed={signature ? { signature, by: signer } : null} onClose={() => { setLeaving(false) }} onDone={() => { setTicked(new Set()); setSignature(null); setDrawn((n) => n + 1) }} />}
      {dialog?.kind === 'hold' && <HoldDialog piece={dialog.piece} onClose={() => { setDialog(null) }} />}
      {dialog?.kind === 'problem' && <ProblemDialog piece={dialog.piece} onClose={() => { setDialog(null) }} />}
      {!covered && <TypedNumber />}
      {approval}
    </section>
  )
}
