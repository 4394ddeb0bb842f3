import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { About, Hold, Removal } from '../../../shared/contract/keep.ts'
import { groupNumber } from '../../../shared/mail/grouping.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { useMay } from '../../app/session.ts'
import { queries, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Help, Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { count, fullTime, shortDay, stateWords, unbroken } from '../../ui/words.ts'
import { kindWords } from '../audit/words.ts'
import { FILE_WORDS } from '../certified/words.ts'
import { PersonPicker, type Picked } from '../directory/person-picker.tsx'
import css from './settings.module.css'

/** For how long content is kept, what a legal hold keeps whole, and removing content on request. */
export function Keep(): ReactNode {
  const administrator = useMay('administrator')
  return (
    <div className={css.form}>
      <h2>{t('office.keep.keepAndDispose')}</h2>
      {administrator && <Retention />}
      <Holds />
      {administrator && <Remove />}
    </div>
  )
}

function Retention(): ReactNode {
  const settings = useQuery(station.keep.settings.queryOptions())
  const [typed, setTyped] = useHeld<string | null>('keep.years', null)
  const save = useMutation(station.keep.saveSettings.mutationOptions({ onSuccess: async (saved) => { queries.setQueryData(station.keep.settings.queryKey(), saved); setTyped(null); await queries.invalidateQueries({ queryKey: station.tasks.key() }) } }))
  if (!settings.data) return settings.error ? <ProblemMessage problem={problemOf(settings.error)} onRetry={() => { void settings.refetch() }} /> : <Loading rows={2} />
  const { months } = settings.data
  const text = typed ?? (months === 0 ? '' : String(months))
  const wrong = text.trim() !== '' && !/^\d{1,4}$/.test(text.trim())
  const leave = (): void => {
    if (wrong || typed === null) return
    const next = text.trim() === '' ? 0 : Number(text)
    if (next !== months) save.mutate({ months: next })
  }
  return (
    <>
      <p>{months === 0 ? t('office.keep.everythingIsKeptNothingIsEver') : t('office.keep.namesAddressesNotesSignaturesAndPhotos', { months: count(months, t('office.keep.month')) })}</p>
      <TextField label={t('office.keep.keepFor')} hint={t('office.keep.monthsEmptyForEver')} inputMode="numeric" value={text} error={wrong ? t('office.keep.aWholeNumberOfMonthsOr') : undefined} onChange={(event) => { setTyped(event.currentTarget.value) }} onBlur={leave} help={save.isSuccess ? t('office.keep.saved') : t('office.keep.howLongIsThePolicyOf')} />
      {save.error && <ProblemMessage problem={problemOf(save.error)} title={t('common.thisWasNotSaved')} />}
    </>
  )
}

function Holds(): ReactNode {
  const zone = useZone()
  const administrator = useMay('administrator')
  const holds = useQuery(station.keep.holds.queryOptions())
  const [by, setBy] = useHeld<'matter' | 'piece'>('holds.by', 'matter')
  const [what, setWhat] = useHeld('holds.what', '')
  const [reason, setReason] = useHeld('holds.reason', '')
  const [tried, setTried] = useState(false)
  const [lifting, setLifting] = useOpen<Hold | null>('holds.lifting', null)
  const fresh = async (): Promise<void> => await queries.invalidateQueries({ queryKey: station.keep.key() })
  const place = useMutation(station.keep.placeHold.mutationOptions({ onSuccess: async () => { setWhat(''); setReason(''); setTried(false); await fresh() } }))
  const add = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (what.trim() !== '' && reason.trim() !== '' && !place.isPending) place.mutate({ ...(by === 'matter' ? { matter: what } : { piece: what.trim() }), reason })
  }
  return (
    <>
      <h3>{t('office.keep.legalHolds')}</h3>
      {holds.error && <ProblemMessage problem={problemOf(holds.error)} onRetry={() => { void holds.refetch() }} />}
      {holds.data?.length === 0 && <p>{t('office.keep.noneAHoldKeepsItsPieces')}</p>}
      {holds.data && holds.data.length > 0 && (
        <ul className={css.rows} aria-label={t('office.keep.legalHolds')}>{holds.data.map((one) => <li key={one.id}><b>{one.matter ?? one.piece?.grouped}</b><span>{t('office.keep.reasonPlacedByPlacedbyOnPlacedat', { reason: one.reason, placedBy: one.placedBy, placedAt: unbroken(fullTime(one.placedAt, zone)) })}{one.lifted ? t('office.keep.liftedByByReason', { by: one.lifted.by, reason: one.lifted.reason }) : ''}</span>{one.lifted ? <em>{t('office.keep.lifted')}</em> : administrator && <Button small aria-label={t('office.keep.liftTheHoldOnMatter', { matter: one.matter ?? one.piece?.grouped ?? '' })} onClick={() => { setLifting(one) }}>{t('office.keep.lift')}</Button>}</li>)}</ul>
      )}
      <form className={css.form} onSubmit={add}>
        <Segments small label={t('office.keep.aHoldOn')} value={by} onChange={setBy} options={[{ value: 'matter', label: t('office.keep.aMatter') }, { value: 'piece', label: t('office.keep.aPiece') }]} />
        <div className={css.two}>
          <TextField label={by === 'matter' ? t('common.matter') : t('common.number')} about={by === 'matter' ? 'matter' : 'number'} hint={by === 'matter' ? t('office.keep.asInTheReferenceOfIts') : undefined} value={what} maxLength={200} error={tried && what.trim() === '' ? t('office.keep.sayWhich') : undefined} onChange={(event) => { setWhat(event.currentTarget.value) }} />
          <TextField label={t('common.why')} value={reason} maxLength={500} error={tried && reason.trim() === '' ? t('office.keep.sayWhyInAFewWords') : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
        </div>
        {place.error && <ProblemMessage problem={problemOf(place.error)} title={t('common.thisWasNotSaved')} />}
        <div><Button submit keys="Enter" icon="lock" disabled={place.isPending}>{t('office.keep.placeTheHold')}</Button></div>
      </form>
      {lifting && <Lift hold={lifting} onClose={() => { setLifting(null) }} onDone={fresh} />}
    </>
  )
}

function Lift({ hold, onClose, onDone }: { hold: Hold; onClose: () => void; onDone: () => Promise<void> }): ReactNode {
  const [reason, setReason] = useHeld(`lift.${hold.id}`, '')
  const [tried, setTried] = useState(false)
  const lift = useMutation(station.keep.liftHold.mutationOptions({ onSuccess: async () => { onClose(); await onDone() } }))
  const run = (): void => {
    setTried(true)
    if (reason.trim() !== '' && !lift.isPending) lift.mutate({ id: hold.id, reason })
  }
  return (
    <Dialog name="hold-lift" title={t('office.keep.liftTheHoldOnMatter2', { matter: hold.matter ?? hold.piece?.grouped ?? '' })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('office.keep.liftIt'), strip: false, run }]} acts={<><Button keys="Esc" onClick={onClose}>{t('common.keepIt')}</Button><Button kind="stop" keys="Enter" onClick={run}>{t('office.keep.liftTheHold')}</Button></>}>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}><TextField label={t('common.why')} data-autofocus value={reason} maxLength={500} error={tried && reason.trim() === '' ? t('office.keep.sayWhyInAFewWords') : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} /></form>
      {lift.error && <ProblemMessage problem={problemOf(lift.error)} title={t('common.thisWasNotSaved')} />}
    </Dialog>
  )
}

