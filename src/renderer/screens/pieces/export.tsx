import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ExportReport, PieceFilter } from '../../../shared/contract/pieces.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork, type LongWork, type Progress } from '../../app/long-work.ts'
import { client } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Message, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './pieces.module.css'
import { download } from './download.ts'

/** Puts the parts of a file aside, and gives the file to the browser when the last one is here. */
async function* kept(stream: AsyncIterable<{ progress: Progress } | { part: string } | { report: ExportReport }>): AsyncGenerator<{ progress: Progress } | { report: ExportReport }> {
  const parts: string[] = []
  for await (const message of stream) {
    if ('part' in message) {
      parts.push(message.part)
      continue
    }
    if ('report' in message) download(message.report.name, parts)
    yield message
  }
}

/** The export of what is shown. */
export function useExport(filter: PieceFilter): LongWork<ExportReport> {
  const work = useLongWork<ExportReport>(async (signal) => kept(await client.pieces.export({ filter }, { signal })), t('pieces.export.exportOfPieces'))
  useKeys([{ key: 'Esc', label: t('common.stopTheExport'), when: work.running, run: work.cancel }])
  return work
}

export function ExportButton({ work, empty }: { work: LongWork<ExportReport>; empty: boolean }): ReactNode {
  return <Button icon="download" keys="Ctrl E" disabled={empty || work.running} onClick={work.start}>{t('pieces.export.exportWhatIsShown')}</Button>
}

export function ExportState({ work }: { work: LongWork<ExportReport> }): ReactNode {
  if (!work.progress && !work.report && !work.problem) return null
  return (
    <div className={css.exporting}>
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile={t('common.scanningGoesOn')} onCancel={work.cancel} />}
      {work.problem && <ProblemMessage title={t('pieces.export.theFileWasNotMade')} problem={work.problem} />}
      {work.report && <Message tone="done" title={t('pieces.export.rowsInName', { rows: count(work.report.rows, t('common.piece')), name: work.report.name })}>{t('pieces.export.theBrowserKeepsTheFileWith')}</Message>}
    </div>
  )
}
