import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { AttentionItem, TrackedRow } from '../../../shared/contract/tracking.ts'
import { KNOWN_CODES } from '../../../shared/mail/tracking-codes.ts'
import { STEP_WORDS } from '../../../shared/mail/tracking-standing.ts'
import type { WordOf } from '../../../shared/mail/tracking-status.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { client, queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchField, SelectField, TextAreaField, TextField } from '../../ui/field.tsx'
import { Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { count, dayAfter } from '../../ui/words.ts'
import { plainDays } from './words.ts'
import css from './tracking.module.css'

type Piece = Pick<TrackedRow, 'piece' | 'grouped' | 'carrier' | 'name'>

/** Reads again what shows the way of pieces. */
export const fresh = async (): Promise<void> => {
  await Promise.all([queries.invalidateQueries({ queryKey: station.tracking.key() }), queries.invalidateQueries({ queryKey: station.pieces.key() })])
}

/** What a person most often hears, first; the rest by code. */
const USUAL = ['03', '10', 'OF', '02', '16', '01', '04', '27', '21', '09', '11']
const WHAT = [
  ...USUAL.flatMap((code) => KNOWN_CODES.filter((one) => one.code === code)), ...KNOWN_CODES.filter((one) => !USUAL.includes(one.code)),
].map(({ code, words }) => ({ value: code, label: `${words} (${code})` }))
const OTHER = { value: '', label: t('tracking.dialogs.somethingElseInWords') }

/** USPS's number for its customers. */
const USPS_PHONE = '1-800-222-1811'

/** News by hand, or from a telephone call: the number in groups to read out, whom one spoke to and what was said. */
export function AddNews({ piece, phone, onClose }: { piece: Piece; phone: boolean; onClose: () => void }): ReactNode {
  const me = useSession()?.user.name ?? ''
  const [way, setWay] = useHeld<'person' | 'phone'>(`news.way.${piece.piece}`, phone ? 'phone' : 'person')
  const [code, setCode] = useHeld(`news.code.${piece.piece}`, '')
  const [text, setText] = useHeld(`news.text.${piece.piece}`, '')
  const [day, setDay] = useHeld(`news.day.${piece.piece}`, '')
  const [time, setTime] = useHeld(`news.time.${piece.piece}`, '')
  const [place, setPlace] = useHeld(`news.place.${piece.piece}`, { city: '', state: '', zip: '', name: '' })
  const [call, setCall] = useHeld(`news.call.${piece.piece}`, { spoke: '', number: piece.carrier === 'usps' ? USPS_PHONE : '', said: '', asked: me })
  const add = useMutation({
    mutationFn: async () => await client.tracking.add({ piece: piece.piece, code: code === '' ? null : code, text, day: day === '' ? null : day, time: time === '' ? null : time, ...place, source: way, ...(way === 'phone' ? { call } : {}) }),
    onSuccess: async () => { await fresh(); onClose() },
  })
  const problem = add.error ? problemOf(add.error) : null
  const wrong = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined)
  const named = problem?.field !== undefined && ['text', 'spoke', 'day'].includes(problem.field)
  return (
    <Dialog name="news" wide title={t('tracking.dialogs.whatIsTheNewsOfValue', { value: piece.name === '' ? t('tracking.dialogs.thisPiece') : piece.name })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('tracking.dialogs.keepTheNews'), inFields: true, run: () => { add.mutate() } }]}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Ctrl Enter" disabled={add.isPending} onClick={() => { add.mutate() }}>{t('tracking.dialogs.keepTheNews')}</Button></>}>
      <div className={css.form}>
        <Segments label={t('tracking.dialogs.howTheNewsCame')} value={way} options={[{ value: 'person', label: t('tracking.dialogs.iSawOrHeardIt') }, { value: 'phone', label: t('tracking.dialogs.byTelephone') }]} onChange={setWay} />
        {way === 'phone' && (
          <div className={css.call}>
            <p><small>{t('tracking.dialogs.readOut')}</small><b>{piece.grouped}</b></p>
            <div className={css.cols}>
              <TextField label={t('tracking.dialogs.whoAsked')} value={call.asked} onChange={(event) => { setCall({ ...call, asked: event.currentTarget.value }) }} />
              <TextField label={t('tracking.dialogs.call')} value={call.number} onChange={(event) => { setCall({ ...call, number: event.currentTarget.value }) }} />
              <TextField label={t('tracking.dialogs.whoAnswered')} error={wrong('spoke')} value={call.spoke} onChange={(event) => { setCall({ ...call, spoke: event.currentTarget.value }) }} />
            </div>
            <TextAreaField label={t('tracking.dialogs.whatWasSaid')} autosize minRows={2} value={call.said} onChange={(event) => { setCall({ ...call, said: event.currentTarget.value }) }} />
          </div>
        )}
        <SearchField label={t('tracking.dialogs.whatHappened')} about="uspsSaid" search={`news.code.${piece.piece}`} value={code} data={[OTHER, ...WHAT]} onChange={(value) => { setCode(value ?? '') }} />
        <TextField label={t('tracking.dialogs.inWords')} about="uspsSaid" hint={code === '' ? '' : t('tracking.dialogs.onlyIfTheyDiffer')} error={wrong('text')} value={text} onChange={(event) => { setText(event.currentTarget.value) }} />
        <div className={css.there}>
          <TextField label={t('common.day')} type="date" error={wrong('day')} value={day} onChange={(event) => { setDay(event.currentTarget.value) }} />
          <TextField label={t('tracking.dialogs.timeThere')} type="time" value={time} onChange={(event) => { setTime(event.currentTarget.value) }} />
          <TextField label={t('tracking.dialogs.place')} value={place.city} onChange={(event) => { setPlace({ ...place, city: event.currentTarget.value }) }} />
          <TextField label={t('common.state')} value={place.state} onChange={(event) => { setPlace({ ...place, state: event.currentTarget.value }) }} />
          <TextField label={t('tracking.dialogs.zip')} value={place.zip} onChange={(event) => { setPlace({ ...place, zip: event.currentTarget.value }) }} />
          <TextField label={t('tracking.dialogs.signedBy')} about="evidenceOfSigner" value={place.name} onChange={(event) => { setPlace({ ...place, name: event.currentTarget.value }) }} />
        </div>
        {problem && !named && <ProblemMessage problem={problem} />}
      </div>
    </Dialog>
  )
}

