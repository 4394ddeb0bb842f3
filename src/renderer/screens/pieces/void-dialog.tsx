import { useMutation } from '@tanstack/react-query'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { splitNumber } from '../../ui/num.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'

/** Asks for the reason and takes a piece out of the day's count. */
export function VoidDialog({ piece, onClose }: { piece: PieceRow; onClose: () => void }): ReactNode {
  const form = useId()
  const [reason, setReason] = useHeld(`void.reason.${piece.id}`, '')
  const [missing, setMissing] = useState(false)
  const { ask, dialog } = useApproval()
  const run = useMutation({
    mutationFn: () => ask((approval) => client.pieces.void({ id: piece.id, reason, approval })),
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: station.pieces.key() })
    },
  })
  const send = (): void => {
    setMissing(reason.trim() === '')
    if (reason.trim() !== '' && !run.isPending) run.mutate()
  }
  if (dialog) return dialog
  return (
    <Dialog name="piece-void" title={t('pieces.voidDialog.voidPieceTail', { tail: splitNumber(piece.grouped).tail })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('pieces.voidDialog.voidThePiece'), strip: false, run: send }]}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.keepIt')}</Button><Button kind="stop" icon="trash" keys="Enter" submit form={form}>{t('pieces.voidDialog.voidThePiece')}</Button></>}>
      <p>{t('pieces.voidDialog.itLeavesTheDaysCountThe')}</p>
      <form id={form} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        <TextField label={t('common.reason')} data-autofocus value={reason} maxLength={500} error={missing && reason.trim() === '' ? t('pieces.voidDialog.sayWhyInAFewWords') : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}
