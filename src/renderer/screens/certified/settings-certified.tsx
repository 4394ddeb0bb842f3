import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { CertifiedSettings } from '../../../shared/contract/certified.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { useMay } from '../../app/session.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { SCAN_TYPES, uploadOf } from '../../app/upload.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, Message, ProblemMessage, Segments, Unread } from '../../ui/parts.tsx'
import { dayWords, fullTime } from '../../ui/words.ts'
import { openKept } from './open-kept.ts'
import { PaperSettings } from './settings-paper.tsx'
import css from './settings.module.css'

const refresh = (): Promise<unknown> => queries.invalidateQueries({ queryKey: station.certified.key() })
/** Fields of the settings that are typed, as they stand in them. */
type Typed = Record<'postOffice' | 'mailerId' | 'serialFrom' | 'serialTo' | 'linesPerSheet' | 'lowAt', string>
const typedOf = (settings: CertifiedSettings): Typed => ({ postOffice: settings.postOffice, mailerId: settings.mailerId, serialFrom: String(settings.serialFrom), serialTo: String(settings.serialTo), linesPerSheet: String(settings.linesPerSheet), lowAt: String(settings.lowAt) })
const WHOLE = /^\d{1,10}$/

/** How this office sends Certified Mail: its own numbers, the sheet PS 3877, the post office. */
export function CertifiedMailSettings(): ReactNode {
  const query = useQuery(station.certified.settings.queryOptions())
  return query.data ? <Form settings={query.data} /> : <Unread title={t('common.certifiedMail')} of={[query]} label={t('certified.settingsCertified.readingTheSettings')} />
}

