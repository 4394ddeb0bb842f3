import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { LetterRow } from '../../../shared/contract/letters.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { ProblemMessage, Segments } from '../../ui/parts.tsx'
import css from './letters.module.css'

type Fate = 'waits' | 'voided'
const FATES = [{ value: 'waits', label: t('certified.strikeDialog.itWaitsForAnotherBook') }, { value: 'voided', label: t('certified.strikeDialog.itDoesNotGoOutVoid') }] as const
const WORDS: Record<Fate, string> = { waits: t('certified.strikeDialog.itsArticleNumberStaysOnIt'), voided: t('certified.strikeDialog.itsNumberStaysUsedAndIs') }

/** Voids a line of a book that is closed: the line stays on the sheet with the reason, and the letter waits or is voided with it. */
export function StrikeDialog({ line, letter, onClose }: { line: number; letter: LetterRow; onClose: () => void }): ReactNode {
  const [fate, setFate] = useHeld<Fate>(`strike.fate.${letter.id}`, 'waits')
  const [reason, setReason] = useHeld(`strike.reason.${letter.id}`, '')
  const [missing, setMissing] = useState(false)
  const { ask, dialog } = useApproval()
  const run = useMutation({
    mutationFn: () => (fate === 'waits' ? client.certified.strike({ letter: letter.id, reason: reason.trim() }) : ask((approval) => client.certified.void({ letter: letter.id, reason: reason.trim(), ...(approval ? { approval } : {}) }))),
    onSuccess: async () => {
      onClose()
      await Promise.all([queries.invalidateQueries({ queryKey: station.certified.key() }), queries.invalidateQueries({ queryKey: station.pieces.key() })])
    },
  })
  const send = (): void => {
    setMissing(reason.trim() === '')
    if (reason.trim() !== '' && !run.isPending) run.mutate()
  }
  if (dialog) return dialog
  return (
    <Dialog name="book-strike" title={t('certified.strikeDialog.voidLineLineName', { line, name: letter.addressee.name })} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('common.keepIt')}</Button><Button kind="stop" icon="trash" keys="Enter" onClick={send}>{t('certified.strikeDialog.voidTheLine')}</Button></>}>
      <p>{t('certified.strikeDialog.theLineStaysOnTheSheet')}</p>
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }} className={css.ask}>
        <TextField label={t('common.reason')} data-autofocus value={reason} maxLength={500} error={missing && reason.trim() === '' ? t('certified.strikeDialog.sayWhyInAFewWords') : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
        <p className={css.label}>{t('certified.strikeDialog.whatBecomesOfTheLetter')}</p>
        <Segments label={t('certified.strikeDialog.whatBecomesOfTheLetter')} value={fate} options={FATES} onChange={setFate} />
        <p className={css.note0}>{WORDS[fate]}</p>
        <button type="submit" hidden />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}
