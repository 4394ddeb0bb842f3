import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { BackupSettings } from '../../../shared/contract/backup.ts'
import type { BackupReport } from '../../../shared/contract/office.ts'
import { useHeld } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, Message, ProblemMessage, Work, Unread } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import { Copies, useCopies } from './copies.tsx'
import css from './settings.module.css'
import { FolderField, useFolder } from './folder-field.tsx'
import { megabytes } from './sizes.ts'

const NO_FOLDER = t('office.backup.typeTheWholePathOfA')
const KEPT = [['daily', t('common.days')], ['weekly', t('office.backup.weeks')], ['monthly', t('office.backup.months')]] as const

/** Where copies go, how many stay, a copy now, and a store made anew from one. */
export function Backup(): ReactNode {
  const settings = useQuery(station.backup.settings.queryOptions())
  return settings.data ? <BackupForm settings={settings.data} /> : <Unread title={t('office.backup.backup')} of={[settings]} />
}

function BackupForm({ settings }: { settings: BackupSettings }): ReactNode {
  const last = useStation()?.lastBackup ?? null
  const zone = useZone()
  const [draft, setDraft] = useHeld('backup.draft', { folder: settings.folder, daily: String(settings.keep.daily), weekly: String(settings.keep.weekly), monthly: String(settings.keep.monthly), warn: String(settings.warnAfterDays) })
  const { ref, error: unnamed, isNamed } = useFolder(draft.folder, NO_FOLDER)
  const save = useMutation(station.backup.saveSettings.mutationOptions({ onSuccess: async (saved) => {
    queries.setQueryData(station.backup.settings.queryKey(), saved)
    await queries.invalidateQueries({ queryKey: station.tasks.key() })
  } }))
  const work = useLongWork<BackupReport>((signal) => client.office.backup({ folder: draft.folder.trim() }, { signal }), t('office.backup.backup'))
  const start = (): void => {
    if (!isNamed() || work.running) return
    leave()
    work.start()
  }
  useKeys([{ key: 'Ctrl Enter', label: t('office.backup.backUpNow'), when: !work.running, run: start }, { key: 'Esc', label: t('office.backup.stopTheBackup'), when: work.running, run: work.cancel }])
  const whole = (text: string, most: number, least = 0): number | null => (/^\d{1,3}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most ? Number(text) : null)
  const numbers = { daily: whole(draft.daily, 366), weekly: whole(draft.weekly, 104), monthly: whole(draft.monthly, 240), warn: whole(draft.warn, 90, 1) }
  /** Saves when a field is left, once all of them can be read. */
  const leave = (from = draft): void => {
    const { daily, weekly, monthly, warn } = numbers
    if (daily === null || weekly === null || monthly === null || warn === null) return
    const next: BackupSettings = { folder: from.folder.trim(), keep: { daily, weekly, monthly }, warnAfterDays: warn }
    if (JSON.stringify(next) !== JSON.stringify(save.data ?? settings)) save.mutate(next)
  }
  const problem = save.error ? problemOf(save.error) : null
  const { report } = work
  const copies = useCopies(draft.folder.trim())
  return (
    <div className={css.form}>
      <h2>{t('office.backup.backup')}</h2>
      <p>{last ? t('office.backup.lastGoodBackupAtInFolder', { at: fullTime(last.at, zone), folder: last.folder }) : (copies.data?.length ?? 0) > 0 ? t('office.backup.thisStoreHasMadeNone') : t('office.backup.thereIsNoBackupYetChoose')}</p>
      <FolderField ref={ref} ask={t('office.backup.whereBackupsGo')} onChoose={(folder) => { setDraft({ ...draft, folder }); leave({ ...draft, folder }) }} label={t('common.folder')} about="backupFolder" hint={t('office.backup.onAnotherDriveOrOnThe')} value={draft.folder} error={unnamed ?? (problem?.field === 'folder' ? problem.message : undefined)} onChange={(event) => { setDraft({ ...draft, folder: event.currentTarget.value }) }} onBlur={() => { leave() }} help={t('office.backup.everyCopyIsReadBackAnd')} />
      <div className={css.four}>
        {KEPT.map(([name, label]) => <TextField key={name} label={t('office.backup.labelKept', { label })} inputMode="numeric" value={draft[name]} error={numbers[name] === null ? t('office.backup.aWholeNumber') : undefined} onChange={(event) => { setDraft({ ...draft, [name]: event.currentTarget.value }) }} onBlur={() => { leave() }} />)}
        <TextField label={t('office.backup.tooOldAfter')} hint={t('common.days2')} inputMode="numeric" value={draft.warn} error={numbers.warn === null ? t('office.backup.1To90Days') : undefined} onChange={(event) => { setDraft({ ...draft, warn: event.currentTarget.value }) }} onBlur={() => { leave() }} />
      </div>
      <Help>{t('office.backup.oneCopyOfEachOfSo')}{save.isSuccess ? t('office.backup.saved') : ''}</Help>
      {problem && problem.field !== 'folder' && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile={t('common.scanningGoesOn')} onCancel={work.cancel} />}
      {work.problem && <ProblemMessage problem={work.problem} title={t('office.backup.theBackupWasNotMade')} />}
      {report && (
        <Message tone={report.filesMissing > 0 ? 'act' : 'done'} title={t('office.backup.backupMadeAndCheckedEventsFiles', { events: count(report.events, t('common.entry'), t('common.entries')), files: count(report.files, t('common.file')), bytes: megabytes(report.bytes) })}>
          {report.filesMissing > 0 ? t('office.backup.filesmissingThatTheLogNamesAre', { filesMissing: count(report.filesMissing, t('common.file')) }) : ''}{t('office.backup.copyIn', { copy: report.copy })} {report.seconds.toFixed(1)} {t('common.s')}{report.head ? t('office.backup.headOfTheLogEntrySequence', { sequence: report.head.sequence, hash: report.head.hash.slice(0, 8) }) : ''}
        </Message>
      )}
      <div><Button kind="primary" icon="backup" keys="Ctrl Enter" disabled={work.running} onClick={start}>{t('office.backup.backUpNow')}</Button></div>
      <Help>{t('office.backup.theRecordsRelyOnTheDisks')}</Help>
      <Copies folder={draft.folder.trim()} made={report?.copy ?? null} />
    </div>
  )
}