function Form({ settings }: { settings: CertifiedSettings }): ReactNode {
  const may = useMay('administrator')
  const [typed, setTyped] = useHeld<Typed>('certified.settings', () => typedOf(settings))
  const [saved, setSaved] = useState<string | null>(null)
  const run = useMutation({
    mutationFn: async ({ field, change }: { field: string; change: Partial<CertifiedSettings> }) => {
      const { approval: _approval, labelsCertified: _labels, ...rest } = { ...settings, ...change }
      await client.certified.saveSettings(rest)
      return field
    },
    onSuccess: async (field) => { setSaved(field); await refresh() },
  })
  const wrong: Partial<Record<keyof Typed, string>> = {
    ...(typed.mailerId === '' || /^(?:[0-8]\d{5}|9\d{8})$/.test(typed.mailerId) ? {} : { mailerId: t('certified.settingsCertified.aMailerIdHasSixDigits') }),
    ...(WHOLE.test(typed.serialFrom) ? {} : { serialFrom: t('certified.settingsCertified.typeAWholeNumber') }), ...(WHOLE.test(typed.serialTo) ? {} : { serialTo: t('certified.settingsCertified.typeAWholeNumber') }),
    ...(/^\d+$/.test(typed.linesPerSheet) && Number(typed.linesPerSheet) >= 3 && Number(typed.linesPerSheet) <= 20 ? {} : { linesPerSheet: t('certified.settingsCertified.say3To20Lines') }),
    ...(/^\d{1,5}$/.test(typed.lowAt) ? {} : { lowAt: t('certified.settingsCertified.typeAWholeNumber') }),
  }
  const problem = run.error ? problemOf(run.error) : null
  const keep = (field: keyof Typed): void => {
    const now = typedOf(settings)
    if (wrong[field] !== undefined || typed[field] === now[field]) return
    // The two ends of the range belong together: one of them may only make sense with the other.
    const range = wrong.serialFrom ?? wrong.serialTo ? {} : { serialFrom: Number(typed.serialFrom), serialTo: Number(typed.serialTo) }
    run.mutate({ field, change: field === 'postOffice' || field === 'mailerId' ? { [field]: typed[field].trim(), ...(field === 'mailerId' ? range : {}) } : field === 'serialFrom' || field === 'serialTo' ? range : { [field]: Number(typed[field]) } })
  }
  const set = (field: keyof Typed, hint: string): { label: string; hint: string; value: string; error: string | undefined; disabled: boolean; onChange: (event: { currentTarget: { value: string } }) => void; onBlur: () => void } => ({
    label: LABELS[field], hint: saved === field ? t('common.saved') : hint, value: typed[field], error: wrong[field] ?? (problem?.field === field ? problem.message : undefined), disabled: !may,
    onChange: (event) => { setSaved(null); setTyped({ ...typed, [field]: event.currentTarget.value }) }, onBlur: () => { keep(field) },
  })
  return (
    <>
      <h2>{t('common.certifiedMail')}</h2>
      {!may && <Help>{t('certified.settingsCertified.anAdministratorChangesWhatStandsHere')}</Help>}
      {problem && !(problem.field && problem.field in LABELS) && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
      <h3>{t('certified.settingsCertified.theSheetPs3877')}</h3>
      <div className={css.three}>
        <TextField {...set('postOffice', t('certified.settingsCertified.filledInFirst'))} about="postOffice" maxLength={200} />
        <TextField {...set('linesPerSheet', t('certified.settingsCertified.3To20'))} about="linesPerSheet" maxLength={2} inputMode="numeric" />
        <div><span className={css.label}>{t('certified.settingsCertified.articleNumbersAsBarcodes')} {saved === 'sheetBarcodes' && <em>{t('common.saved')}</em>}</span><Segments label={t('certified.settingsCertified.articleNumbersAsBarcodes')} value={settings.sheetBarcodes ? 'yes' : 'no'} options={[{ value: 'no', label: t('certified.settingsCertified.numbersOnly') }, { value: 'yes', label: t('certified.settingsCertified.withBarcodes') }]} onChange={(next) => { if (may) run.mutate({ field: 'sheetBarcodes', change: { sheetBarcodes: next === 'yes' } }) }} /></div>
      </div>
      <PostmasterApproval settings={settings} />
      <PaperSettings settings={settings} may={may} saved={saved} save={(field, change) => { run.mutate({ field, change }) }} />
      <h3>{t('certified.settingsCertified.numbersOfTheOfficesOwn')}</h3>
      <p>{t('certified.settingsCertified.withAMailerIdFromUsps')}</p>
      <div className={css.three}>
        <TextField {...set('mailerId', t('certified.settingsCertified.6Or9Digits'))} about="mailerId" maxLength={9} inputMode="numeric" className={css.mono} />
        <TextField {...set('serialFrom', '')} about="ownRange" maxLength={10} inputMode="numeric" className={css.mono} />
        <TextField {...set('serialTo', '')} about="ownRange" maxLength={10} inputMode="numeric" className={css.mono} />
      </div>
      <OwnNumbers settings={settings} may={may} />
      <h3>{t('common.labelRolls')}</h3>
      <div className={css.three}><TextField {...set('lowAt', t('certified.settingsCertified.labelsLeft'))} maxLength={5} inputMode="numeric" /></div>
    </>
  )
}

const LABELS: Record<keyof Typed, string> = { postOffice: t('certified.settingsCertified.usualPostOffice'), mailerId: t('certified.settingsCertified.mailerId'), serialFrom: t('certified.settingsCertified.firstSerialNumber'), serialTo: t('certified.settingsCertified.lastSerialNumber'), linesPerSheet: t('certified.settingsCertified.linesOnASheet'), lowAt: t('certified.settingsCertified.aRollIsLowBelow') }

/** The postmaster's written approval of the form that this office prints itself (DMM 503.1). */
function PostmasterApproval({ settings }: { settings: CertifiedSettings }): ReactNode {
  const today = useStation()?.today ?? ''
  const may = useMay('supervisor')
  const [day, setDay] = useHeld<string | null>('certified.approval.day', null)
  const chooser = useRef<HTMLInputElement>(null)
  const keep = useMutation({
    mutationFn: async (file: File | null) => client.certified.keepApproval({ approval: file === null ? null : { ...await uploadOf(file), day: day ?? today, note: '' } }),
    onSuccess: refresh,
  })
  const show = useMutation({ mutationFn: openKept })
  const { approval } = settings
  return (
    <>
      {approval ? <Message tone="done" title={t('certified.settingsCertified.thePostmasterApprovedTheFormOn', { day: dayWords(approval.day) })} acts={<><Button small icon="file" onClick={() => { show.mutate(approval.file) }}>{t('certified.settingsCertified.openItsScan')}</Button>{may && <Button small onClick={() => { keep.mutate(null) }}>{t('certified.settingsCertified.takeItAway')}</Button>}</>}>{approval.name || t('certified.settingsCertified.theScanIsKept')}</Message>
        : <Message tone="act" title={t('certified.settingsCertified.thePostmastersWrittenApprovalIsNot')}>{t('certified.settingsCertified.uspsAcceptsAPrivatelyPrintedPs')}</Message>}
      {may && !approval && (
        <div className={css.acts}>
          <TextField label={t('certified.settingsCertified.dayOfTheApproval')} about="facsimile" type="date" value={day ?? today} onChange={(event) => { setDay(event.currentTarget.value) }} />
          <Button icon="clip" className={css.bottom} onClick={() => { chooser.current?.click() }}>{t('certified.settingsCertified.chooseItsScan')}</Button>
          <input ref={chooser} type="file" hidden accept={SCAN_TYPES} aria-label={t('certified.settingsCertified.scanOfThePostmastersApproval')} onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? []
            event.currentTarget.value = ''
            if (chosen) keep.mutate(chosen)
          }} />
        </div>
      )}
      {(keep.error ?? show.error) && <ProblemMessage problem={problemOf(keep.error ?? show.error)} />}
    </>
  )
}

