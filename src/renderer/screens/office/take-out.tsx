import { type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ExportAllReport } from '../../../shared/contract/audit.ts'
import { useHeld } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { client } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Help, Message, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './settings.module.css'
import { FolderField, useFolder } from './folder-field.tsx'
import { megabytes } from './sizes.ts'

/** Everything in open formats, to a folder: nobody is locked in. */
export function TakeOut(): ReactNode {
  const [folder, setFolder] = useHeld('take-out.folder', '')
  const { ref, error: unnamed, isNamed } = useFolder(folder, t('office.takeOut.typeTheWholePathOfA'))
  const work = useLongWork<ExportAllReport>((signal) => client.audit.exportAll({ folder: folder.trim() }, { signal }), t('office.takeOut.exportOfEverything'))
  useKeys([{ key: 'Esc', label: t('common.stopTheExport'), when: work.running, run: work.cancel }])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isNamed() && !work.running) work.start()
  }
  const { report, problem } = work
  return (
    <form className={css.form} onSubmit={submit}>
      <h2>{t('office.takeOut.exportEverything')}</h2>
      <p>{t('office.takeOut.everyTableAsCsvEveryPhoto')}</p>
      <FolderField ref={ref} ask={t('office.takeOut.whereEverythingIsExportedTo')} onChoose={setFolder} label={t('common.folder')} hint={t('office.takeOut.newOrEmpty')} value={folder} error={unnamed ?? (problem?.field === 'folder' ? problem.message : undefined)} onChange={(event) => { setFolder(event.currentTarget.value) }} />
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile={t('common.scanningGoesOn')} onCancel={work.cancel} />}
      {problem && problem.field !== 'folder' && <ProblemMessage problem={problem} title={t('office.takeOut.nothingWasExported')} />}
      {report && <Message tone={report.missing > 0 ? 'act' : 'done'} title={t('office.takeOut.tablesWithRowsAndFilesBytes', { tables: count(report.tables, t('office.takeOut.table')), rows: count(report.rows, t('common.row')), files: count(report.files, t('common.file')), bytes: megabytes(report.bytes) })}>{t('office.takeOut.inFolder', { folder: report.folder })} {report.seconds.toFixed(1)} {t('common.s')}{report.missing > 0 ? t('office.takeOut.missingAreMissingOrDamagedIn', { missing: count(report.missing, t('common.file')) }) : ''}</Message>}
      <div><Button kind="primary" icon="download" submit keys="Enter" disabled={work.running}>{t('office.takeOut.exportEverything')}</Button></div>
      <Help icon="warn">{t('office.takeOut.itHoldsNamesAddressesAndSignatures')}</Help>
    </form>
  )
}
