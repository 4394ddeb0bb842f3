import { useMutation } from '@tanstack/react-query'
import { useId, type FormEvent, type ReactNode, type Ref } from 'react'
import type { DetailFields } from '../../../shared/contract/intake.ts'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { changeHand, leftOver, reopen, saveHand, saveLeftOver, shown, type Draft } from './draft.ts'
import css from './form.module.css'
import { useMeant, WhoField } from './who-field.tsx'

const TYPES = [{ value: 'letter', label: 'Letter' }, { value: 'flat', label: 'Flat' }, { value: 'parcel', label: 'Parcel' }, { value: 'tote', label: 'Tote' }] as const
const CONDITIONS = [{ value: 'good', label: 'Good' }, { value: 'damaged', label: 'Damaged' }, { value: 'open', label: 'Open' }, { value: 'wet', label: 'Wet' }] as const

/** Which field a refusal is about: `fields.location` and `location` are the same place on the screen. */
export function fieldOf(draft: Pick<Draft, 'problem'>): string | null {
  const field = draft.problem?.field?.split('.').at(-1) ?? null
  return field === 'person' || field === 'name' || field === 'department' ? 'recipient' : field
}

/** What is said of a piece beside its recipient: the fields of intake, in two rows. */
export function DetailGrid({ values, shownLocation, onChange, problem }: { values: DetailFields; shownLocation?: { text: string; hint: string | undefined }; onChange: (fields: DetailFields) => void; problem: Pick<Draft, 'problem'> }): ReactNode {
  const id = useId()
  const at = fieldOf(problem)
  const error = (field: string): string | undefined => (at === field ? problem.problem?.message : undefined)
  return (
    <div className={css.grid}>
      <div className={css.wide}><span className={css.label} id={`${id}-t`}>Type</span><div className={css.seg}><Segments label="Type" value={values.type ?? ''} options={TYPES} onChange={(type) => { if (type !== '') onChange({ type }) }} /></div></div>
      <div className={css.wide}><span className={css.label}>Condition</span><div className={css.seg}><Segments label="Condition" value={values.condition ?? ''} options={CONDITIONS} onChange={(condition) => { if (condition !== '') onChange({ condition }) }} /></div></div>
      <div className={css.five}>
      <TextField label="Pieces" type="number" min={1} max={9999} value={values.count ?? 1} error={error('count')} onChange={(event) => { onChange({ count: Math.max(1, Math.floor(Number(event.currentTarget.value)) || 1) }) }} />
      <TextField label="Location" hint={shownLocation?.hint} className={css.mono} value={values.location ?? shownLocation?.text ?? ''} maxLength={60} error={error('location')} onChange={(event) => { onChange({ location: event.currentTarget.value }) }} />
      <TextField label="Sender" hint="if readable" value={values.sender ?? ''} maxLength={200} error={error('sender')} onChange={(event) => { onChange({ sender: event.currentTarget.value }) }} />
      <TextField label="Reference" value={values.reference ?? ''} maxLength={200} error={error('reference')} onChange={(event) => { onChange({ reference: event.currentTarget.value }) }} />
      <TextField label="Note" value={values.note ?? ''} maxLength={4000} error={error('note')} onChange={(event) => { onChange({ note: event.currentTarget.value }) }} />
      </div>
    </div>
  )
}

/** What a piece says already, under what a person typed and has not saved. */
export function valuesOf(draft: Pick<Draft, 'piece' | 'fields'>): DetailFields {
  const { piece, fields } = draft
  if (!piece) return fields
  const said = { type: piece.type, condition: piece.condition, count: piece.count, sender: piece.sender, reference: piece.reference, note: piece.note, ...(piece.location ? { location: piece.location } : {}) }
  return { ...said, ...fields }
}

/** The form of the piece in hand. Enter saves it; the next scan saves it first. */
export function IntakeForm({ draft, who, onPhoto, photos }: { draft: Draft; who: Ref<HTMLInputElement>; onPhoto: () => void; photos: number }): ReactNode {
  const meant = useMeant(draft.who, draft.piece?.id ?? null)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void saveHand()
  }
  const problem = draft.problem
  const known = ['recipient', 'count', 'location', 'sender', 'reference', 'note'].includes(fieldOf(draft) ?? '')
  const many = (draft.fields.count ?? 1) > 1 && draft.piece === null
  return (
    <form className={css.form} onSubmit={submit} aria-label="This piece">
      <LeftOver />
      {problem && !known && <ProblemMessage problem={problem} title="Not saved. What you typed is still here." />}
      <WhoField ref={who} value={draft.who} piece={draft.piece?.id ?? null} onChange={(next) => { changeHand({ who: next }) }} error={fieldOf(draft) === 'recipient' ? problem?.message : undefined} />
      <DetailGrid values={valuesOf(draft)} problem={draft} shownLocation={{ text: meant?.location ?? '', hint: meant?.location && draft.fields.location === undefined && !draft.piece?.location ? 'theirs' : undefined }} onChange={(fields) => { changeHand({ fields: { ...draft.fields, ...fields } }) }} />
      <div className={css.save}>
        <Button kind="primary" big submit keys="Enter">{draft.piece ? 'Save' : many ? `Take in ${count(draft.fields.count ?? 1, 'piece')}` : 'Take it in'}</Button>
        {draft.piece && <Button icon="camera" keys="F7" onClick={onPhoto}>{photos > 0 ? count(photos, 'photo') : 'Photo'}</Button>}
        <span className={css.after}>{draft.piece ? 'The next scan saves this one first.' : 'It gets a number of our own. The next scan saves this one first.'}</span>
      </div>
    </form>
  )
}

/** Pieces whose form could not be saved when the next scan came. */
export function LeftOver(): ReactNode {
  const drafts = useStore(leftOver)
  return (
    <div className={css.messages}>
      {drafts.map((draft) => (
        <Message key={draft.id} tone="stop" title={`Not saved for ${draft.piece ? draft.piece.grouped : 'the piece without a barcode'}.`} acts={<><Button small onClick={() => { saveLeftOver(draft) }}>Try again</Button><Button small onClick={() => { reopen(draft) }}>Take it in hand</Button></>}>{draft.problem?.message}</Message>
      ))}
    </div>
  )
}

/** Keeps a photo of a piece, chosen or taken by the system's own dialog. */
export function usePhoto(piece: string | null): { keep: (file: File) => void; problem: ReturnType<typeof problemOf> | null } {
  const run = useMutation(station.intake.photo.mutationOptions({ onSuccess: ({ piece: row }) => { shown([row]) } }))
  const keep = (file: File): void => {
    if (!piece) return
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      if (typeof reader.result !== 'string') return
      run.mutate({ piece, content: reader.result.slice(reader.result.indexOf(',') + 1) })
    })
    reader.readAsDataURL(file)
  }
  return { keep, problem: run.error ? problemOf(run.error) : null }
}
