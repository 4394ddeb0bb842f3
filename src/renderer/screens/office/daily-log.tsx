import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { LOG_FORMATS, type DaySettings, type LogFormat } from '../../../shared/contract/days.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, ProblemMessage, Segments, Unread } from '../../ui/parts.tsx'
import { FolderField } from './folder-field.tsx'
import css from './settings.module.css'

const FORMAT_WORDS: Record<LogFormat, string> = { pdf: 'PDF', csv: 'CSV', xlsx: t('common.excel'), json: 'JSON' }

/** Paper and shifts of the daily log, and where it goes at closing time. */
export function DailyLogSettings(): ReactNode {
  const settings = useQuery(station.days.settings.queryOptions())
  return settings.data ? <Form settings={settings.data} /> : <Unread title={t('common.dailyLog')} of={[settings]} />
}

function Form({ settings }: { settings: DaySettings }): ReactNode {
  const [folder, setFolder] = useHeld('daily-log.folder', settings.folder)
  const [draft, setDraft] = useHeld('daily-log.shift', { name: '', from: '06:00', to: '14:00' })
  const [tried, setTried] = useState(false)
  const save = useMutation(station.days.saveSettings.mutationOptions({ onSuccess: async (saved) => {
    queries.setQueryData(station.days.settings.queryKey(), saved)
    await queries.invalidateQueries({ queryKey: station.tasks.key() })
  } }))
  const set = (change: Partial<DaySettings>): void => { save.mutate({ ...settings, ...change }) }
  const add = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (draft.name.trim() === '') return
    save.mutate({ ...settings, shifts: [...settings.shifts, draft] }, { onSuccess: () => { setDraft({ ...draft, name: '' }); setTried(false) } })
  }
  const problem = save.error ? problemOf(save.error) : null
  return (
    <div className={css.form}>
      <h2>{t('common.dailyLog')} {save.isSuccess && <span>{t('common.saved')}</span>}</h2>
      <div className={css.setting}><div><b>{t('common.paper')}</b><span>{t('office.dailyLog.theSheetsThatAreSignedAnd')}</span></div>
        <Segments label={t('common.paper')} value={settings.paper} onChange={(paper) => { set({ paper }) }} options={[{ value: 'letter', label: t('common.letter2') }, { value: 'a4', label: t('office.dailyLog.a4') }]} /></div>
      <FolderField ask={t('office.dailyLog.whereTheDailyLogGoes')} onChoose={(chosen) => { setFolder(chosen); set({ folder: chosen }) }} label={t('common.folder')} hint={t('office.dailyLog.forTheLogAtClosingTime')} value={folder} onChange={(event) => { setFolder(event.currentTarget.value) }} onBlur={() => { if (folder.trim() !== settings.folder) set({ folder: folder.trim() }) }} help={t('office.dailyLog.whenItIsWrittenStandsUnder')} />
      <fieldset className={css.formats}>
        <legend>{t('office.dailyLog.writtenAs')}</legend>
        {LOG_FORMATS.map((format) => <label key={format}><input type="checkbox" checked={settings.formats.includes(format)} onChange={(event) => { set({ formats: event.currentTarget.checked ? [...settings.formats, format] : settings.formats.filter((one) => one !== format) }) }} />{FORMAT_WORDS[format]}</label>)}
      </fieldset>
      <h3>{t('office.dailyLog.shifts')}</h3>
      {settings.shifts.length === 0 ? <p>{t('office.dailyLog.noneTheLogIsOfThe')}</p> : (
        <ul className={css.rows}>{settings.shifts.map((one) => <li key={one.name}><b>{one.name}</b><span>{t('office.dailyLog.fromToTo', { from: one.from, to: one.to })}{one.to < one.from ? t('office.dailyLog.ofTheNextDay') : ''}</span><Button small aria-label={t('office.dailyLog.removeTheShiftName', { name: one.name })} onClick={() => { set({ shifts: settings.shifts.filter((other) => other.name !== one.name) }) }}>{t('office.dailyLog.remove')}</Button></li>)}</ul>
      )}
      <form className={css.four} onSubmit={add}>
        <TextField label={t('common.name')} value={draft.name} maxLength={40} error={tried && draft.name.trim() === '' ? t('office.dailyLog.typeANameSuchAsEarly') : problem?.field === 'shifts' ? problem.message : undefined} onChange={(event) => { setDraft({ ...draft, name: event.currentTarget.value }) }} />
        <TextField label={t('common.from')} type="time" value={draft.from} onChange={(event) => { setDraft({ ...draft, from: event.currentTarget.value }) }} />
        <TextField label={t('common.to')} type="time" value={draft.to} onChange={(event) => { setDraft({ ...draft, to: event.currentTarget.value }) }} />
        <div className={css.addShift}><Button submit keys="Enter">{t('office.dailyLog.addTheShift')}</Button></div>
      </form>
      {problem && problem.field !== 'shifts' && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
      <Help>{t('office.dailyLog.aLogOfAShiftShows')}</Help>
    </div>
  )
}
