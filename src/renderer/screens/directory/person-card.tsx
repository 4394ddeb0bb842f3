import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PersonCard } from '../../../shared/contract/directory.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { useMay } from '../../app/session.ts'
import { queries, station, useStation } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Avatar, Loading, PaneActs, ProblemMessage, Tag } from '../../ui/parts.tsx'
import { count, placeWords } from '../../ui/words.ts'
import { BadgeDialog } from '../custody/piece-custody.tsx'
import { piecesFilter } from '../pieces/filter.ts'
import css from './directory.module.css'
import { PersonPicker, type Picked } from './person-picker.tsx'
import { NOTICE_WORDS, presence, spanWords } from './words.ts'

type Asking = 'absence' | 'delegate' | 'leave' | 'badge' | null

async function fresh(card: PersonCard): Promise<void> {
  queries.setQueryData(station.directory.get.queryKey({ input: { id: card.id } }), card)
  await queries.invalidateQueries({ queryKey: station.directory.key() })
}

/** Everything the directory knows about a person, and what may be done about it. */
export function Card({ id, onEdit }: { id: string; onEdit: (card: PersonCard) => void }): ReactNode {
  const query = useQuery(station.directory.get.queryOptions({ input: { id } }))
  const may = useMay('supervisor')
  const navigate = useNavigate()
  const [asking, setAsking] = useOpen<Asking>(`person.${id}`, null)
  const done = { onSuccess: async (card: PersonCard) => { setAsking(null); await fresh(card) } }
  const reactivate = useMutation(station.directory.reactivate.mutationOptions(done))
  const removeAbsence = useMutation(station.directory.removeAbsence.mutationOptions(done))
  const removeDelegate = useMutation(station.directory.removeDelegate.mutationOptions(done))
  if (query.error) return <div className={css.pad}><ProblemMessage title={t('directory.personCard.thisPersonCannotBeShown')} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>
  const card = query.data
  if (!card) return <Loading rows={6} label={t('directory.personCard.readingTheCard')} />
  const problem = reactivate.error ?? removeAbsence.error ?? removeDelegate.error
  const facts: [string, ReactNode][] = [
    [t('common.department'), card.department], [t('common.mailStop'), [card.mailStop, placeWords(card.building, card.floor)].filter(Boolean).join(', ')], [t('common.location'), card.location && <b className={css.mono}>{card.location}</b>],
    [t('common.email'), card.email], [t('common.phone'), card.phone], [t('common.employeeNumber'), card.employeeId], [t('common.otherNames'), card.aliases.join(', ')], [t('common.badge'), card.badge],
    [t('common.forwarding'), card.forwarding], [t('directory.personCard.noticeOfMail'), NOTICE_WORDS[card.notice]], [t('common.note'), card.note],
  ]
  return (
    <article className={css.pane} aria-label={card.name} tabIndex={-1} id="person-card">
      <header className={css.cardHead}>
        <Avatar name={card.name} large />
        <div><h2>{card.name}</h2><Tag {...(card.active ? (card.away ? { tone: 'act' as const } : {}) : { tone: 'stop' as const })}>{presence(card)}</Tag>{card.away && card.deputy && <span className={css.second}> {t('directory.personCard.nameTakesTheMail', { name: card.deputy.name })}</span>}</div>
      </header>
      <div className={css.fields}>
        {problem && <ProblemMessage problem={problemOf(problem)} />}
        <PaneActs>
          {may && <Button icon="note" keys="F2" onClick={() => { onEdit(card) }}>{t('common.change')}</Button>}
          {card.active && <Button icon="clock" onClick={() => { setAsking(asking === 'absence' ? null : 'absence') }}>{t('common.away')}</Button>}
          {may && card.active && <Button icon="user" onClick={() => { setAsking(asking === 'delegate' ? null : 'delegate') }}>{t('common.delegate')}</Button>}
          {card.active && <Button icon="qr" onClick={() => { setAsking('badge') }}>{t('common.badge')}</Button>}
          {may && (card.active ? <Button kind="stop" onClick={() => { setAsking(asking === 'leave' ? null : 'leave') }}>{t('directory.personCard.hasLeft')}</Button> : <Button icon="undo" onClick={() => { reactivate.mutate({ id: card.id }) }}>{t('directory.personCard.isHereAgain')}</Button>)}
        </PaneActs>
        {asking === 'absence' && <AbsenceForm card={card} onDone={done.onSuccess} onClose={() => { setAsking(null) }} />}
        {asking === 'delegate' && <DelegateForm card={card} onDone={done.onSuccess} onClose={() => { setAsking(null) }} />}
        {asking === 'badge' && <BadgeDialog person={card.id} name={card.name} badge={card.badge} onClose={() => { setAsking(null) }} />}
        {asking === 'leave' && <LeaveForm card={card} onDone={done.onSuccess} onClose={() => { setAsking(null) }} />}
        {card.waiting > 0 && <div><Button icon="pieces" onClick={() => { piecesFilter.set({ recipient: card.id, state: ['received', 'stored', 'held', 'on-run'] }); void navigate({ to: '/pieces' }) }}>{t('directory.personCard.showWaiting', { waiting: count(card.waiting, t('directory.personCard.pieceThatWaits'), t('directory.personCard.piecesThatWait')) })}</Button></div>}
        <dl className={css.facts}>{facts.filter(([, value]) => Boolean(value)).map(([word, value]) => <div key={word}><dt>{word}</dt><dd>{value}</dd></div>)}</dl>
        {card.absences.length > 0 && (
          <section aria-label={t('directory.personCard.absences')}><h3>{t('directory.personCard.absences')}</h3><ul className={css.lines}>{card.absences.map((one) => (
            <li key={one.id}><span><b>{spanWords(one.from, one.until)}</b>{one.deputy && <>{t('directory.personCard.nameTakesTheMail2', { name: one.deputy.name })}</>}{one.note && <>. {one.note}</>}</span>
              <Button small kind="quiet" icon="x" aria-label={t('directory.personCard.removeTheAbsenceFrom', { from: spanWords(one.from, one.until) })} onClick={() => { removeAbsence.mutate({ person: card.id, absence: one.id }) }} /></li>
          ))}</ul></section>
        )}
        {card.delegates.length > 0 && (
          <section aria-label={t('directory.personCard.delegates')}><h3>{t('directory.personCard.mayTakeThisMail')}</h3><ul className={css.lines}>{card.delegates.map((one) => (
            <li key={one.id}><span><b>{one.person.name}</b>, {spanWords(one.from, one.until)}</span>
              {may && <Button small kind="quiet" icon="x" aria-label={t('directory.personCard.nameMayNotTakeItAny', { name: one.person.name })} onClick={() => { removeDelegate.mutate({ person: card.id, delegate: one.person.id }) }} />}</li>
          ))}</ul></section>
        )}
        {card.delegateOf.length > 0 && (
          <section aria-label={t('directory.personCard.delegateOf')}><h3>{t('directory.personCard.takesMailFor')}</h3><ul className={css.lines}>{card.delegateOf.map((one) => <li key={one.id}><span><b>{one.person.name}</b>, {spanWords(one.from, one.until)}</span></li>)}</ul></section>
        )}
      </div>
    </article>
  )
}

