import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { BackupSettings } from '../../../shared/contract/backup.ts'
import type { BackupReport } from '../../../shared/contract/office.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, Loading, Message, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import { Copies } from './copies.tsx'
import css from './settings.module.css'
import { FolderField } from './folder-field.tsx'
import { megabytes } from './sizes.ts'

const NO_FOLDER = 'Type the whole path of a folder, such as E:\\Pigeonhole.'
const KEPT = [['daily', 'Days'], ['weekly', 'Weeks'], ['monthly', 'Months']] as const

/** Where copies go, how many stay, a copy now, and a store made anew from one. */
export function Backup(): ReactNode {
  const settings = useQuery(station.backup.settings.queryOptions())
  if (settings.error) return <ProblemMessage problem={problemOf(settings.error)} onRetry={() => { void settings.refetch() }} />
  return settings.data ? <BackupForm settings={settings.data} /> : <Loading />
}

function BackupForm({ settings }: { settings: BackupSettings }): ReactNode {
  const last = useStation()?.lastBackup ?? null
  const zone = useZone()
  const [draft, setDraft] = useState({ folder: settings.folder, daily: String(settings.keep.daily), weekly: String(settings.keep.weekly), monthly: String(settings.keep.monthly), warn: String(settings.warnAfterDays) })
  const [missing, setMissing] = useState(false)
  const save = useMutation(station.backup.saveSettings.mutationOptions({ onSuccess: async (saved) => {
    queries.setQueryData(station.backup.settings.queryKey(), saved)
    await queries.invalidateQueries({ queryKey: station.tasks.key() })
  } }))
  const work = useLongWork<BackupReport>((signal) => client.office.backup({ folder: draft.folder.trim() }, { signal }), 'Backup')
  const start = (): void => {
    setMissing(draft.folder.trim() === '')
    if (draft.folder.trim() === '' || work.running) return
    leave()
    work.start()
  }
  useKeys([{ key: 'Ctrl Enter', label: 'Back up now', when: !work.running, run: start }, { key: 'Esc', label: 'Stop the backup', when: work.running, run: work.cancel }])
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
  return (
    <div className={css.form}>
      <h2>Backup</h2>
      <p>{last ? `Last good backup: ${fullTime(last.at, zone)}, in ${last.folder}.` : 'There is no backup yet. Choose a folder and make the first one now.'}</p>
      <FolderField ask="Where backups go" onChoose={(folder) => { setDraft({ ...draft, folder }); leave({ ...draft, folder }) }} label="Folder" about="backupFolder" hint="on another drive or on the network" value={draft.folder} error={missing && draft.folder.trim() === '' ? NO_FOLDER : problem?.field === 'folder' ? problem.message : undefined} onChange={(event) => { setDraft({ ...draft, folder: event.currentTarget.value }) }} onBlur={() => { leave() }} help="Every copy is read back and checked before it counts. When one is made by itself stands under Scheduled tasks." />
      <div className={css.four}>
        {KEPT.map(([name, label]) => <TextField key={name} label={`${label} kept`} inputMode="numeric" value={draft[name]} error={numbers[name] === null ? 'A whole number.' : undefined} onChange={(event) => { setDraft({ ...draft, [name]: event.currentTarget.value }) }} onBlur={() => { leave() }} />)}
        <TextField label="Too old after" hint="days" inputMode="numeric" value={draft.warn} error={numbers.warn === null ? '1 to 90 days.' : undefined} onChange={(event) => { setDraft({ ...draft, warn: event.currentTarget.value }) }} onBlur={() => { leave() }} />
      </div>
      <Help>One copy of each of so many days, weeks and months stays. Only copies that this store made are ever removed.{save.isSuccess ? ' Saved.' : ''}</Help>
      {problem && problem.field !== 'folder' && <ProblemMessage problem={problem} title="This was not saved." />}
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile="Scanning goes on." onCancel={work.cancel} />}
      {work.problem && <ProblemMessage problem={work.problem} title="The backup was not made." />}
      {report && (
        <Message tone={report.filesMissing > 0 ? 'act' : 'done'} title={`Backup made and checked: ${count(report.events, 'entry', 'entries')}, ${count(report.files, 'file')}, ${megabytes(report.bytes)}.`}>
          {report.filesMissing > 0 ? `${count(report.filesMissing, 'file')} that the log names are missing or damaged in the store itself. Check the log. ` : ''}{report.copy}, in {report.seconds.toFixed(1)} s.{report.head ? ` Head of the log: entry ${report.head.sequence}, ${report.head.hash.slice(0, 8)}.` : ''}
        </Message>
      )}
      <div><Button kind="primary" icon="backup" keys="Ctrl Enter" disabled={work.running} onClick={start}>Back up now</Button></div>
      <Help>The records rely on the disk&apos;s encryption, in the backup too: BitLocker on Windows, FileVault on a Mac.</Help>
      <Copies folder={draft.folder.trim()} made={report?.copy ?? null} />
    </div>
  )
}
