import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { EXCEPTIONS, type ExceptionKind } from '../../../shared/mail/custody.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { splitNumber } from '../../ui/num.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'

export const EXCEPTION_WORDS: Record<ExceptionKind, string> = {
  'not-ours': t('custody.dialogs.notForThisOffice'), 'has-left': t('custody.dialogs.recipientHasLeft'), refused: t('custody.dialogs.recipientRefusesIt'), damaged: t('common.damaged'), 'partly-delivered': t('custody.dialogs.onlyPartOfItIsHere'), lost: t('common.cannotBeFound'), other: t('custody.dialogs.somethingElse'),
}

/** Asks for one line and does something with it: Enter does it, Esc keeps everything as it was. */
export function LineDialog({ title, label, verb, words, required = true, initial = '', danger = false, safe = t('common.leaveIt'), children, act, onClose }: { title: string; label: string; verb: string; /** The word of the button that does nothing. */ safe?: string; words?: string; required?: boolean; initial?: string; danger?: boolean; children?: ReactNode; act: (line: string) => Promise<unknown>; onClose: () => void }): ReactNode {
  const [value, setValue] = useHeld(`line.${title}`, initial)
  const [missing, setMissing] = useState(false)
  const run = useMutation({
    mutationFn: act,
    onSuccess: async () => {
      onClose()
      await Promise.all([queries.invalidateQueries({ queryKey: station.custody.key() }), queries.invalidateQueries({ queryKey: station.pieces.key() })])
    },
  })
  const send = (): void => {
    const empty = required && value.trim() === ''
    setMissing(empty)
    if (!empty && !run.isPending) run.mutate(value.trim())
  }
  return (
    <Dialog name="line" title={title} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{safe}</Button><Button kind={danger ? 'stop' : 'primary'} keys="Enter" onClick={send}>{verb}</Button></>}>
      {words && <p>{words}</p>}
      <form onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
        {children}
        <TextField label={label} data-autofocus value={value} maxLength={500} error={missing && value.trim() === '' ? t('custody.dialogs.sayItInAFewWords') : undefined} onChange={(event) => { setValue(event.currentTarget.value) }} />
        <button type="submit" hidden />
      </form>
      {run.error && <ProblemMessage problem={problemOf(run.error)} />}
    </Dialog>
  )
}

const tail = (piece: PieceRow): string => `\u2026 ${splitNumber(piece.grouped).tail}`

/** Sets a piece aside, with a reason. */
export function HoldDialog({ piece, onClose }: { piece: PieceRow; onClose: () => void }): ReactNode {
  return <LineDialog title={t('custody.dialogs.holdPiecePiece', { piece: tail(piece) })} label={t('common.reason')} verb={t('custody.dialogs.holdIt')} words={t('custody.dialogs.itStaysHereAndIsNot')} onClose={onClose} act={(reason) => client.custody.hold({ pieces: [piece.id], reason })} />
}

/** Says that a piece does not go its usual way: it comes onto the list of exceptions. */
export function ProblemDialog({ piece, onClose }: { piece: PieceRow; onClose: () => void }): ReactNode {
  const [kind, setKind] = useHeld<ExceptionKind>(`problem.kind.${piece.id}`, 'not-ours')
  return (
    <LineDialog title={t('custody.dialogs.whatIsWrongWithPiecePiece', { piece: tail(piece) })} label={t('common.note')} verb={t('custody.dialogs.reportIt')} required={kind === 'other'} onClose={onClose} act={(note) => client.custody.openException({ pieces: [piece.id], kind, note })}>
      <SelectField label={t('common.whatItIs')} about="exception" value={kind} data={EXCEPTIONS.map((value) => ({ value, label: EXCEPTION_WORDS[value] }))} onChange={(next) => { if (next) setKind(next as ExceptionKind) }} />
    </LineDialog>
  )
}
