import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { CertifiedSettings } from '../../../shared/contract/certified.ts'
import { problemOf } from '../../app/problem.ts'
import { useMay } from '../../app/session.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { dayWords, fullTime } from '../../ui/words.ts'
import { SCAN_TYPES, uploadOf } from '../receipts/upload.ts'
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
  if (query.error) return <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />
  if (!query.data) return <Loading rows={6} label="Reading the settings" />
  return <Form settings={query.data} />
}

function Form({ settings }: { settings: CertifiedSettings }): ReactNode {
  const may = useMay('administrator')
  const [typed, setTyped] = useState<Typed>(() => typedOf(settings))
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
    ...(typed.mailerId === '' || /^(?:[0-8]\d{5}|9\d{8})$/.test(typed.mailerId) ? {} : { mailerId: 'A Mailer ID has six digits starting with 0 to 8, or nine starting with 9.' }),
    ...(WHOLE.test(typed.serialFrom) ? {} : { serialFrom: 'Type a whole number.' }), ...(WHOLE.test(typed.serialTo) ? {} : { serialTo: 'Type a whole number.' }),
    ...(/^\d+$/.test(typed.linesPerSheet) && Number(typed.linesPerSheet) >= 3 && Number(typed.linesPerSheet) <= 20 ? {} : { linesPerSheet: 'Say 3 to 20 lines.' }),
    ...(/^\d{1,5}$/.test(typed.lowAt) ? {} : { lowAt: 'Type a whole number.' }),
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
    label: LABELS[field], hint: saved === field ? 'Saved' : hint, value: typed[field], error: wrong[field] ?? (problem?.field === field ? problem.message : undefined), disabled: !may,
    onChange: (event) => { setSaved(null); setTyped({ ...typed, [field]: event.currentTarget.value }) }, onBlur: () => { keep(field) },
  })
  return (
    <>
      <h2>Certified Mail</h2>
      {!may && <Help>An administrator changes what stands here. You can keep the postmaster&apos;s approval and let own numbers go on.</Help>}
      {problem && !(problem.field && problem.field in LABELS) && <ProblemMessage problem={problem} />}
      <h3>The sheet PS 3877</h3>
      <div className={css.three}>
        <TextField {...set('postOffice', 'filled in first')} about="postOffice" maxLength={200} />
        <TextField {...set('linesPerSheet', '3 to 20')} about="linesPerSheet" maxLength={2} inputMode="numeric" />
        <div><span className={css.label}>Article numbers as barcodes {saved === 'sheetBarcodes' && <em>Saved</em>}</span><Segments label="Article numbers as barcodes" value={settings.sheetBarcodes ? 'yes' : 'no'} options={[{ value: 'no', label: 'Numbers only' }, { value: 'yes', label: 'With barcodes' }]} onChange={(next) => { if (may) run.mutate({ field: 'sheetBarcodes', change: { sheetBarcodes: next === 'yes' } }) }} /></div>
      </div>
      <PostmasterApproval settings={settings} />
      <PaperSettings settings={settings} may={may} saved={saved} save={(field, change) => { run.mutate({ field, change }) }} />
      <h3>Numbers of the office&apos;s own</h3>
      <p>With a Mailer ID from USPS the office makes its own article numbers. A serial number is never used twice, not after a void and not after a restart.</p>
      <div className={css.three}>
        <TextField {...set('mailerId', '6 or 9 digits')} about="mailerId" maxLength={9} inputMode="numeric" className={css.mono} />
        <TextField {...set('serialFrom', '')} about="ownRange" maxLength={10} inputMode="numeric" className={css.mono} />
        <TextField {...set('serialTo', '')} about="ownRange" maxLength={10} inputMode="numeric" className={css.mono} />
      </div>
      <OwnNumbers settings={settings} may={may} />
      <h3>Label rolls</h3>
      <div className={css.three}><TextField {...set('lowAt', 'labels left')} maxLength={5} inputMode="numeric" /></div>
    </>
  )
}

const LABELS: Record<keyof Typed, string> = { postOffice: 'Usual post office', mailerId: 'Mailer ID', serialFrom: 'First serial number', serialTo: 'Last serial number', linesPerSheet: 'Lines on a sheet', lowAt: 'A roll is low below' }

