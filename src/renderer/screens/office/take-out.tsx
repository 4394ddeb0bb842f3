import { useState, type FormEvent, type ReactNode } from 'react'
import type { ExportAllReport } from '../../../shared/contract/audit.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { client } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Help, Message, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './settings.module.css'
import { FolderField } from './folder-field.tsx'
import { megabytes } from './sizes.ts'

/** Everything in open formats, to a folder: nobody is locked in. */
export function TakeOut(): ReactNode {
  const [folder, setFolder] = useState('')
  const [missing, setMissing] = useState(false)
  const work = useLongWork<ExportAllReport>((signal) => client.audit.exportAll({ folder: folder.trim() }, { signal }))
  useKeys([{ key: 'Esc', label: 'Stop the export', when: work.running, run: work.cancel }])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setMissing(folder.trim() === '')
    if (folder.trim() !== '' && !work.running) work.start()
  }
  const { report, problem } = work
  return (
    <form className={css.form} onSubmit={submit}>
      <h2>Export everything</h2>
      <p>Every table as CSV, every photo, signature, scan and PDF, and a manifest with the SHA-256 of each. Another program, or another mailroom, can read it without Pigeonhole.</p>
      <FolderField ask="Where everything is exported to" onChoose={setFolder} label="Folder" hint="new or empty" value={folder} error={missing && folder.trim() === '' ? 'Type the whole path of a new folder.' : problem?.field === 'folder' ? problem.message : undefined} onChange={(event) => { setFolder(event.currentTarget.value) }} />
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile="Scanning goes on." onCancel={work.cancel} />}
      {problem && problem.field !== 'folder' && <ProblemMessage problem={problem} title="Nothing was exported." />}
      {report && <Message tone={report.missing > 0 ? 'act' : 'done'} title={`${count(report.tables, 'table')} with ${count(report.rows, 'row')} and ${count(report.files, 'file')}, ${megabytes(report.bytes)}.`}>In {report.folder}, {report.seconds.toFixed(1)} s.{report.missing > 0 ? ` ${count(report.missing, 'file')} are missing or damaged in the store: check the log.` : ''}</Message>}
      <div><Button kind="primary" icon="download" submit disabled={work.running}>Export everything</Button></div>
      <Help icon="warn">It holds names, addresses and signatures in the clear. Keep it as you keep the mail itself.</Help>
    </form>
  )
}
