import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
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
  const preview = useLongWork<ImportPreview>((signal) => client.directory.importPreview({ id, mapping: open?.mapping ?? {} }, { signal }), t('directory.import.lookAtAnImport'))
  const apply = useLongWork<ImportReport>((signal) => client.directory.importApply({ id }, { signal }), t('directory.import.importOfPeople'))
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
    { key: 'Ctrl Enter', label: t('directory.import.lookWhatWouldChange'), when: step === 'columns', run: look },
    { key: 'Ctrl Enter', label: t('directory.import.apply'), when: step === 'preview' && preview.report !== null, run: start },
    { key: 'Ctrl Enter', label: t('common.done'), when: step === 'done', run: () => { setOpen(null); close() } },
    { key: 'Esc', label: t('common.anotherFile'), when: step === 'columns', run: another },
    { key: 'Esc', label: t('directory.import.backToTheColumns'), when: step === 'preview', run: () => { preview.cancel(); setLooking(false) } },
  ])
  if (!open) return <ChooseFile onOpen={(file) => { setLooking(false); setOpen({ file, mapping: file.mapping, applying: false }) }} />
  const { file, mapping } = open
  if (step === 'columns') return <Columns file={file} mapping={mapping} onMapping={(next) => { setOpen({ ...open, mapping: next }) }} onNext={look} onBack={another} />
  if (step === 'done' && apply.report) return <Done name={file.name} report={apply.report} onClose={close} />
  return (
    <section className={css.import} aria-label={t('common.import')}>
      <header className={css.importHead}><h2>{step === 'apply' ? t('directory.import.applyingName', { name: file.name }) : t('directory.import.whatNameWouldChange', { name: file.name })}</h2></header>
      <div className={css.importBody}>
        {preview.progress && step === 'preview' && <Work label={preview.progress.step} done={preview.progress.done} of={preview.progress.of} meanwhile={t('directory.import.nothingIsChangedYet')} onCancel={() => { preview.cancel(); setLooking(false) }} />}
        {preview.problem && step === 'preview' && <ProblemMessage title={t('directory.import.theFileCannotBeLookedAt')} problem={preview.problem} onRetry={look} />}
        {step === 'preview' && preview.report && <Preview name={file.name} columns={file.columns} report={preview.report} />}
        {apply.progress && <Work label={apply.progress.step} done={apply.progress.done} of={apply.progress.of} meanwhile={t('directory.import.scanningGoesOnCancelTakesBack')} onCancel={takeBack} />}
        {apply.problem && <ProblemMessage title={t('directory.import.theImportDidNotFinish')} problem={apply.problem} onRetry={start} />}
        {drop.error && <ProblemMessage problem={problemOf(drop.error)} />}
        {step === 'apply' && !apply.running && !apply.problem && <Message title={t('directory.import.theImportGoesOnAtThe')} acts={<Button small onClick={start}>{t('directory.import.followIt')}</Button>}>{t('directory.import.itDidNotStopWhenYou')}</Message>}
      </div>
      <footer className={css.importFoot}>
        <span className={css.second}>{preview.report && step === 'preview' ? t('directory.import.addedChangedChangedPeopleWhomThe', { added: count(preview.report.added, t('directory.import.newPerson'), t('directory.import.newPeople')), changed: preview.report.changed }) : ''}</span>
        {step === 'preview' && <Button keys="Esc" onClick={() => { preview.cancel(); setLooking(false) }}>{t('directory.import.backToTheColumns')}</Button>}
        {step === 'preview' && preview.report && <Button kind="primary" keys="Ctrl Enter" onClick={start}>{t('directory.import.applyToCountof', { countOf: count(preview.report.added + preview.report.changed, t('common.person'), t('common.people2')) })}</Button>}
        {step === 'apply' && apply.problem && <Button onClick={close}>{t('common.anotherFile')}</Button>}
      </footer>
    </section>
  )
}

function Done({ name, report, onClose }: { name: string; report: ImportReport; onClose: () => void }): ReactNode {
  return (
    <section className={css.import} aria-label={t('common.import')}>
      <header className={css.importHead}><h2>{name}</h2></header>
      <div className={css.importBody}>
        {report.cancelled ? <Message tone="act" title={t('directory.import.theImportWasTakenBack')}>{t('directory.import.theDirectoryIsAsItWas')}</Message>
          : <Message tone="done" title={t('directory.import.addedAddedChangedChangedSameThe', { added: count(report.added, t('common.person'), t('common.people2')), changed: report.changed, same: report.same })}>{report.bad > 0 ? t('directory.import.badNotTakenDownloadThemCorrect', { bad: count(report.bad, t('directory.import.rowWas'), t('directory.import.rowsWere')) }) : t('directory.import.everyRowWasTaken')}</Message>}
        <div className={css.acts}>
          {report.badRowsCsv !== '' && <Button icon="download" onClick={() => { download(t('directory.import.rowsNotTakenNameCsv', { name: baseName(name) }), [report.badRowsCsv]) }}>{t('directory.import.downloadBadNotTaken', { bad: count(report.bad, t('common.row'), t('directory.import.rows')) })}</Button>}
          {report.missing > 0 && report.missingCsv !== '' && <Button icon="download" onClick={() => { download(t('directory.import.notInTheFileNameCsv', { name: baseName(name) }), [report.missingCsv]) }}>{t('directory.import.downloadMissingNotInTheFile', { missing: count(report.missing, t('common.person'), t('common.people2')) })}</Button>}
        </div>
      </div>
      <footer className={css.importFoot}><span /><Button kind="primary" keys="Ctrl Enter" onClick={onClose}>{t('common.done')}</Button></footer>
    </section>
  )
}

/** A file's name without its ending. */
function baseName(name: string): string {
  return name.replace(/\.[^.]*$/, '')
}