/** The postmaster's written approval of the form that this office prints itself (DMM 503.1). */
function PostmasterApproval({ settings }: { settings: CertifiedSettings }): ReactNode {
  const today = useStation()?.today ?? ''
  const may = useMay('supervisor')
  const [day, setDay] = useState<string | null>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const keep = useMutation({
    mutationFn: async (file: File | null) => client.certified.keepApproval({ approval: file === null ? null : { ...await uploadOf(file), day: day ?? today, note: '' } }),
    onSuccess: refresh,
  })
  const show = useMutation({ mutationFn: openKept })
  const { approval } = settings
  return (
    <>
      {approval ? <Message tone="done" title={`The postmaster approved the form on ${dayWords(approval.day)}.`} acts={<><Button small icon="file" onClick={() => { show.mutate(approval.file) }}>Open its scan</Button>{may && <Button small onClick={() => { keep.mutate(null) }}>Take it away</Button>}</>}>{approval.name || 'The scan is kept.'}</Message>
        : <Message tone="act" title="The postmaster's written approval is not recorded.">USPS accepts a privately printed PS 3877 only with it (DMM 503.1). Sheets are printed with a reminder until its scan is kept here.</Message>}
      {may && !approval && (
        <div className={css.acts}>
          <TextField label="Day of the approval" about="facsimile" type="date" value={day ?? today} onChange={(event) => { setDay(event.currentTarget.value) }} />
          <Button icon="clip" className={css.bottom} onClick={() => { chooser.current?.click() }}>Choose its scan</Button>
          <input ref={chooser} type="file" hidden accept={SCAN_TYPES} aria-label="Scan of the postmaster's approval" onChange={(event) => {
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
      {settings.labelsCertified ? <Message tone="done" title={`USPS has certified the labels: ${settings.labelsCertified.by}, ${fullTime(settings.labelsCertified.at, zone)}.`} acts={may && <Button small onClick={() => { confirm.mutate(false) }}>That was wrong</Button>} />
        : <Message tone="act" title="Has USPS certified the labels of this office?" acts={may && <Button small icon="check" onClick={() => { confirm.mutate(true) }}>Yes, USPS has certified them</Button>}>Own numbers count only after USPS has tested and certified the office&apos;s labels (USPS Publication 199). Until somebody confirms it here, none is given out.</Message>}
      {own.stopped && <Resume />}
      {!own.stopped && <p>{own.last === null ? 'No own number was used yet.' : `The last serial number used is ${own.last}.`} {own.left.toLocaleString('en-US')} are left. {own.reason}</p>}
      {confirm.error && <ProblemMessage problem={problemOf(confirm.error)} />}
    </>
  )
}

/** After a restore: the last own number that was used is scanned, then own numbers go on behind it. */
function Resume(): ReactNode {
  const may = useMay('supervisor')
  const [text, setText] = useState('')
  const run = useMutation({ mutationFn: (lastNumber: string | null) => client.certified.resumeOwnNumbers({ lastNumber }), onSuccess: refresh })
  useScanHint('Scan the last own number that was used')
  useScanTaker(may ? async (scanned) => {
    setText(scanned)
    play('right')
    await run.mutateAsync(scanned).catch(() => undefined)
  } : null)
  const problem = run.error ? problemOf(run.error) : null
  return (
    <>
      <Message tone="act" title="Own numbers are stopped: this store was restored from a backup.">Numbers may have been used after it was made. Scan the newest label with an own number that you find on paper.</Message>
      {may && (
        <form className={css.pair} aria-label="Let own numbers go on" onSubmit={(event: FormEvent) => { event.preventDefault(); if (text.trim() && !run.isPending) run.mutate(text.trim()) }}>
          <TextField label="Last own number used" about="ownRange" hint="scan it" className={css.mono} value={text} maxLength={200} error={problem?.field === 'lastNumber' ? problem.message : undefined} onChange={(event) => { setText(event.currentTarget.value) }} />
          <div className={css.end}><Button kind="primary" submit keys="Enter">Go on behind it</Button><Button onClick={() => { run.mutate(null) }}>None was ever used</Button></div>
        </form>
      )}
      {problem && problem.field !== 'lastNumber' && <ProblemMessage problem={problem} />}
    </>
  )
}
