import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ReceiptSettings } from '../../../shared/contract/receipts.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { TextField } from '../../ui/field.tsx'
import { Help, Loading, ProblemMessage } from '../../ui/parts.tsx'
import { FolderField } from '../office/folder-field.tsx'
import css from '../office/settings.module.css'

/** Where scans and PDFs of USPS are fetched from, and who asks USPS for electronic receipts. */
export function ReceiptsSettings(): ReactNode {
  const settings = useQuery(station.receipts.settings.queryOptions())
  if (settings.error) return <ProblemMessage problem={problemOf(settings.error)} onRetry={() => { void settings.refetch() }} />
  return settings.data ? <Form settings={settings.data} /> : <Loading />
}

function Form({ settings }: { settings: ReceiptSettings }): ReactNode {
  const [draft, setDraft] = useState(settings)
  const save = useMutation(station.receipts.changeSettings.mutationOptions({ onSuccess: async (saved) => {
    queries.setQueryData(station.receipts.settings.queryKey(), saved)
    await queries.invalidateQueries({ queryKey: station.tasks.key() })
  } }))
  const keep = (next = draft): void => { if (JSON.stringify(next) !== JSON.stringify(settings)) save.mutate(next) }
  const problem = save.error ? problemOf(save.error) : null
  const wrong = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined)
  return (
    <div className={css.form}>
      <h2>Receipts {save.isSuccess && <span>Saved</span>}</h2>
      <FolderField ask="Where scans and PDFs are put" onChoose={(watched) => { setDraft({ ...draft, watched }); keep({ ...draft, watched }) }} label="Watched folder" about="watchedFolder" hint="for scans and PDFs; empty for none" value={draft.watched} maxLength={500} error={wrong('watched')} onChange={(event) => { setDraft({ ...draft, watched: event.currentTarget.value }) }} onBlur={() => { keep() }} help="What is put there is taken in every five minutes; the folder is left as it is. How often stands under Scheduled tasks." />
      <TextField label="Name for USPS" hint="on its form for electronic receipts" value={draft.askerName} maxLength={200} error={wrong('askerName')} onChange={(event) => { setDraft({ ...draft, askerName: event.currentTarget.value }) }} onBlur={() => { keep() }} help="Empty: the person who asks." />
      <TextField label="E-mail for USPS" hint="where the PDF goes" type="email" value={draft.askerEmail} maxLength={200} error={wrong('askerEmail')} onChange={(event) => { setDraft({ ...draft, askerEmail: event.currentTarget.value }) }} onBlur={() => { keep() }} />
      {problem && !['watched', 'askerName', 'askerEmail'].includes(problem.field ?? '') && <ProblemMessage problem={problem} title="This was not saved." />}
      <Help>USPS keeps an electronic receipt for two years from mailing, and answers quickly for 60 days. Filed here, it stays.</Help>
    </div>
  )
}
