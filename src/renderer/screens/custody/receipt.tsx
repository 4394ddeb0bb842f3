import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { HandoverRow } from '../../../shared/contract/custody.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printPdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { client, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Message, ProblemMessage } from '../../ui/parts.tsx'
import { clock, count } from '../../ui/words.ts'
import css from './custody.module.css'

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

/** What a person is told once receipts were put into the outbox. */
const MAILED = (receipts: number): string => `${count(receipts, 'receipt goes', 'receipts go')} out by e-mail.`

/** Sends the receipt of a handover to its recipients by e-mail. */
export async function emailReceipt(handover: string): Promise<string> {
  return MAILED((await client.custody.emailReceipt({ handover })).receipts)
}

/** What was just handed over, with its receipt one key away. `receipts` is how many went out by e-mail with it. */
export function Receipt({ handover, pieces, receipts }: { handover: HandoverRow; pieces: number; receipts: number }): ReactNode {
  const zone = useZone()
  const print = useMutation({ mutationFn: () => printReceipt(handover.id) })
  const mail = useMutation({ mutationFn: () => emailReceipt(handover.id) })
  const printing = (): void => { if (!print.isPending) print.mutate() }
  const mailing = (): void => { if (!mail.isPending) mail.mutate() }
  useKeys([{ key: 'Shift F8', label: 'E-mail the receipt', strip: false, run: mailing }, { key: 'F8', label: 'Print the receipt', run: printing }])
  const mailed = mail.data ?? (receipts > 0 ? MAILED(receipts) : '')
  return (
    <>
      <Message tone="done" title={`${count(pieces, 'piece')} handed over to ${handover.receiver.name}`} acts={<><Button small icon="printer" keys="F8" onClick={printing}>Print the receipt</Button><Button small icon="mail" keys="Shift F8" onClick={mailing}>E-mail it{mailed && ' again'}</Button></>}>
        {clock(handover.at, zone)}{handover.signature ? ', signed' : ', without a signature'}. {mailed} {print.data}
      </Message>
      {print.error && <ProblemMessage problem={problemOf(print.error)} title="The receipt was not printed." />}
      {mail.error && <ProblemMessage problem={problemOf(mail.error)} title="The receipt was not e-mailed." />}
    </>
  )
}

/** How the receiver gets a receipt; what was chosen last holds for the next one. */
export interface ReceiptWays { mail: boolean; print: boolean }

/** What is chosen now, and how to change it. */
export const useReceiptWays = (): [ReceiptWays, (next: ReceiptWays) => void] => useKept<ReceiptWays>('handover.receipt', { mail: false, print: false })

/**
 * The two ways a receipt is given.
 *
 * @param unreachable why nobody of the pile can be e-mailed, or null
 */
export function ReceiptChoice({ ways, onChange, unreachable }: { ways: ReceiptWays; onChange: (ways: ReceiptWays) => void; unreachable: string | null }): ReactNode {
  return (
    <div className={css.ways}>
      <label className={css.check} title={unreachable ?? undefined}><input type="checkbox" checked={ways.mail && unreachable === null} disabled={unreachable !== null} onChange={(event) => { onChange({ ...ways, mail: event.currentTarget.checked }) }} />E-mail a receipt{unreachable !== null && <span className={css.third}>{unreachable}</span>}</label>
      <label className={css.check}><input type="checkbox" checked={ways.print} onChange={(event) => { onChange({ ...ways, print: event.currentTarget.checked }) }} />Print it</label>
    </div>
  )
}
