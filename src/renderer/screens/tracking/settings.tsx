import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { TrackingSettings } from '../../../shared/contract/tracking.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { PinField, SelectField, TextField } from '../../ui/field.tsx'
import { Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { when } from '../../ui/words.ts'
import { FolderField } from '../office/folder-field.tsx'
import css from '../office/settings.module.css'
import { sourceWords } from './words.ts'

const read = async (): Promise<void> => { await queries.invalidateQueries({ queryKey: station.tracking.key() }) }

/** The connection to the USPS interface, and the days after which letters need a person. */
export function TrackingSection(): ReactNode {
  const connection = useQuery(station.tracking.connection.queryOptions())
  const settings = useQuery(station.tracking.settings.queryOptions())
  const problem = connection.error ?? settings.error
  if (problem) return <ProblemMessage problem={problemOf(problem)} onRetry={() => { void connection.refetch(); void settings.refetch() }} />
  if (!connection.data || !settings.data) return <Loading rows={6} label="Reading the settings" />
  return (
    <>
      <h2>USPS connection</h2>
      <p>With the office&apos;s own key USPS can be asked about letters by itself. USPS gives tracking to few, and for its own forms often not at all; every status can also come by hand, by paste, by file and by e-mail. Nothing leaves this computer before the connection is turned on.</p>
      <Connection key={JSON.stringify(connection.data)} kept={connection.data} />
      <h3>Notices and days</h3>
      <Days key={JSON.stringify(settings.data)} kept={settings.data} />
    </>
  )
}

type Kept = Awaited<ReturnType<typeof client.tracking.connection>>

function Connection({ kept }: { kept: Kept }): ReactNode {
  const zone = useZone()
  const [on, setOn] = useState(kept.on)
  const [address, setAddress] = useState(kept.address)
  const [quota, setQuota] = useState(String(kept.quota))
  const [batch, setBatch] = useState(String(kept.batch))
  const [version, setVersion] = useState(kept.version)
  const [key, setKey] = useState('')
  const [secret, setSecret] = useState('')
  const save = useMutation({
    mutationFn: async () => await client.tracking.changeConnection({ on, address, quota: Number(quota), batch: Number(batch), version, ...(key === '' ? {} : { key }), ...(secret === '' ? {} : { secret }) }),
    onSuccess: read,
  })
  const test = useMutation({ mutationFn: async () => await client.tracking.testConnection(), onSettled: read })
  const problem = save.error ? problemOf(save.error) : null
  const wrong = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined)
  const there = (place: Kept['key']): string => (place.has ? `There is one, in ${place.where === 'environment' ? 'the environment' : place.where === 'keychain' ? "the system's keychain" : 'a file that only its owner can read'}. Type a new one to change it.` : 'Kept where passwords are kept, in no table and no backup.')
  return (
    <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); save.mutate() }}>
      <Segments label="USPS is asked" value={on ? 'on' : 'off'} options={[{ value: 'off', label: 'Off' }, { value: 'on', label: 'On' }]} onChange={(value) => { setOn(value === 'on') }} />
      <div className={css.two}>
        <PinField label="Key" about="uspsAccess" hint="client id" help={there(kept.key)} error={wrong('key')} inputMode="text" value={key} onChange={(event) => { setKey(event.currentTarget.value) }} visibilityToggleButtonProps={{ 'aria-label': 'Show the key' }} />
        <PinField label="Secret" hint="client secret" help={there(kept.secret)} error={wrong('secret')} inputMode="text" value={secret} onChange={(event) => { setSecret(event.currentTarget.value) }} visibilityToggleButtonProps={{ 'aria-label': 'Show the secret' }} />
      </div>
      <div className={css.two}>
        <TextField label="Address" error={wrong('address')} value={address} onChange={(event) => { setAddress(event.currentTarget.value) }} />
        <SelectField label="Version" value={version} data={[{ value: 'v3r2', label: 'v3r2, several numbers at once' }, { value: 'v3', label: 'v3, one number at a time' }]} onChange={(value) => { setVersion(value === 'v3' ? 'v3' : 'v3r2') }} />
        <TextField label="Questions an hour" about="uspsQuota" inputMode="numeric" help="What USPS allows your office; 60 unless it wrote otherwise." error={wrong('quota')} value={quota} onChange={(event) => { setQuota(event.currentTarget.value) }} />
        <TextField label="Numbers in one question" inputMode="numeric" error={wrong('batch')} value={batch} onChange={(event) => { setBatch(event.currentTarget.value) }} />
      </div>
      {problem && !['key', 'secret', 'address', 'quota', 'batch'].includes(problem.field ?? '') && <ProblemMessage problem={problem} />}
      <p role="status">{sourceWords(kept.state, zone)}</p>
      {test.data && <Message tone={test.data.ok ? 'done' : 'stop'} title={test.data.words} />}
      {test.error && <ProblemMessage problem={problemOf(test.error)} />}
      <div className={css.sounds}>
        <Button kind="primary" submit disabled={save.isPending}>Keep the connection</Button>
        <Button icon="refresh" disabled={!kept.on || test.isPending} onClick={() => { test.mutate() }}>Try it</Button>
        {save.isSuccess && <span className={css.saved}>Saved</span>}
      </div>
      {kept.on && <Plan />}
    </form>
  )
}