const SAYS: readonly { value: WordOf; label: string }[] = [
  { value: 'delivered-to-addressee', label: t('tracking.dialogs.deliveredToTheAddressee') }, { value: 'delivered-to-agent', label: t('tracking.dialogs.deliveredToAnAgent') }, { value: 'delivered-signer-not-established', label: t('tracking.dialogs.deliveredSignerNotEstablished') },
  { value: 'refused', label: t('common.refused') }, { value: 'unclaimed', label: t('tracking.dialogs.unclaimed') }, { value: 'undeliverable', label: t('tracking.dialogs.undeliverable') }, { value: 'returned-to-us', label: t('tracking.dialogs.returnedToUsItIsHere') },
  { value: 'lost-suspected', label: t('tracking.dialogs.lostSuspected') }, { value: 'lost', label: t('common.lost') },
]
const NAMES_SIGNER: readonly WordOf[] = ['delivered-to-addressee', 'delivered-to-agent']

/** A person says what became of a piece: with a reason, and for a signer with what shows it. What was said before stays. */
export function Say({ piece, first, byPerson, onClose }: { piece: Piece; first: WordOf; byPerson: boolean; onClose: () => void }): ReactNode {
  const [says, setSays] = useHeld<WordOf>(`say.says.${piece.piece}`, first)
  const [evidence, setEvidence] = useHeld(`say.evidence.${piece.piece}`, '')
  const [reason, setReason] = useHeld(`say.reason.${piece.piece}`, '')
  const say = useMutation({ mutationFn: async () => await client.tracking.say({ piece: piece.piece, says, evidence, reason }), onSuccess: async () => { await fresh(); onClose() } })
  const problem = say.error ? problemOf(say.error) : null
  return (
    <Dialog name="outcome" title={t('tracking.dialogs.whatBecameOfItName', { name: piece.name })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('tracking.dialogs.saySo'), inFields: true, run: () => { say.mutate() } }]}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Ctrl Enter" disabled={say.isPending} onClick={() => { say.mutate() }}>{t('tracking.dialogs.saySo')}</Button></>}>
      <div className={css.form}>
        <SelectField label={t('tracking.dialogs.itWas')} value={says} data={[...SAYS, ...(byPerson ? [{ value: 'as-told' as const, label: t('tracking.dialogs.asTheNewsSaysTakeThe') }] : [])]} onChange={(value) => { if (value !== null) setSays(value as WordOf) }} />
        {NAMES_SIGNER.includes(says) && <TextField label={t('tracking.dialogs.whatShowsWhoSigned')} about="evidenceOfSigner" help={t('tracking.dialogs.theGreenCardWithTheName')} error={problem?.field === 'evidence' ? problem.message : undefined} value={evidence} onChange={(event) => { setEvidence(event.currentTarget.value) }} />}
        <TextField label={t('common.reason')} help={t('tracking.dialogs.itStandsInTheLogBeside')} error={problem?.field === 'reason' ? problem.message : undefined} value={reason} onChange={(event) => { setReason(event.currentTarget.value) }} />
        {problem && problem.field !== 'evidence' && problem.field !== 'reason' && <ProblemMessage problem={problem} />}
      </div>
    </Dialog>
  )
}

