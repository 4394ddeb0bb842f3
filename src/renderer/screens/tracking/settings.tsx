import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { TrackingSettings } from '../../../shared/contract/tracking.ts'
import { useHeld } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { PinField, SelectField, TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Message, ProblemMessage, Segments, Unread } from '../../ui/parts.tsx'
import { when } from '../../ui/words.ts'
import { FolderField } from '../office/folder-field.tsx'
import css from '../office/settings.module.css'
import { sourceWords } from './words.ts'

const read = async (): Promise<void> => { await queries.invalidateQueries({ queryKey: station.tracking.key() }) }

/** The connection to the USPS interface, and the days after which letters need a person. */
export function TrackingSection(): ReactNode {
  const connection = useQuery(station.tracking.connection.queryOptions())
  const settings = useQuery(station.tracking.settings.queryOptions())
  if (!connection.data || !settings.data) return <Unread title={t('tracking.settings.uspsConnection')} of={[connection, settings]} label={t('tracking.settings.readingTheSettings')} />
  return (
    <>
      <h2>{t('tracking.settings.uspsConnection')}</h2>
      <p>{t('tracking.settings.withTheOfficesOwnKeyUsps')}</p>
      <Connection kept={connection.data} />
      <h3>{t('tracking.settings.noticesAndDays')}</h3>
      <Days key={JSON.stringify(settings.data)} kept={settings.data} />
    </>
  )
}

type Kept = Awaited<ReturnType<typeof client.tracking.connection>>

function Connection({ kept }: { kept: Kept }): ReactNode {
  const zone = useZone()
  const [on, setOn] = useHeld('usps.on', kept.on)
  const [address, setAddress] = useHeld('usps.address', kept.address)
  const [quota, setQuota] = useHeld('usps.quota', String(kept.quota))
  const [batch, setBatch] = useHeld('usps.batch', String(kept.batch))
  const [version, setVersion] = useHeld('usps.version', kept.version)
  const [key, setKey] = useState('')
  const [secret, setSecret] = useState('')
  const save = useMutation({
    mutationFn: async () => await client.tracking.changeConnection({ on, address, quota: Number(quota), batch: Number(batch), version, ...(key === '' ? {} : { key }), ...(secret === '' ? {} : { secret }) }),
    // What USPS answers meanwhile is shown; what is being typed stays.
    onSuccess: async () => { setKey(''); setSecret(''); await read() },
  })
  const test = useMutation({ mutationFn: async () => await client.tracking.testConnection(), onSettled: read })
  useKeys([{ key: 'Ctrl Enter', label: t('tracking.settings.saveTheConnection'), when: !save.isPending, run: () => { save.mutate() } }])
  const problem = save.error ? problemOf(save.error) : null
  const wrong = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined)
  const there = (place: Kept['key']): string => (place.has ? t('tracking.settings.thereIsOneInValueType', { value: place.where === 'environment' ? t('tracking.settings.theEnvironment') : place.where === 'keychain' ? t('tracking.settings.theSystemsKeychain') : t('tracking.settings.aFileThatOnlyItsOwner') }) : t('tracking.settings.keptWherePasswordsAreKeptIn'))
  return (
    <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); save.mutate() }}>
      <Segments label={t('tracking.settings.uspsIsAsked')} value={on ? 'on' : 'off'} options={[{ value: 'off', label: t('common.off') }, { value: 'on', label: t('tracking.settings.on') }]} onChange={(value) => { setOn(value === 'on') }} />
      <div className={css.two}>
        <PinField label={t('tracking.settings.key')} about="uspsAccess" hint={t('tracking.settings.clientId')} help={there(kept.key)} error={wrong('key')} inputMode="text" value={key} onChange={(event) => { setKey(event.currentTarget.value) }} visibilityToggleButtonProps={{ 'aria-label': t('tracking.settings.showTheKey') }} />
        <PinField label={t('tracking.settings.secret')} hint={t('tracking.settings.clientSecret')} help={there(kept.secret)} error={wrong('secret')} inputMode="text" value={secret} onChange={(event) => { setSecret(event.currentTarget.value) }} visibilityToggleButtonProps={{ 'aria-label': t('tracking.settings.showTheSecret') }} />
      </div>
      <div className={css.two}>
        <TextField label={t('common.address')} error={wrong('address')} value={address} onChange={(event) => { setAddress(event.currentTarget.value) }} />
        <SelectField label={t('tracking.settings.version')} value={version} data={[{ value: 'v3r2', label: t('tracking.settings.v3r2SeveralNumbersAtOnce') }, { value: 'v3', label: t('tracking.settings.v3OneNumberAtATime') }]} onChange={(value) => { setVersion(value === 'v3' ? 'v3' : 'v3r2') }} />
        <TextField label={t('tracking.settings.questionsAnHour')} about="uspsQuota" inputMode="numeric" help={t('tracking.settings.whatUspsAllowsYourOffice60')} error={wrong('quota')} value={quota} onChange={(event) => { setQuota(event.currentTarget.value) }} />
        <TextField label={t('tracking.settings.numbersInOneQuestion')} inputMode="numeric" error={wrong('batch')} value={batch} onChange={(event) => { setBatch(event.currentTarget.value) }} />
      </div>
      {problem && !['key', 'secret', 'address', 'quota', 'batch'].includes(problem.field ?? '') && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
      {!test.data && <p role="status">{sourceWords(kept.state, zone)}</p>}
      {test.data && <Message tone={test.data.ok ? 'done' : 'stop'} title={test.data.words} />}
      {test.error && <ProblemMessage problem={problemOf(test.error)} />}
      <div className={css.sounds}>
        <Button kind="primary" submit keys="Ctrl Enter" disabled={save.isPending}>{t('tracking.settings.saveTheConnection')}</Button>
        <Button icon="refresh" disabled={!kept.on || test.isPending} onClick={() => { test.mutate() }}>{t('tracking.settings.tryIt')}</Button>
        {save.isSuccess && <span className={css.saved}>{t('common.saved')}</span>}
      </div>
      {kept.on && <Plan />}
    </form>
  )
}