function Remove(): ReactNode {
  const [by, setBy] = useHeld<'piece' | 'person'>('remove.by', 'piece')
  const [piece, setPiece] = useHeld('remove.piece', '')
  const [person, setPerson] = useHeld<Picked | null>('remove.person', null)
  const [tried, setTried] = useState(false)
  const [asked, setAsked] = useOpen<About | null>('remove.asked', null)
  const look = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (by === 'piece' && piece.trim() !== '') setAsked({ piece: piece.trim() })
    if (by === 'person' && person) setAsked({ person: person.id })
  }
  return (
    <>
      <h3>{t('office.keep.removeContentOnRequest')}</h3>
      <p>{t('office.keep.takesNamesAddressesNotesSignaturesPhotos')}</p>
      <form className={css.form} onSubmit={look}>
        <Segments small label={t('office.keep.of')} value={by} onChange={setBy} options={[{ value: 'piece', label: t('office.keep.onePiece') }, { value: 'person', label: t('office.keep.aPerson') }]} />
        {by === 'piece' ? <TextField label={t('office.keep.numberOfThePiece')} value={piece} maxLength={200} error={tried && piece.trim() === '' ? t('office.keep.typeOrScanItsNumber') : undefined} onChange={(event) => { setPiece(event.currentTarget.value) }} /> : <PersonPicker search="remove.person" label={t('common.person2')} value={person} onChange={setPerson} error={tried && !person ? t('office.keep.chooseAPerson') : undefined} />}
        <div><Button submit keys="Enter" icon="trash">{t('office.keep.seeWhatWouldGo')}</Button></div>
      </form>
      {asked && <RemoveDialog about={asked} what={asked.person === undefined ? t('office.keep.piecePiece', { piece: groupNumber(piece.replaceAll(/\s/g, '')) }) : (person?.name ?? t('office.keep.thisPerson'))} onClose={() => { setAsked(null) }} />}
    </>
  )
}

