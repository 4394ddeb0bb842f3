import { useState, type FormEvent, type ReactNode } from 'react'
import type { BackupReport, VerifyReport } from '../../../shared/contract/office.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { client, useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, Message, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import css from './settings.module.css'

/** Writes a checked copy of the store to a folder, now. */
export function Backup(): ReactNode {
  const last = useStation()?.lastBackup ?? null
  const zone = useZone()
  const [typed, setFolder] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const folder = typed ?? last?.folder ?? ''
  const work = useLongWork<BackupReport>((signal) => client.office.backup({ folder: folder.trim() }, { signal }))
  useKeys([{ key: 'Esc', label: 'Stop the backup', when: work.running, run: work.cancel }])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setMissing(folder.trim() === '')
    if (folder.trim() !== '' && !work.running) work.start()
  }
  const { report } = work
  return (
    <form className={css.form} onSubmit={submit}>
      <h2>Backup</h2>
      <p>{last ? `Last good backup: ${fullTime(last.at, zone)}, in ${last.folder}.` : 'There is no backup yet. Make the first one now.'}</p>
      <TextField label="Folder" hint="on another drive or on the network" value={folder} error={missing && folder.trim() === '' ? 'Type the whole path of a folder, such as E:\\Pigeonhole.' : undefined} onChange={(event) => { setFolder(event.currentTarget.value) }} help="The copy is read back and checked before it counts." />
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile="Scanning goes on." onCancel={work.cancel} />}
      {work.problem && <ProblemMessage problem={work.problem} title="The backup was not made." />}
      {report && (
        <Message tone="done" title={`Backup made and checked: ${count(report.events, 'entry', 'entries')}, ${count(report.files, 'file')}, ${megabytes(report.bytes)}.`}>
          {report.copy}, in {report.seconds.toFixed(1)} s.{report.head ? ` Head of the log: entry ${report.head.sequence}, ${report.head.hash.slice(0, 8)}.` : ''}
        </Message>
      )}
      <div><Button kind="primary" icon="backup" submit disabled={work.running}>Back up now</Button></div>
      <Help>The records rely on the disk&apos;s encryption, in the backup too: BitLocker on Windows, FileVault on a Mac.</Help>
    </form>
  )
}

function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** Checks that nothing in the log was changed. */
export function Verify(): ReactNode {
  const [against, setAgainst] = useState('')
  const work = useLongWork<VerifyReport>((signal) => client.office.verify(against.trim() ? { against: against.trim().toLowerCase().replace(/\s/g, '') } : {}, { signal }))
  useKeys([{ key: 'Esc', label: 'Stop the check', when: work.running, run: work.cancel }])
  return (
    <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); if (!work.running) work.start() }}>
      <h2>Check the log</h2>
      <p>Every entry carries the hash of the one before it. The check reads them all, and that the lists follow from them.</p>
      <TextField label="Anchor" hint="the hash on a signed daily log or a backup, if you have one" value={against} onChange={(event) => { setAgainst(event.currentTarget.value) }} help="With an anchor, the check also finds a log that was cut short or rewritten up to it." className={css.anchor} />
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile="Scanning goes on." onCancel={work.cancel} />}
      {work.problem && <ProblemMessage problem={work.problem} title="The check did not finish." />}
      {work.report && <VerifyResult report={work.report} />}
      <div><Button kind="primary" icon="shield" submit disabled={work.running}>Check now</Button></div>
    </form>
  )
}

function VerifyResult({ report }: { report: VerifyReport }): ReactNode {
  const sum = `${count(report.events, 'entry', 'entries')}, ${count(report.pieces, 'piece')}, ${count(report.files, 'file')}, in ${report.seconds.toFixed(1)} s`
  if (report.ok) {
    return (
      <Message tone="done" icon="shield" title={`Chain verified${report.head ? ` to entry ${report.head.sequence.toLocaleString('en-US')}` : ''}.`}>
        {sum}.{report.anchor ? ` The anchor is entry ${report.anchor.sequence}.` : ''}{report.head ? ` Head: ${report.head.hash}` : ''}
      </Message>
    )
  }
  return (
    <>
      <Message tone="stop" title={`${count(report.problems.length, 'problem')} found.`}>{sum}. Keep this computer as it is, make no repairs, and call whoever keeps your records.</Message>
      <ul className={css.rows}>{report.problems.slice(0, 100).map((problem, i) => <li key={i}><b>{problem.part}</b><span>{problem.message}</span><em>{problem.sequence === null ? '' : `entry ${problem.sequence}`}</em></li>)}</ul>
    </>
  )
}
