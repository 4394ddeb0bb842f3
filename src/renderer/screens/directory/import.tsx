import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ImportMapping, ImportOpened, ImportPreview, ImportReport } from '../../../shared/contract/directory.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Message, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { download } from '../pieces/download.ts'
import css from './directory.module.css'
import { ChooseFile } from './import-choose.tsx'
import { Columns } from './import-columns.tsx'
import { Preview } from './import-preview.tsx'

interface Open { file: ImportOpened; mapping: ImportMapping; applying: boolean }

/** Takes a list of people in: choose the file, say what its columns are, see what would change, apply. */
export function Import(): ReactNode {
  const [open, setOpen] = useKept<Open | null>('directory.import', null)
  const [looking, setLooking] = useState(false)
  const id = open?.file.id ?? ''
  const preview = useLongWork<ImportPreview>((signal) => client.directory.importPreview({ id, mapping: open?.mapping ?? {} }, { signal }), 'Look at an import')
  const apply = useLongWork<ImportReport>((signal) => client.directory.importApply({ id }, { signal }), 'Import of people')
  const close = (): void => {
    setLooking(false)
    setOpen(null)
    void queries.invalidateQueries({ queryKey: station.directory.key() })
  }
  const drop = useMutation(station.directory.importCancel.mutationOptions())
  const look = (): void => { setLooking(true); preview.start() }
  const start = (): void => { if (open) setOpen({ ...open, applying: true }); apply.start() }
  const takeBack = (): void => { drop.mutate({ id }) }
  const another = (): void => { drop.mutate({ id }); close() }
  const step = !open ? 'choose' : apply.report?.id === open.file.id ? 'done' : open.applying ? 'apply' : looking ? 'preview' : 'columns'
  useKeys([
    { key: 'Ctrl Enter', label: 'Look what would change', when: step === 'columns', run: look },
    { key: 'Ctrl Enter', label: 'Apply', when: step === 'preview' && preview.report !== null, run: start },
    { key: 'Ctrl Enter', label: 'Done', when: step === 'done', run: () => { setOpen(null); close() } },
    { key: 'Esc', label: 'Another file', when: step === 'columns', run: another },
    { key: 'Esc', label: 'Back to the columns', when: step === 'preview', run: () => { preview.cancel(); setLooking(false) } },
  ])
  if (!open) return <ChooseFile onOpen={(file) => { setLooking(false); setOpen({ file, mapping: file.mapping, applying: false }) }} />
  const { file, mapping } = open
  if (step === 'columns') return <Columns file={file} mapping={mapping} onMapping={(next) => { setOpen({ ...open, mapping: next }) }} onNext={look} onBack={another} />
  if (step === 'done' && apply.report) return <Done name={file.name} report={apply.report} onClose={close} />
  return (
    <section className={css.import} aria-label="Import">
      <header className={css.importHead}><h2>{step === 'apply' ? `Applying ${file.name}` : `What ${file.name} would change`}</h2></header>
      <div className={css.importBody}>
        {preview.progress && step === 'preview' && <Work label={preview.progress.step} done={preview.progress.done} of={preview.progress.of} meanwhile="Nothing is changed yet." onCancel={() => { preview.cancel(); setLooking(false) }} />}
        {preview.problem && step === 'preview' && <ProblemMessage title="The file cannot be looked at like this." problem={preview.problem} onRetry={look} />}
        {step === 'preview' && preview.report && <Preview name={file.name} columns={file.columns} report={preview.report} />}
        {apply.progress && <Work label={apply.progress.step} done={apply.progress.done} of={apply.progress.of} meanwhile="Scanning goes on. Cancel takes back what was applied." onCancel={takeBack} />}
        {apply.problem && <ProblemMessage title="The import did not finish." problem={apply.problem} onRetry={start} />}
        {drop.error && <ProblemMessage problem={problemOf(drop.error)} />}
        {step === 'apply' && !apply.running && !apply.problem && <Message title="The import goes on at the station." acts={<Button small onClick={start}>Follow it</Button>}>It did not stop when you left this screen.</Message>}
      </div>
      <footer className={css.importFoot}>
        <span className={css.second}>{preview.report && step === 'preview' ? `${count(preview.report.added, 'new person', 'new people')}, ${preview.report.changed} changed. People whom the file does not name stay as they are.` : ''}</span>
        {step === 'preview' && <Button keys="Esc" onClick={() => { preview.cancel(); setLooking(false) }}>Back to the columns</Button>}
        {step === 'preview' && preview.report && <Button kind="primary" keys="Ctrl Enter" onClick={start}>Apply to {count(preview.report.added + preview.report.changed, 'person', 'people')}</Button>}
        {step === 'apply' && apply.problem && <Button onClick={close}>Another file</Button>}
      </footer>
    </section>
  )
}

function Done({ name, report, onClose }: { name: string; report: ImportReport; onClose: () => void }): ReactNode {
  return (
    <section className={css.import} aria-label="Import">
      <header className={css.importHead}><h2>{name}</h2></header>
      <div className={css.importBody}>
        {report.cancelled ? <Message tone="act" title="The import was taken back.">The directory is as it was before.</Message>
          : <Message tone="done" title={`${count(report.added, 'person', 'people')} added, ${report.changed} changed, ${report.same} the same as before.`}>{report.bad > 0 ? `${count(report.bad, 'row was', 'rows were')} not taken. Download them, correct them and import that file.` : 'Every row was taken.'}</Message>}
        <div className={css.acts}>
          {report.badRowsCsv !== '' && <Button icon="download" onClick={() => { download(`rows not taken - ${baseName(name)}.csv`, [report.badRowsCsv]) }}>Download {count(report.bad, 'row', 'rows')} not taken</Button>}
          {report.missing > 0 && report.missingCsv !== '' && <Button icon="download" onClick={() => { download(`not in the file - ${baseName(name)}.csv`, [report.missingCsv]) }}>Download {count(report.missing, 'person', 'people')} not in the file</Button>}
        </div>
      </div>
      <footer className={css.importFoot}><span /><Button kind="primary" keys="Ctrl Enter" onClick={onClose}>Done</Button></footer>
    </section>
  )
}

/** A file's name without its ending. */
function baseName(name: string): string {
  return name.replace(/\.[^.]*$/, '')
}
