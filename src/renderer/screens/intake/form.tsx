import { memo, useMemo, useRef, type FormEvent, type ReactNode, type Ref } from 'react'
import { t } from '../../catalogue/index.ts'
import type { DetailFields } from '../../../shared/contract/intake.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { ariaKeys, capOf, useKeys } from '../../app/keys.ts'
import type { Problem } from '../../app/problem.ts'
import { useStore } from '../../app/store.ts'
import { Button } from '../../ui/button.tsx'
import { Explained } from '../../ui/explain.tsx'
import { TextField } from '../../ui/field.tsx'
import { Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { changeFields, changeHand, hand, leftOver, reopen, saveHand, saveLeftOver, type Draft } from './draft.ts'
import css from './form.module.css'
import { SHOWN } from './candidates.ts'
import { useMeant, WhoField } from './who-field.tsx'

const TYPES = [{ value: 'letter', label: t('common.letter2') }, { value: 'flat', label: t('intake.form.flat') }, { value: 'parcel', label: t('intake.form.parcel') }, { value: 'tote', label: t('intake.form.tote') }] as const
const CONDITIONS = [{ value: 'good', label: t('intake.form.good') }, { value: 'damaged', label: t('common.damaged') }, { value: 'open', label: t('common.open') }, { value: 'wet', label: t('intake.form.wet') }] as const

/** The key that goes to a field of the piece in hand. */
const TO = { type: 'Alt T', condition: 'Alt C', count: 'Alt I', location: 'Alt O', sender: 'Alt S', note: 'Alt N' } as const
const TO_WORDS = { type: t('common.type'), condition: t('common.condition'), count: t('intake.form.howManyPieces'), location: t('common.location'), sender: t('common.sender'), note: t('common.note') } as const
type Reached = keyof typeof TO

/** Which field a refusal is about: `fields.location` and `location` are the same place on the screen. */
export function fieldOf(problem: Problem | null): string | null {
  const field = problem?.field?.split('.').at(-1) ?? null
  return field === 'person' || field === 'name' || field === 'department' ? 'recipient' : field
}

/** What is said of a piece beside its recipient: the fields of intake, in two rows. Drawn anew only when one of them changes, and not with every letter of the recipient. */
export const DetailGrid = memo(function DetailGrid({ values, shownLocation, onChange, problem, keys = false }: { values: DetailFields; shownLocation?: { text: string; hint: string | undefined }; onChange: (fields: DetailFields) => void; problem: Problem | null; /** Each field has a key of its own. */ keys?: boolean }): ReactNode {
  const grid = useRef<HTMLDivElement>(null)
  const to = (field: Reached) => (): void => {
    const place = grid.current?.querySelector(`[data-field='${field}']`)
    const input = place?.querySelector<HTMLInputElement>('input:checked') ?? place?.querySelector('input')
    input?.focus()
    if (input?.type !== 'radio') input?.select()
  }
  useKeys(keys ? (Object.keys(TO) as Reached[]).map((field) => ({ key: TO[field], label: TO_WORDS[field], strip: false, run: to(field) })) : [])
  const cap = (field: Reached): string | undefined => (keys ? capOf(TO[field]) : undefined)
  const reached = (field: Reached) => ({ wrapperProps: { 'data-field': field }, labelProps: { 'data-cap': cap(field) }, ...(keys ? { 'aria-keyshortcuts': ariaKeys(TO[field]) } : {}) })
  const at = fieldOf(problem)
  const error = (field: string): string | undefined => (at === field ? problem?.message : undefined)
  return (
    <div className={css.grid} ref={grid}>
      <Explained about="pieceType" className={css.wide} data-field="type">{(sign) => <><span className={css.label}><span data-cap={cap('type')}>{t('common.type')}</span>{sign}</span><div className={css.seg}><Segments label={t('common.type')} value={values.type ?? ''} options={TYPES} onChange={(type) => { if (type !== '') onChange({ type }) }} /></div></>}</Explained>
      <Explained about="condition" className={css.wide} data-field="condition">{(sign) => <><span className={css.label}><span data-cap={cap('condition')}>{t('common.condition')}</span>{sign}</span><div className={css.seg}><Segments label={t('common.condition')} value={values.condition ?? ''} options={CONDITIONS} onChange={(condition) => { if (condition !== '') onChange({ condition }) }} /></div></>}</Explained>
      <div className={css.five}>
      <TextField label={t('common.pieces')} about="pieces" {...reached('count')} type="number" min={1} max={9999} value={values.count ?? 1} error={error('count')} onChange={(event) => { onChange({ count: Math.max(1, Math.floor(Number(event.currentTarget.value)) || 1) }) }} />
      <TextField label={t('common.location')} about="location" {...reached('location')} hint={shownLocation?.hint} className={css.mono} value={values.location ?? shownLocation?.text ?? ''} maxLength={60} error={error('location')} onChange={(event) => { onChange({ location: event.currentTarget.value }) }} />
      <TextField label={t('common.sender')} about="sender" {...reached('sender')} value={values.sender ?? ''} maxLength={200} error={error('sender')} onChange={(event) => { onChange({ sender: event.currentTarget.value }) }} />
      <TextField label={t('common.reference')} about="reference" value={values.reference ?? ''} maxLength={200} error={error('reference')} onChange={(event) => { onChange({ reference: event.currentTarget.value }) }} />
      <TextField label={t('common.note')} {...reached('note')} value={values.note ?? ''} maxLength={4000} error={error('note')} onChange={(event) => { onChange({ note: event.currentTarget.value }) }} />
      </div>
    </div>
  )
})

/** What a piece says already, under what a person typed and has not saved. */
export function valuesOf(draft: Pick<Draft, 'piece' | 'fields'>): DetailFields {
  const { piece, fields } = draft
  if (!piece) return fields
  const said = { type: piece.type, condition: piece.condition, count: piece.count, sender: piece.sender, reference: piece.reference, note: piece.note, ...(piece.location ? { location: piece.location } : {}) }
  return { ...said, ...fields }
}

interface FormProps { who: Ref<HTMLInputElement>; onPhoto: () => void; onPrint: (pieces: readonly PieceRow[]) => void; /** A question about it is open: it needs the room. */ asked: boolean }

/** The form of the piece in hand. Enter saves it; the next scan saves it first. */
export function IntakeForm(props: FormProps): ReactNode {
  const draft = useStore(hand)
  return draft && <FormOf {...props} draft={draft} />
}

function FormOf({ draft, who, onPhoto, onPrint, asked }: FormProps & { draft: Draft }): ReactNode {
  const meant = useMeant(draft.who, draft.piece?.id ?? null, draft.fields.sender)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void saveHand()
  }
  const saveAndPrint = (): void => { void saveHand().then((rows) => { if (rows) onPrint(rows) }) }
  useKeys([{ key: 'Ctrl Enter', label: t('intake.form.saveAndPrintTheLabel'), strip: false, run: saveAndPrint }])
  const { problem, piece, fields } = draft
  const photos = piece?.photos ?? 0
  // Of two pieces of which nothing is known yet the fields are the same.
  const said = JSON.stringify(valuesOf(draft))
  const values = useMemo(() => JSON.parse(said) as DetailFields, [said])
  const theirs = fields.location === undefined && !piece?.location
  const location = meant?.location ?? ''
  const shownLocation = useMemo(() => ({ text: location, hint: location !== '' && theirs ? t('intake.form.theirs') : undefined }), [location, theirs])
  const known = ['recipient', 'count', 'location', 'sender', 'reference', 'note'].includes(fieldOf(problem) ?? '')
  const many = (draft.fields.count ?? 1) > 1 && draft.piece === null
  return (
    <form className={css.form} onSubmit={submit} aria-label={t('intake.form.thisPiece')}>
      <LeftOver />
      {problem && !known && <ProblemMessage problem={problem} title={t('intake.form.notSavedWhatYouTypedIs')} />}
      <WhoField ref={who} value={draft.who} piece={draft.piece?.id ?? null} sender={draft.fields.sender} shown={asked ? 2 : SHOWN} onChange={(next) => { changeHand({ who: next }) }} error={fieldOf(problem) === 'recipient' ? problem?.message : undefined} />
      <DetailGrid keys values={values} problem={problem} shownLocation={shownLocation} onChange={changeFields} />
      <div className={css.save}>
        <Button kind="primary" big submit keys="Enter">{draft.piece ? t('common.save') : many ? t('intake.form.takeInCountof', { countOf: count(draft.fields.count ?? 1, t('common.piece')) }) : t('intake.form.takeItIn')}</Button>
        <Button icon="printer" keys="Ctrl Enter" onClick={saveAndPrint}>{draft.piece ? t('intake.form.saveAndPrintLabel') : t('intake.form.andPrintLabel')}</Button>
        {draft.piece && <Button icon="camera" keys="F7" onClick={onPhoto}>{photos > 0 ? count(photos, t('intake.form.photo')) : t('common.photo')}</Button>}
        <span className={css.after}>{draft.piece ? t('intake.form.theNextScanSavesIt') : t('intake.form.itGetsANumberOfOur')}</span>
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
        <Message key={draft.id} tone="stop" title={t('intake.form.notSavedForValue', { value: draft.piece ? draft.piece.grouped : t('intake.form.thePieceWithoutABarcode') })} acts={<><Button small onClick={() => { saveLeftOver(draft) }}>{t('common.tryAgain')}</Button><Button small onClick={() => { reopen(draft) }}>{t('intake.form.takeItInHand')}</Button></>}>{draft.problem?.message}</Message>
      ))}
    </div>
  )
}
