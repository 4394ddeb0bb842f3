import { useMutation } from '@tanstack/react-query'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
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
  const [reason, setReason] = useState('')
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
    <Dialog title={`Void piece \u2026 ${splitNumber(piece.grouped).tail}?`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Void the piece', run: send }]}
      acts={<><Button keys="Esc" onClick={onClose}>Keep it</Button><Button kind="stop" icon="trash" keys="Enter" submit form={form}>Void the piece</Button></>}>
      <p>It leaves the day&apos;s count. The line, the void and your reason stay in the log.</p>
      <form id={form} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        <TextField label="Reason" data-autofocus value={reason} maxLength={500} error={missing && reason.trim() === '' ? 'Say why, in a few words.' : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}