/** When the letters will have been asked about, with the questions there are. */
function Plan(): ReactNode {
  const zone = useZone()
  const { data } = useQuery(station.tracking.plan.queryOptions({ input: { limit: 8 } }))
  if (!data || data.letters === 0) return <p>Nothing is planned to be asked about.</p>
  return (
    <>
      <p>{data.letters.toLocaleString('en-US')} pieces are planned{data.through !== null && `; the last of them is reached ${when(data.through, zone)}`}. {data.callsLeft} of {data.asksPerHour} questions are left this hour.</p>
      <ul className={css.rows} aria-label="Next questions">{data.rows.map((row) => <li key={row.piece}><b className={css.mono}>{row.grouped}</b><span>{row.name}, {row.why}</span><em>{when(row.at, zone)}</em></li>)}</ul>
    </>
  )
}

const DAYS: readonly { field: keyof TrackingSettings['days']; label: string }[] = [
  { field: 'acceptance', label: 'Days to the first scan' }, { field: 'hold', label: 'Days USPS holds a letter' }, { field: 'near', label: 'Days before the return' }, { field: 'movement', label: 'Days without movement' },
  { field: 'receipt', label: 'Days to the receipt' }, { field: 'returning', label: 'Days to come back' },
]

function Days({ kept }: { kept: TrackingSettings }): ReactNode {
  const [days, setDays] = useState(() => Object.fromEntries(DAYS.map(({ field }) => [field, String(kept.days[field])])) as Record<keyof TrackingSettings['days'], string>)
  const [returnZip, setReturnZip] = useState(kept.returnZip)
  const [watched, setWatched] = useState(kept.watched)
  const save = useMutation({
    mutationFn: async () => await client.tracking.changeSettings({ returnZip, watched, days: { acceptance: Number(days.acceptance), hold: Number(days.hold), near: Number(days.near), movement: Number(days.movement), receipt: Number(days.receipt), returning: Number(days.returning) } }),
    onSuccess: read,
  })
  const problem = save.error ? problemOf(save.error) : null
  return (
    <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); save.mutate() }}>
      <div className={css.two}>
        <FolderField ask="Where notices by e-mail are put" onChoose={setWatched} label="Watched folder" about="watchedFolder" help="Notices by e-mail (.eml) that are put there are read by themselves. Empty: none." error={problem?.field === 'watched' ? problem.message : undefined} value={watched} onChange={(event) => { setWatched(event.currentTarget.value) }} />
        <TextField label="ZIP that letters come back to" help="Empty: the one of the office's address. A delivery there may be a return." inputMode="numeric" error={problem?.field === 'returnZip' ? problem.message : undefined} value={returnZip} onChange={(event) => { setReturnZip(event.currentTarget.value) }} />
      </div>
      <div className={css.four}>
        {DAYS.map(({ field, label }) => <TextField key={field} label={label} inputMode="numeric" error={problem?.field === `days.${field}` ? problem.message : undefined} value={days[field]} onChange={(event) => { setDays({ ...days, [field]: event.currentTarget.value }) }} />)}
      </div>
      {problem && !(problem.field ?? '').match(/^(?:watched|returnZip|days\.)/) && <ProblemMessage problem={problem} />}
      <div className={css.sounds}><Button submit disabled={save.isPending}>Keep the days</Button>{save.isSuccess && <span className={css.saved}>Saved</span>}</div>
    </form>
  )
}
