import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ReceiptRow } from '../../../shared/contract/receipts.ts'
import { useKeys } from '../../app/keys.ts'
import { printPdf, savePdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { PaneHead, ProblemMessage } from '../../ui/parts.tsx'
import { dayWords } from '../../ui/words.ts'
import css from './receipts.module.css'

/** How to get a receipt that is owed: what USPS's form asks for, ready to copy, or the data of PS 3811-A for a card that is lost. */
export function Request({ receipt }: { receipt: ReceiptRow }): ReactNode {
  const query = useQuery(station.receipts.request.queryOptions({ input: { letter: receipt.letter } }))
  const [copied, setCopied] = useState('')
  const sheet = useMutation({ mutationFn: () => client.receipts.dataSheet({ letter: receipt.letter }), onSuccess: async (pdf) => { await printPdf(pdf) } })
  const save = useMutation({ mutationFn: () => client.receipts.dataSheet({ letter: receipt.letter }), onSuccess: savePdf })
  const electronic = receipt.kind === 'electronic'
  const data = query.data
  const copy = (name: string, text: string): void => { navigator.clipboard.writeText(text).then(() => { setCopied(name) }, () => undefined) }
  const whole = data ? [data.number, data.name, data.email].filter((part) => part !== '').join('\n') : ''
  useKeys([
    { key: 'C', label: 'Copy the request', strip: false, when: electronic && data !== undefined, run: () => { copy('all', whole) } },
    { key: 'F8', label: 'Print PS 3811-A data', when: !electronic && !sheet.isPending, run: () => { sheet.mutate() } },
  ])
  const problem = query.error ?? sheet.error ?? save.error
  return (
    <section aria-label={electronic ? 'Ask USPS for the receipt' : 'The card is lost'}>
      <PaneHead title={electronic ? 'Ask USPS for it' : 'If the card is lost'} />
      <div className={css.stack}>
        {problem && <ProblemMessage problem={problemOf(problem)} />}
        {electronic && data && (
          <>
            <p>{data.fastUntil === null || data.keptUntil === null ? 'On the tracking page of USPS.' : `On the tracking page of USPS. It answers quickly until ${dayWords(data.fastUntil)} (60 days), and keeps the record until ${dayWords(data.keptUntil)} (two years).`}</p>
            <dl className={css.request}>
              {([['Number', data.grouped, data.number], ['Name', data.name, data.name], ['E-mail', data.email, data.email]] as const).map(([name, shown, text]) => (
                <div key={name}><dt>{name}</dt><dd>{shown === '' ? <span className={css.d}>set it under Settings, Receipts</span> : shown}</dd>{text !== '' && <Button small icon="copy" aria-label={`Copy: ${name}`} onClick={() => { copy(name, text) }}>{copied === name ? 'Copied' : 'Copy'}</Button>}</div>
              ))}
            </dl>
            <div className={css.acts}>
              <Button icon="copy" keys="C" onClick={() => { copy('all', whole) }}>{copied === 'all' ? 'Copied' : 'Copy all three'}</Button>
              {data.page !== null && <Button icon="external" onClick={() => { window.open(data.page ?? '', '_blank', 'noopener') }}>USPS page</Button>}
            </div>
            <p className={css.d}>Drop the PDF here when it comes; it is filed by its number.</p>
          </>
        )}
        {!electronic && (
          <>
            <p>USPS answers a request on PS Form 3811-A. The data sheet has what the form asks for.</p>
            <div className={css.acts}><Button icon="printer" keys="F8" onClick={() => { sheet.mutate() }}>Print PS 3811-A data</Button><Button icon="download" onClick={() => { save.mutate() }}>Save as PDF</Button></div>
          </>
        )}
      </div>
    </section>
  )
}