interface AskProps { card: PersonCard; onDone: (card: PersonCard) => Promise<void>; onClose: () => void }

function AbsenceForm({ card, onDone, onClose }: AskProps): ReactNode {
  const today = useStation()?.today ?? ''
  const [from, setFrom] = useHeld(`absence.from.${card.id}`, today)
  const [until, setUntil] = useHeld(`absence.until.${card.id}`, '')
  const [note, setNote] = useHeld(`absence.note.${card.id}`, '')
  const [deputy, setDeputy] = useHeld<Picked | null>(`absence.deputy.${card.id}`, null)
  const run = useMutation(station.directory.setAbsence.mutationOptions({ onSuccess: onDone }))
  const problem = run.error ? problemOf(run.error) : null
  const wrong = until !== '' && until < from ? t('directory.personCard.theLastDayIsBeforeThe') : undefined
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (from && !wrong && !run.isPending) run.mutate({ person: card.id, from, until: until || null, note, deputy: deputy?.id ?? null })
  }
  return (
    <form className={css.ask} aria-label={t('directory.personCard.absence')} onSubmit={send}>
      <div className={css.two}>
        <TextField label={t('directory.personCard.firstDayAway')} about="away" type="date" data-autofocus autoFocus value={from} error={from === '' ? t('directory.personCard.chooseADay') : undefined} onChange={(event) => { setFrom(event.currentTarget.value) }} />
        <TextField label={t('directory.personCard.lastDay')} hint={t('directory.personCard.emptyNotKnown')} type="date" value={until} error={wrong} onChange={(event) => { setUntil(event.currentTarget.value) }} />
      </div>
      <PersonPicker search={`absence.deputy.${card.id}`} label={t('directory.personCard.whoTakesTheMail')} hint={t('directory.personCard.ifAnybody')} value={deputy} onChange={setDeputy} except={card.id} />
      <TextField label={t('common.note')} value={note} maxLength={2000} onChange={(event) => { setNote(event.currentTarget.value) }} />
      {problem && <ProblemMessage problem={problem} />}
      <div className={css.acts}><Button onClick={onClose}>{t('directory.personCard.keepAsItIs')}</Button><Button submit keys="Enter" disabled={run.isPending}>{t('directory.personCard.recordTheAbsence')}</Button></div>
    </form>
  )
}