/** What stands in the way of own numbers, and the step that removes it. */
function OwnNumbers({ settings, may }: { settings: CertifiedSettings; may: boolean }): ReactNode {
  const zone = useZone()
  const own = useQuery(station.certified.ownNumbers.queryOptions()).data
  const confirm = useMutation({ mutationFn: (certified: boolean) => client.certified.confirmLabels({ certified }), onSuccess: refresh })
  if (!own || settings.mailerId === '') return null
  return (
    <>
      {settings.labelsCertified ? <Message tone="done" title={t('certified.settingsCertified.uspsHasCertifiedTheLabelsBy', { by: settings.labelsCertified.by, at: fullTime(settings.labelsCertified.at, zone) })} acts={may && <Button small onClick={() => { confirm.mutate(false) }}>{t('certified.settingsCertified.thatWasWrong')}</Button>} />
        : <Message tone="act" title={t('certified.settingsCertified.hasUspsCertifiedTheLabelsOf')} acts={may && <Button small icon="check" onClick={() => { confirm.mutate(true) }}>{t('certified.settingsCertified.yesUspsHasCertifiedThem')}</Button>}>{t('certified.settingsCertified.ownNumbersCountOnlyAfterUsps')}</Message>}
      {own.stopped && <Resume />}
      {!own.stopped && <p>{own.last === null ? t('certified.settingsCertified.noOwnNumberWasUsedYet') : t('certified.settingsCertified.theLastSerialNumberUsedIs', { last: own.last })} {t('certified.settingsCertified.leftAreLeftReason', { left: number(own.left), reason: own.reason })}</p>}
      {confirm.error && <ProblemMessage problem={problemOf(confirm.error)} />}
    </>
  )
}

/** After a restore: the last own number that was used is scanned, then own numbers go on behind it. */
function Resume(): ReactNode {
  const may = useMay('supervisor')
  const [text, setText] = useHeld('certified.resume', '')
  const run = useMutation({ mutationFn: (lastNumber: string | null) => client.certified.resumeOwnNumbers({ lastNumber }), onSuccess: refresh })
  useScanHint(t('certified.settingsCertified.scanTheLastOwnNumberThat'))
  useScanTaker(may ? async (scanned) => {
    setText(scanned)
    play('right')
    await run.mutateAsync(scanned).catch(() => undefined)
  } : null)
  const problem = run.error ? problemOf(run.error) : null
  return (
    <>
      <Message tone="act" title={t('certified.settingsCertified.ownNumbersAreStoppedThisStore')}>{t('certified.settingsCertified.numbersMayHaveBeenUsedAfter')}</Message>
      {may && (
        <form className={css.pair} aria-label={t('certified.settingsCertified.letOwnNumbersGoOn')} onSubmit={(event: FormEvent) => { event.preventDefault(); if (text.trim() && !run.isPending) run.mutate(text.trim()) }}>
          <TextField label={t('certified.settingsCertified.lastOwnNumberUsed')} about="ownRange" hint={t('certified.settingsCertified.scanIt')} className={css.mono} value={text} maxLength={200} error={problem?.field === 'lastNumber' ? problem.message : undefined} onChange={(event) => { setText(event.currentTarget.value) }} />
          <div className={css.end}><Button kind="primary" submit keys="Enter">{t('certified.settingsCertified.goOnBehindIt')}</Button><Button onClick={() => { run.mutate(null) }}>{t('certified.settingsCertified.noneWasEverUsed')}</Button></div>
        </form>
      )}
      {problem && problem.field !== 'lastNumber' && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
    </>
  )
}
