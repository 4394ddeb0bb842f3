import { useMutation } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { saidOnce } from '../../../shared/words.ts'
import { useOpen } from '../../app/kept.ts'
import { printed } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { Message, ProblemMessage } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { PrintDialog } from '../devices/print-dialog.tsx'

/**
 * Prints the labels of pieces that were just saved, without a dialog where a printer is set up for them: the hands stay at the
 * next piece. Without one the label is shown with the ways that are left.
 */
export function usePrintSaved(): { print: (pieces: readonly PieceRow[]) => void; said: ReactNode; dialog: ReactNode } {
  const [shown, setShown] = useOpen<PieceRow | null>('intake.print', null)
  const run = useMutation({
    mutationFn: async (pieces: readonly PieceRow[]) => {
      const printers = await queries.fetchQuery(station.printing.printers.queryOptions())
      const printer = printers.find((one) => one.purposes.includes('piece'))
      if (!printer) {
        setShown(pieces[0] ?? null)
        return null
      }
      const missing: Array<string | null> = []
      for (const piece of pieces) missing.push((await client.printing.printLabel({ piece: piece.id, printer: printer.id })).missing)
      return { said: t('intake.printSaved.lengthSentToName', { length: count(pieces.length, t('intake.printSaved.label')), name: printer.name }), missing: saidOnce(missing) }
    },
    onSettled: async () => { await queries.invalidateQueries({ queryKey: station.printing.key() }) },
  })
  return {
    print: (pieces) => { if (pieces.length > 0) run.mutate(pieces) },
    said: run.error ? <ProblemMessage problem={problemOf(run.error)} title={t('intake.printSaved.thePieceIsSavedItsLabel')} /> : run.data ? <Message {...(run.data.missing === null ? { icon: 'printer' } : { tone: 'act' })}>{printed(`${run.data.said} ${t('intake.printSaved.devicesAltVShowsWhetherIt')}`, run.data)}</Message> : null,
    dialog: shown && <PrintDialog title={t('intake.printSaved.printTheLabelOfGrouped', { grouped: shown.grouped })} what={{ piece: shown.id }} onClose={() => { setShown(null) }} />,
  }
}