/** How many there are of each next step. */
function kinds(reasons: readonly Reason[]): Array<[string, number]> {
  const found = new Map<string, number>()
  for (const { item } of reasons) found.set(STEP_WORDS[item.step], (found.get(STEP_WORDS[item.step]) ?? 0) + 1)
  return [...found]
}

export type TaskWay = 'done' | 'snooze' | 'assign'

/** A piece with the reason that is acted on. */
export interface Reason { piece: Piece; item: AttentionItem }

/** Says that reasons are done, puts them aside until a day, or gives them to somebody; several at once have the same words. `onDone` is told how many were not open any more. */
export function TaskDialog({ reasons, way, today, onClose, onDone }: { reasons: readonly [Reason, ...Reason[]]; way: TaskWay; today: string; onClose: () => void; onDone: (gone: number) => void }): ReactNode {
  const [{ item }] = reasons
  const several = reasons.length > 1
  const [note, setNote] = useHeld(`attention.note.${way}.${reasons[0].piece.piece}.${item.kind}`, '')
  const [until, setUntil] = useHeld(`attention.until.${way}.${reasons[0].piece.piece}.${item.kind}`, dayAfter(today, 1))
  const [to, setTo] = useHeld(`attention.to.${way}.${reasons[0].piece.piece}.${item.kind}`, reasons.every((one) => one.item.assigned?.id === item.assigned?.id) ? (item.assigned?.id ?? '') : '')
  const people = useQuery(station.access.people.queryOptions({ enabled: way === 'assign' }))
  const items = reasons.map((one) => ({ piece: one.piece.piece, kind: one.item.kind }))
  const change = useMutation({
    mutationFn: async () => way === 'done' ? await client.tracking.done({ items, note }) : way === 'snooze' ? await client.tracking.snooze({ items, until, reason: note }) : await client.tracking.assign({ items, to: to === '' ? null : to }),
    onSuccess: async ({ gone }) => { await fresh(); onDone(gone) },
  })
  const problem = change.error ? problemOf(change.error) : null
  const verb = several ? { done: t('tracking.dialogs.theyAreDone'), snooze: t('tracking.dialogs.putThemAside'), assign: t('tracking.dialogs.giveThem') }[way] : { done: t('tracking.dialogs.itIsDone'), snooze: t('common.putItAside'), assign: t('tracking.dialogs.giveIt') }[way]
  const title = several ? { done: t('tracking.dialogs.areAllReasonsDone', { reasons: reasons.length }), snooze: t('tracking.dialogs.untilWhenAreAllReasonsPut', { reasons: reasons.length }), assign: t('tracking.dialogs.whoLooksAfterAllReasons', { reasons: reasons.length }) }[way]
    : { done: t('tracking.dialogs.isThisDoneValue', { value: STEP_WORDS[item.step] }), snooze: t('tracking.dialogs.untilWhenIsItPutAside'), assign: t('tracking.dialogs.whoLooksAfterIt') }[way]
  return (
    <Dialog name="task" title={title} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: verb, inFields: true, run: () => { change.mutate() } }]}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Ctrl Enter" disabled={change.isPending} onClick={() => { change.mutate() }}>{verb}</Button></>}>
      <div className={css.form}>
        {several ? <ul className={css.several} aria-label={t('tracking.dialogs.whatIsChanged')}>{kinds(reasons).map(([what, n]) => <li key={what}>{what}: {count(n, t('common.piece'))}</li>)}</ul> : <p>{item.title}, {plainDays(item.because)}.</p>}
        {way === 'snooze' && <TextField label={t('tracking.dialogs.until')} type="date" error={problem?.field === 'until' ? problem.message : undefined} value={until} onChange={(event) => { setUntil(event.currentTarget.value) }} />}
        {way === 'assign' && (people.data ? <SelectField label={t('common.person2')} value={to} data={[{ value: '', label: t('tracking.dialogs.nobody') }, ...people.data.map((person) => ({ value: person.id, label: person.name }))]} onChange={(value) => { setTo(value ?? '') }} /> : <Loading rows={1} />)}
        {way !== 'assign' && <TextField data-autofocus label={way === 'done' ? t('tracking.dialogs.whatWasDone') : t('common.why')} hint={way === 'done' ? t('tracking.dialogs.mayStayEmpty') : ''} error={problem?.field === 'reason' ? problem.message : undefined} value={note} onChange={(event) => { setNote(event.currentTarget.value) }} />}
        {problem && problem.field !== 'until' && problem.field !== 'reason' && <ProblemMessage problem={problem} />}
      </div>
    </Dialog>
  )
}