function DelegateForm({ card, onDone, onClose }: AskProps): ReactNode {
  const [who, setWho] = useHeld<Picked | null>(`delegate.who.${card.id}`, null)
  const [from, setFrom] = useHeld(`delegate.from.${card.id}`, '')
  const [until, setUntil] = useHeld(`delegate.until.${card.id}`, '')
  const [missing, setMissing] = useState(false)
  const run = useMutation(station.directory.setDelegate.mutationOptions({ onSuccess: onDone }))
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setMissing(who === null)
    if (who && !run.isPending) run.mutate({ person: card.id, delegate: who.id, from: from || null, until: until || null })
  }
  return (
    <form className={css.ask} aria-label={t('common.delegate')} onSubmit={send}>
      <PersonPicker search={`delegate.who.${card.id}`} label={t('directory.personCard.whoMayTakeThisMail')} about="delegate" value={who} onChange={setWho} except={card.id} error={missing && !who ? t('directory.personCard.chooseAPerson') : undefined} />
      <div className={css.two}>
        <TextField label={t('common.from')} hint={t('directory.personCard.emptyAlways')} type="date" value={from} onChange={(event) => { setFrom(event.currentTarget.value) }} />
        <TextField label={t('directory.personCard.until')} type="date" value={until} onChange={(event) => { setUntil(event.currentTarget.value) }} />
      </div>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
      <div className={css.acts}><Button onClick={onClose}>{t('directory.personCard.keepAsItIs')}</Button><Button submit keys="Enter" disabled={run.isPending}>{t('directory.personCard.nameTheDelegate')}</Button></div>
    </form>
  )
}

function LeaveForm({ card, onDone, onClose }: AskProps): ReactNode {
  const today = useStation()?.today ?? ''
  const [day, setDay] = useHeld(`left.day.${card.id}`, today)
  const run = useMutation(station.directory.deactivate.mutationOptions({ onSuccess: onDone }))
  return (
    <form className={css.ask} aria-label={t('directory.personCard.hasLeft')} onSubmit={(event: FormEvent) => { event.preventDefault(); if (!run.isPending) run.mutate({ id: card.id, ...(day ? { leftOn: day } : {}) }) }}>
      <TextField label={t('directory.personCard.lastDayHere')} type="date" autoFocus value={day} onChange={(event) => { setDay(event.currentTarget.value) }} help={t('directory.personCard.theCardAndAllMailStay')} />
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
      <div className={css.acts}><Button onClick={onClose}>{t('directory.personCard.keepAsItIs')}</Button><Button kind="stop" submit keys="Enter" disabled={run.isPending}>{t('directory.personCard.markAsLeft')}</Button></div>
    </form>
  )
}
