import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ReceiptRow } from '../../../shared/contract/receipts.ts'
import { useKeys } from '../../app/keys.ts'
import { printPdf, savePdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Message, PaneActs, PaneHead, ProblemMessage } from '../../ui/parts.tsx'
import { dayWords } from '../../ui/words.ts'
import css from './receipts.module.css'

/** How to get a receipt that is owed: what USPS's form asks for, ready to copy, or the data of PS 3811-A for a card that is lost. */
export function Request({ receipt }: { receipt: ReceiptRow }): ReactNode {
  const query = useQuery(station.receipts.request.queryOptions({ input: { letter: receipt.letter } }))
  const [copied, setCopied] = useState('')
  const sheet = useMutation({ mutationFn: async (way: 'dialog' | 'file') => { const pdf = await client.receipts.dataSheet({ letter: receipt.letter }); return way === 'dialog' ? await printPdf(pdf) : savePdf(pdf) } })
  const electronic = receipt.kind === 'electronic'
  const data = query.data
  const copy = (name: string, text: string): void => { navigator.clipboard.writeText(text).then(() => { setCopied(name) }, () => undefined) }
  const whole = data ? [data.number, data.name, data.email].filter((part) => part !== '').join('\n') : ''
  useKeys([
    { key: 'C', label: t('receipts.request.copyTheRequest'), strip: false, when: electronic && data !== undefined, run: () => { copy('all', whole) } },
    { key: 'F8', label: t('receipts.request.printPs3811aData'), when: !electronic && !sheet.isPending, run: () => { sheet.mutate('dialog') } },
  ])
  return (
    <section aria-label={electronic ? t('receipts.request.askUspsForTheReceipt') : t('receipts.request.theCardIsLost')}>
      <PaneHead title={electronic ? t('receipts.request.askUspsForIt') : t('receipts.request.ifTheCardIsLost')} />
      <div className={css.stack}>
        {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
        {sheet.error && <ProblemMessage problem={problemOf(sheet.error)} title={t('receipts.request.theDataWereNotPrinted')} />}
        {sheet.data?.missing && <Message tone="act">{sheet.data.missing}</Message>}
        {electronic && data && (
          <>
            <p>{data.fastUntil === null || data.keptUntil === null ? t('receipts.request.onTheTrackingPageOfUsps') : t('receipts.request.onTheTrackingPageOfUsps2', { fastUntil: dayWords(data.fastUntil), keptUntil: dayWords(data.keptUntil) })}</p>
            <dl className={css.request}>
              {([[t('common.number'), data.grouped, data.number], [t('common.name'), data.name, data.name], [t('common.email'), data.email, data.email]] as const).map(([name, shown, text]) => (
                <div key={name}><dt>{name}</dt><dd>{shown === '' ? <span className={css.d}>{t('receipts.request.setItUnderSettingsReceipts')}</span> : shown}</dd>{text !== '' && <dd><Button small icon="copy" aria-label={t('receipts.request.copyName', { name })} onClick={() => { copy(name, text) }}>{copied === name ? t('common.copied') : t('receipts.request.copy')}</Button></dd>}</div>
              ))}
            </dl>
            <PaneActs>
              <Button icon="copy" keys="C" onClick={() => { copy('all', whole) }}>{copied === 'all' ? t('common.copied') : t('receipts.request.copyAllThree')}</Button>
              {data.page !== null && <Button icon="external" onClick={() => { window.open(data.page ?? '', '_blank', 'noopener') }}>{t('receipts.request.uspsPage')}</Button>}
            </PaneActs>
            <p className={css.d}>{t('receipts.request.dropThePdfHereWhenIt')}</p>
          </>
        )}
        {!electronic && (
          <>
            <p>{t('receipts.request.uspsAnswersARequestOnPs')}</p>
            <PaneActs><Button icon="printer" keys="F8" onClick={() => { sheet.mutate('dialog') }}>{t('receipts.request.printPs3811aData')}</Button><Button icon="download" onClick={() => { sheet.mutate('file') }}>{t('common.saveAsPdf')}</Button></PaneActs>
          </>
        )}
      </div>
    </section>
  )
}
