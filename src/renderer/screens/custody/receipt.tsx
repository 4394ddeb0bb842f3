import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { HandoverRow } from '../../../shared/contract/custody.ts'
import { useKeys } from '../../app/keys.ts'
import { printPdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { client, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Message, ProblemMessage } from '../../ui/parts.tsx'
import { clock, count } from '../../ui/words.ts'

/** Prints a receipt at the receipt printer; where none is set up, in the system's print dialog. */
export async function printReceipt(handover: string): Promise<string> {
  try {
    await client.custody.printReceipt({ handover })
    return 'The receipt is at the printer.'
  } catch (error) {
    if (problemOf(error).code !== 'no-printer') throw error
    const end = await printPdf(await client.custody.receiptPdf({ handover }))
    return end === 'saved' ? 'The receipt was saved as a file.' : 'The receipt is in the print dialog.'
  }
}

/** What was just handed over, with its receipt one key away. */
export function Receipt({ handover, pieces }: { handover: HandoverRow; pieces: number }): ReactNode {
  const zone = useZone()
  const run = useMutation({ mutationFn: () => printReceipt(handover.id) })
  const print = (): void => { if (!run.isPending) run.mutate() }
  useKeys([{ key: 'F8', label: 'Print the receipt', run: print }])
  return (
    <>
      <Message tone="done" title={`${count(pieces, 'piece')} handed over to ${handover.receiver.name}`} acts={<Button small icon="printer" keys="F8" onClick={print}>Print the receipt</Button>}>
        {clock(handover.at, zone)}{handover.signature ? ', signed' : ', without a signature'}. {run.data}
      </Message>
      {run.error && <ProblemMessage problem={problemOf(run.error)} title="The receipt was not printed." />}
    </>
  )
}
