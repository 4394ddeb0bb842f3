import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ReceiptSettings } from '../../../shared/contract/receipts.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { TextField } from '../../ui/field.tsx'
import { Help, ProblemMessage, Unread } from '../../ui/parts.tsx'
import { FolderField } from '../office/folder-field.tsx'
import css from '../office/settings.module.css'

/** Where scans and PDFs of USPS are fetched from, and who asks USPS for electronic receipts. */
export function ReceiptsSettings(): ReactNode {
  const settings = useQuery(station.receipts.settings.queryOptions())
  return settings.data ? <Form settings={settings.data} /> : <Unread title={t('common.receipts')} of={[settings]} />
}

function Form({ settings }: { settings: ReceiptSettings }): ReactNode {
  const [draft, setDraft] = useHeld('receipts.settings', settings)
  const save = useMutation(station.receipts.changeSettings.mutationOptions({ onSuccess: async (saved) => {
    queries.setQueryData(station.receipts.settings.queryKey(), saved)
    await queries.invalidateQueries({ queryKey: station.tasks.key() })
  } }))
  const keep = (next = draft): void => { if (JSON.stringify(next) !== JSON.stringify(settings)) save.mutate(next) }
  const problem = save.error ? problemOf(save.error) : null
  const wrong = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined)
  return (
    <div className={css.form}>
      <h2>{t('common.receipts')} {save.isSuccess && <span>{t('common.saved')}</span>}</h2>
      <FolderField ask={t('receipts.settings.whereScansAndPdfsArePut')} onChoose={(watched) => { setDraft({ ...draft, watched }); keep({ ...draft, watched }) }} label={t('common.watchedFolder')} about="watchedFolder" hint={t('receipts.settings.forScansAndPdfsEmptyFor')} value={draft.watched} maxLength={500} error={wrong('watched')} onChange={(event) => { setDraft({ ...draft, watched: event.currentTarget.value }) }} onBlur={() => { keep() }} help={t('receipts.settings.whatIsPutThereIsTaken')} />
      <TextField label={t('receipts.settings.nameForUsps')} about="returnReceipt" hint={t('receipts.settings.onItsFormForElectronicReceipts')} value={draft.askerName} maxLength={200} error={wrong('askerName')} onChange={(event) => { setDraft({ ...draft, askerName: event.currentTarget.value }) }} onBlur={() => { keep() }} help={t('receipts.settings.emptyThePersonWhoAsks')} />
      <TextField label={t('receipts.settings.emailForUsps')} about="returnReceipt" hint={t('receipts.settings.whereThePdfGoes')} type="email" value={draft.askerEmail} maxLength={200} error={wrong('askerEmail')} onChange={(event) => { setDraft({ ...draft, askerEmail: event.currentTarget.value }) }} onBlur={() => { keep() }} />
      {problem && !['watched', 'askerName', 'askerEmail'].includes(problem.field ?? '') && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
      <Help>{t('receipts.settings.uspsKeepsAnElectronicReceiptFor')}</Help>
    </div>
  )
}
