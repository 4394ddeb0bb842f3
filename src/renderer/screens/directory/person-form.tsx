import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { LONGEST, NOTICES, type PersonCard, type PersonFields } from '../../../shared/contract/directory.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextAreaField, TextField } from '../../ui/field.tsx'
import { PaneHead, ProblemMessage, Segments } from '../../ui/parts.tsx'
import css from './directory.module.css'
import { NOTICE_WORDS } from './words.ts'

interface Draft {
  given: string; family: string; name: string; employeeId: string; email: string; phone: string; department: string; mailStop: string; location: string
  aliases: string; badge: string; forwarding: string; notice: (typeof NOTICES)[number]; note: string
}

function draftOf(card: PersonCard | null, name: string): Draft {
  if (card) {
    return {
      given: card.given, family: card.family, name: card.name, employeeId: card.employeeId, email: card.email, phone: card.phone, department: card.departmentId ?? '', mailStop: card.mailStopId ?? '', location: card.ownLocation,
      aliases: card.aliases.join(', '), badge: card.badge, forwarding: card.forwarding, notice: card.notice, note: card.note,
    }
  }
  const words = name.trim().split(/\s+/).filter(Boolean)
  return { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '', name: '', employeeId: '', email: '', phone: '', department: '', mailStop: '', location: '', aliases: '', badge: '', forwarding: '', notice: 'office', note: '' }
}

const listOf = (text: string): string[] => text.split(',').map((part) => part.trim()).filter(Boolean)

/** Only what differs from the card is sent, so that a change somebody else made meanwhile to another field stays. */
function changesOf(from: Draft, to: Draft): PersonFields {
  const changed: PersonFields = {}
  for (const key of ['given', 'family', 'name', 'employeeId', 'email', 'phone', 'location', 'badge', 'forwarding', 'note'] as const) if (to[key] !== from[key]) changed[key] = to[key]
  // A shown name that only follows from the two names follows them again.
  if (changed.name === undefined && (changed.given !== undefined || changed.family !== undefined) && from.name === `${from.given} ${from.family}`.trim()) changed.name = ''
  if (to.department !== from.department) changed.department = to.department || null
  if (to.mailStop !== from.mailStop) changed.mailStop = to.mailStop || null
  if (to.aliases !== from.aliases) changed.aliases = listOf(to.aliases)
  if (to.notice !== from.notice) changed.notice = to.notice
  return changed
}

