import type { ReactNode } from 'react'
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
  const work = useLongWork<ExportReport>(async (signal) => kept(await client.pieces.export({ filter }, { signal })), 'Export of pieces')
  useKeys([{ key: 'Esc', label: 'Stop the export', when: work.running, run: work.cancel }])
  return work
}

export function ExportButton({ work, empty }: { work: LongWork<ExportReport>; empty: boolean }): ReactNode {
  return <Button icon="download" keys="Ctrl E" disabled={empty || work.running} onClick={work.start}>Export what is shown</Button>
}

export function ExportState({ work }: { work: LongWork<ExportReport> }): ReactNode {
  if (!work.progress && !work.report && !work.problem) return null
  return (
    <div className={css.exporting}>
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile="Scanning goes on." onCancel={work.cancel} />}
      {work.problem && <ProblemMessage title="The file was not made." problem={work.problem} />}
      {work.report && <Message tone="done" title={`${count(work.report.rows, 'piece')} in ${work.report.name}.`}>The browser keeps the file with its downloads.</Message>}
    </div>
  )
}
