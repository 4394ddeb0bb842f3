import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { HandoverRow } from '../../../shared/contract/custody.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printed, printPdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { client, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Message, ProblemMessage } from '../../ui/parts.tsx'
import { clock, count } from '../../ui/words.ts'
import css from './custody.module.css'

/** Prints a receipt at the receipt printer; where none is set up, in the system's print dialog. */
export async function printReceipt(handover: string): Promise<string> {
  try {
    return printed(t('custody.receipt.theReceiptIsAtThePrinter'), await client.custody.printReceipt({ handover }))
  } catch (error) {
    if (problemOf(error).code !== 'no-printer') throw error
    const pdf = await client.custody.receiptPdf({ handover })
    const answer = await printPdf(pdf)
    return printed(answer.end === 'saved' ? t('custody.receipt.theReceiptWasSavedAsA') : t('custody.receipt.theReceiptIsInThePrint'), answer)
  }
}

/** What a person is told once receipts were put into the outbox. */
const MAILED = (receipts: number): string => t('custody.receipt.receiptsOutByEmail', { receipts: count(receipts, t('custody.receipt.receiptGoes'), t('custody.receipt.receiptsGo')) })

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
  useKeys([{ key: 'Shift F8', label: t('common.emailTheReceipt'), strip: false, run: mailing }, { key: 'F8', label: t('custody.receipt.printTheReceipt'), run: printing }])
  const mailed = mail.data ?? (receipts > 0 ? MAILED(receipts) : '')
  return (
    <>
      <Message tone="done" title={t('custody.receipt.piecesHandedOverToName', { pieces: count(pieces, t('common.piece')), name: handover.receiver.name })} acts={<><Button small icon="printer" keys="F8" onClick={printing}>{t('custody.receipt.printTheReceipt')}</Button><Button small icon="mail" keys="Shift F8" onClick={mailing}>{t('custody.receipt.emailIt')}{mailed && t('custody.receipt.again')}</Button></>}>
        {clock(handover.at, zone)}{handover.signature ? t('custody.receipt.signed') : t('custody.receipt.withoutASignature')}. {mailed} {print.data}
      </Message>
      {print.error && <ProblemMessage problem={problemOf(print.error)} title={t('custody.receipt.theReceiptWasNotPrinted')} />}
      {mail.error && <ProblemMessage problem={problemOf(mail.error)} title={t('custody.receipt.theReceiptWasNotEmailed')} />}
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
      <label className={css.check} title={unreachable ?? undefined}><input type="checkbox" checked={ways.mail && unreachable === null} disabled={unreachable !== null} onChange={(event) => { onChange({ ...ways, mail: event.currentTarget.checked }) }} />{t('custody.receipt.emailAReceipt')}{unreachable !== null && <span className={css.third}>{unreachable}</span>}</label>
      <label className={css.check}><input type="checkbox" checked={ways.print} onChange={(event) => { onChange({ ...ways, print: event.currentTarget.checked }) }} />{t('custody.receipt.printIt')}</label>
    </div>
  )
}