const FILES: Readonly<Record<string, string>> = {
  photo: t('common.photo'), signature: t('common.signature'), 'signature-strokes': t('office.keep.strokesOfTheSignature'), news: t('office.keep.fileWithNewsOfACarrier'), stack: t('office.keep.scanOfAStack'), 'waiting-scan': t('office.keep.scanThatWaitsForALetter'),
}
const fileWords = (kind: string): string => FILES[kind] ?? FILE_WORDS[kind] ?? kind
/** Days that are named one by one. */
const NAMED = 4
const daysOf = (days: readonly string[]): string => {
  const named = days.slice(-NAMED).map((day) => shortDay(day)).join(', ')
  return days.length > NAMED ? t('office.keep.andMoreDays', { days: named, more: days.length - NAMED }) : named
}
const filesOf = (removal: Removal): number => removal.files.reduce((sum, one) => sum + one.files, 0) + removal.shared.reduce((sum, one) => sum + one.files - one.kept, 0)

/** The choice of all pieces of a number. */
const EVERY = 'every'

function RemoveDialog({ about, what, onClose }: { about: About; what: string; onClose: () => void }): ReactNode {
  const [reason, setReason] = useHeld(`remove.${what}`, '')
  const [tried, setTried] = useState(false)
  const [which, setWhich] = useHeld<string | null>(`remove.which.${what}`, null)
  const bearers = useQuery(station.keep.bearers.queryOptions({ input: { number: about.piece ?? '' }, enabled: about.piece !== undefined, staleTime: 0, retry: false }))
  const zone = useZone()
  const several = (bearers.data ?? []).filter((one) => !one.voided)
  const meant: About = several.length < 2 || which === null ? about : which === EVERY ? { ...about, every: true } : { piece: which }
  const known = about.piece === undefined || (bearers.isSuccess && (several.length < 2 || which !== null))
  const preview = useQuery(station.keep.preview.queryOptions({ input: meant, enabled: known, staleTime: 0, retry: false }))
  const remove = useMutation(station.keep.remove.mutationOptions({ onSuccess: async () => await queries.invalidateQueries() }))
  const run = (): void => {
    setTried(true)
    if (reason.trim() !== '' && preview.data && !remove.isPending && !remove.isSuccess) remove.mutate({ about: meant, reason })
  }
  const found = preview.data
  return (
    <Dialog name="remove-content" wide title={t('office.keep.removeTheContentOfWhat', { what })} onClose={onClose} keys={remove.data ? [] : [{ key: 'Ctrl Enter', label: t('office.keep.removeIt'), run }]}
      acts={remove.data ? <Button kind="primary" onClick={onClose}>{t('common.close')}</Button> : <><Button keys="Esc" onClick={onClose}>{t('common.keepIt')}</Button><Button kind="stop" icon="trash" keys="Ctrl Enter" disabled={!found || found.pieces === 0} onClick={run}>{t('office.keep.removeForGood')}</Button></>}>
      {bearers.error && <ProblemMessage problem={problemOf(bearers.error)} onRetry={() => { void bearers.refetch() }} />}
      {several.length > 1 && !remove.data && (
        <SelectField label={t('office.keep.whichOfThemIsMeant', { several: several.length })} placeholder={t('office.keep.chooseOne')} autoFocus value={which} onChange={setWhich}
          data={[...several.map((one) => ({ value: one.id, label: [fullTime(one.receivedAt, zone), one.name, stateWords(one.state).word].filter(Boolean).join(', ') })), { value: EVERY, label: t('office.keep.allOfThem') }]} />
      )}
      {preview.error && <ProblemMessage title={t('office.keep.whatWouldGoIsNotKnown')} problem={problemOf(preview.error)} onRetry={() => { void preview.refetch() }} />}
      {found && !remove.data && (
        <>
          <p>{t('office.keep.piecesEntriesOfTheLogAnd', { pieces: count(found.pieces, t('common.piece')), entries: count(found.entries, t('common.entry'), t('common.entries')), countOf: count(filesOf(found), t('common.file')) })}</p>
          {found.pieces > 0 && (
            <ul className={css.rows} aria-label={t('office.keep.whatGoes')}>
              {found.goes.map((one) => <li key={one.kind}><b>{kindWords(one.kind)}</b><span>{count(one.entries, t('common.entry'), t('common.entries'))}</span></li>)}
              {found.files.map((one) => <li key={`file ${one.kind}`}><b>{fileWords(one.kind)}</b><span>{count(one.files, t('common.file'))}{one.kept > 0 ? t('office.keep.valueBecauseAnotherPieceNeedsIt', { value: one.kept === one.files ? t('office.keep.takenFromHereAndKept') : t('office.keep.keptOfThemKept', { kept: one.kept }) }) : ''}</span></li>)}
              {found.shared.map((one) => <li key={`shared ${one.kind}`}><b>{fileWords(one.kind)}</b><span>{one.kept === 0 ? count(one.files, t('common.file')) : t('office.keep.keptUntilTheLastOfWhat', { files: count(one.files, t('common.file')), kept: one.kept })}</span></li>)}
              {found.messages > 0 && <li><b>{t('office.keep.eMailsOfTheOutbox')}</b><span>{t('office.keep.theirWordsGoTheLineStays', { copies: count(found.messages, t('office.keep.eMail')) })}</span></li>}
              {found.jobs > 0 && <li><b>{t('office.keep.printJobs')}</b><span>{t('office.keep.theirWordsGoTheLineStays', { copies: count(found.jobs, t('office.keep.printJob')) })}</span></li>}
            </ul>
          )}
          {found.signed.length > 0 && <Message tone="act" title={t('office.keep.theSignedLogOfDaysStays', { days: daysOf(found.signed) })}>{t('office.keep.itIsEvidenceASupervisorSigned')}</Message>}
          {found.heldCopies > 0 && <Message title={t('office.keep.heldCopiesKeepTheirWordsA', { copies: count(found.heldCopies, t('office.keep.copyOfWhatWentOut'), t('office.keep.copiesOfWhatWentOut')) })} />}
          {found.held > 0 && <Message tone="act" title={t('office.keep.heldStayWholeALegalHold', { held: count(found.held, t('common.piece')) })} />}
          {found.stays.length > 0 && <Message title={t('office.keep.theseEntriesKeepWhatTheySay')}>{t('office.keep.joinTheySayWhySomethingDoes', { join: found.stays.map((one) => `${kindWords(one.kind)} (${one.entries})`).join(', ') })}</Message>}
          <form onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}><TextField label={t('common.why')} autoFocus value={reason} maxLength={500} error={tried && reason.trim() === '' ? t('office.keep.sayWhoAskedForItOr') : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} help={t('office.keep.theReasonStaysInTheLog')} /></form>
        </>
      )}
      {remove.data && <Message tone="done" title={t('office.keep.theContentOfPiecesIsGone', { pieces: count(remove.data.pieces, t('common.piece')), entries: count(remove.data.entries, t('common.entry'), t('common.entries')), countOf: count(filesOf(remove.data), t('common.file')) })} />}
      {remove.error && <ProblemMessage problem={problemOf(remove.error)} title={t('office.keep.nothingMoreWasRemoved')} />}
      <Help icon="shield">{t('office.keep.whoRemovedItWhenAndWhy')}</Help>
    </Dialog>
  )
}