/** The carrier's page as a QR code for a telephone. */
export function PhoneApp({ piece, onClose }: { piece: Piece; onClose: () => void }): ReactNode {
  const query = useQuery(station.tracking.qr.queryOptions({ input: { piece: piece.piece } }))
  return (
    <Dialog name="telephone" title={t('tracking.dialogs.lookItUpWithATelephone')} onClose={onClose} acts={<Button keys="Esc" onClick={onClose}>{t('common.close')}</Button>}>
      {query.data ? (
        <div className={css.qr}>
          <img src={`data:image/svg+xml;utf8,${encodeURIComponent(query.data.svg)}`} alt={t('tracking.dialogs.qrCodeOfTheCarriersPage')} />
          <p className={css.digits}>{piece.grouped}</p>
        </div>
      ) : query.error ? <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /> : <Loading rows={3} />}
    </Dialog>
  )
}

/** The form in which news came. */
export function RawForm({ device, sequence, onClose }: { device: string; sequence: number; onClose: () => void }): ReactNode {
  const query = useQuery(station.tracking.raw.queryOptions({ input: { device, sequence } }))
  return (
    <Dialog name="as-it-came" wide title={t('tracking.dialogs.asItCame')} onClose={onClose} acts={<Button keys="Esc" onClick={onClose}>{t('common.close')}</Button>}>
      {query.data ? <><p>{query.data.told}</p>{query.data.raw === '' ? <Message title={t('tracking.dialogs.typedByAPersonThereIs')} /> : <section className={css.raw} aria-label={t('tracking.dialogs.theNewsAsItCame')} tabIndex={0}>{query.data.raw}</section>}</> : query.error ? <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /> : <Loading rows={3} />}
    </Dialog>
  )
}