/** When the letters will have been asked about, with the questions there are. */
function Plan(): ReactNode {
  const zone = useZone()
  const { data } = useQuery(station.tracking.plan.queryOptions({ input: { limit: 8 } }))
  if (!data || data.letters === 0) return <p>{t('tracking.settings.nothingIsPlannedToBeAsked')}</p>
  return (
    <>
      <p>{t('tracking.settings.lettersPiecesArePlanned', { letters: number(data.letters) })}{data.through !== null && t('tracking.settings.theLastOfThemIsReached', { through: when(data.through, zone) })}{t('tracking.settings.callsleftOfAsksperhourQuestionsAreLeft', { callsLeft: data.callsLeft, asksPerHour: data.asksPerHour })}</p>
      <ul className={css.rows} aria-label={t('tracking.settings.nextQuestions')}>{data.rows.map((row) => <li key={row.piece}><b><Num grouped={row.grouped} /></b><span>{row.name}, {row.why}</span><em>{when(row.at, zone)}</em></li>)}</ul>
    </>
  )
}

const DAYS: readonly { field: keyof TrackingSettings['days']; label: string }[] = [
  { field: 'acceptance', label: t('tracking.settings.daysToTheFirstScan') }, { field: 'hold', label: t('tracking.settings.daysUspsHoldsALetter') }, { field: 'near', label: t('tracking.settings.daysBeforeTheReturn') }, { field: 'movement', label: t('tracking.settings.daysWithoutMovement') },
  { field: 'receipt', label: t('tracking.settings.daysToTheReceipt') }, { field: 'returning', label: t('tracking.settings.daysToComeBack') },
]

function Days({ kept }: { kept: TrackingSettings }): ReactNode {
  const [days, setDays] = useHeld('tracking.days', () => Object.fromEntries(DAYS.map(({ field }) => [field, String(kept.days[field])])) as Record<keyof TrackingSettings['days'], string>)
  const [returnZip, setReturnZip] = useHeld('tracking.zip', kept.returnZip)
  const [watched, setWatched] = useHeld('tracking.watched', kept.watched)
  const save = useMutation({
    mutationFn: async () => await client.tracking.changeSettings({ returnZip, watched, days: { acceptance: Number(days.acceptance), hold: Number(days.hold), near: Number(days.near), movement: Number(days.movement), receipt: Number(days.receipt), returning: Number(days.returning) } }),
    onSuccess: read,
  })
  const problem = save.error ? problemOf(save.error) : null
  return (
    <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); save.mutate() }}>
      <div className={css.two}>
        <FolderField ask={t('tracking.settings.whereNoticesByEmailArePut')} onChoose={setWatched} label={t('common.watchedFolder')} about="watchedFolder" help={t('tracking.settings.noticesByEmailEmlThatAre')} error={problem?.field === 'watched' ? problem.message : undefined} value={watched} onChange={(event) => { setWatched(event.currentTarget.value) }} />
        <TextField label={t('tracking.settings.zipThatLettersComeBackTo')} help={t('tracking.settings.emptyTheOneOfTheOffices')} inputMode="numeric" error={problem?.field === 'returnZip' ? problem.message : undefined} value={returnZip} onChange={(event) => { setReturnZip(event.currentTarget.value) }} />
      </div>
      <div className={css.level}>
        {DAYS.map(({ field, label }) => <TextField key={field} label={label} about={field === 'hold' ? 'holdDays' : undefined} inputMode="numeric" error={problem?.field === `days.${field}` ? problem.message : undefined} value={days[field]} onChange={(event) => { setDays({ ...days, [field]: event.currentTarget.value }) }} />)}
      </div>
      {problem && !(problem.field ?? '').match(/^(?:watched|returnZip|days\.)/) && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
      <div className={css.sounds}><Button submit keys="Enter" disabled={save.isPending}>{t('tracking.settings.keepTheDays')}</Button>{save.isSuccess && <span className={css.saved}>{t('common.saved')}</span>}</div>
    </form>
  )
}