/** Changes a person, or adds one when there is no card. What is typed stays when the form is left. */
export function PersonForm({ card, named = '', onDone, onClose }: { card: PersonCard | null; named?: string; onDone: (card: PersonCard) => void; onClose: () => void }): ReactNode {
  const [initial] = useState(() => draftOf(card, named))
  const [kept, setKept] = useKept<Draft | null>(`directory.draft.${card?.id ?? 'new'}`, null)
  const draft = kept ?? initial
  const set = (patch: Partial<Draft>): void => { setKept({ ...draft, ...patch }) }
  const [missing, setMissing] = useState(false)
  const departments = useQuery(station.directory.departments.queryOptions())
  const stops = useQuery(station.directory.mailStops.queryOptions())
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => { first.current?.focus() }, [])
  const done = async (saved: PersonCard): Promise<void> => {
    setKept(null)
    onDone(saved)
    await queries.invalidateQueries({ queryKey: station.directory.key() })
  }
  const change = useMutation(station.directory.changePerson.mutationOptions({ onSuccess: done }))
  const add = useMutation(station.directory.addPerson.mutationOptions({ onSuccess: done }))
  const run = card ? change : add
  const send = (): void => {
    const nameless = `${draft.given}${draft.family}${draft.name}`.trim() === ''
    setMissing(nameless)
    if (nameless) first.current?.focus()
    if (nameless || run.isPending) return
    if (card) {
      const fields = changesOf(initial, draft)
      if (Object.keys(fields).length === 0) onClose()
      else change.mutate({ id: card.id, fields })
    } else add.mutate({ ...draft, department: draft.department || null, mailStop: draft.mailStop || null, aliases: listOf(draft.aliases) })
  }
  useKeys([{ key: 'Ctrl Enter', label: card ? 'Save' : 'Add the person', run: send }, { key: 'Esc', label: 'Back, keeps what you typed', run: onClose }])
  const problem = run.error ? problemOf(run.error) : null
  const field = problem?.field?.replace(/^fields\./, '')
  const text = (key: 'given' | 'family' | 'name' | 'employeeId' | 'email' | 'phone' | 'location' | 'badge' | 'aliases', label: string, max: number, hint?: string): ReactNode => (
    <TextField label={label} about={key === 'badge' ? 'badge' : key === 'location' ? 'usualLocation' : undefined} hint={hint} value={draft[key]} maxLength={max} error={field === key ? problem?.message : undefined} onChange={(event) => { set({ [key]: event.currentTarget.value }) }} {...(key === 'given' ? { ref: first } : {})} {...(key === 'given' && missing ? { error: 'Type a first or a last name.' } : {})} />
  )
  const choices = <T extends { id: string; active: boolean }>(rows: readonly T[] | undefined, current: string, words: (row: T) => string): { value: string; label: string }[] => [
    { value: '', label: 'None' }, ...(rows ?? []).filter((row) => row.active || row.id === current).map((row) => ({ value: row.id, label: words(row) })),
  ]
  return (
    <form className={css.pane} aria-label={card ? `Change ${card.name}` : 'Add a person'} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
      <PaneHead title={card ? `Change ${card.name}` : 'Add a person'}>{kept && <Button small kind="quiet" onClick={() => { setKept(null) }}>Start over</Button>}</PaneHead>
      <div className={css.fields}>
        <div className={css.two}>{text('given', 'First name', LONGEST.name)}{text('family', 'Last name', LONGEST.name)}</div>
        {text('name', 'Shown as', LONGEST.name, 'if it differs')}
        <div className={css.two}>
          <SelectField label="Department" searchable value={draft.department} data={choices(departments.data, draft.department, (row) => row.name)} onChange={(value) => { set({ department: value ?? '' }) }} />
          <SelectField label="Mail stop" about="mailStop" searchable value={draft.mailStop} data={choices(stops.data, draft.mailStop, (row) => [row.code, row.building].filter(Boolean).join(', '))} onChange={(value) => { set({ mailStop: value ?? '' }) }} />
          {text('location', 'Location', LONGEST.code, 'else the stop\u2019s')}{text('employeeId', 'Employee number', LONGEST.code)}
          {text('email', 'E-mail', LONGEST.email)}{text('phone', 'Phone', LONGEST.phone)}
        </div>
        {text('aliases', 'Other names', 2_000, 'with commas between')}
        {text('badge', 'Badge', LONGEST.code)}
        <div><span className={css.label}>Notice of mail</span><Segments small label="Notice of mail" value={draft.notice} options={NOTICES.map((value) => ({ value, label: NOTICE_WORDS[value] }))} onChange={(notice) => { set({ notice }) }} /></div>
        <TextAreaField label="Forwarding" rows={2} value={draft.forwarding} maxLength={LONGEST.note} onChange={(event) => { set({ forwarding: event.currentTarget.value }) }} />
        <TextAreaField label="Note" rows={2} value={draft.note} maxLength={LONGEST.note} onChange={(event) => { set({ note: event.currentTarget.value }) }} />
      </div>
      <footer className={css.foot}>
        {problem && !(field && field in draft) && <ProblemMessage problem={problem} />}
        <div className={css.acts}><Button keys="Esc" onClick={onClose}>Back</Button><Button kind="primary" keys="Ctrl Enter" submit disabled={run.isPending}>{card ? 'Save the change' : 'Add the person'}</Button></div>
      </footer>
    </form>
  )
}
