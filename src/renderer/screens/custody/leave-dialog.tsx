import { useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useHeld } from '../../app/kept.ts'
import { client, station } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { SearchField } from '../../ui/field.tsx'
import type { Signature } from '../../ui/signature.tsx'
import { count } from '../../ui/words.ts'
import { LineDialog } from './dialogs.tsx'
import { freshId } from './words.ts'

/**
 * Leaves pieces at a mail stop without a run: theirs stands there already.
 *
 * @param signed who signed, where somebody did; what has to be signed for needs that, or a supervisor
 */
export function LeaveDialog({ pieces, signed = null, onDone, onClose }: { pieces: readonly PieceRow[]; signed?: { signature: Signature; by: string } | null; onDone?: () => void; onClose: () => void }): ReactNode {
  const stops = useQuery(station.directory.mailStops.queryOptions()).data ?? []
  const usual = pieces[0]?.recipient?.mailStop ?? ''
  const [picked, setPicked] = useHeld<string | null>(`leave.at.${pieces.map((piece) => piece.id).join()}`, null)
  const [id] = useHeld(`leave.id.${pieces.map((piece) => piece.id).join()}`, freshId)
  const { ask, dialog } = useApproval()
  const stop = picked ?? stops.find((one) => one.code === usual)?.id ?? null
  const leave = async (note: string): Promise<void> => {
    if (stop === null) throw new Error('Choose the mail stop first.')
    await ask((approval) => client.custody.leaveAtStop({ id, pieces: pieces.map((piece) => piece.id), mailStop: stop, note, signature: signed?.signature ?? null, signedBy: signed?.by ?? '', ...(approval ? { approval } : {}) }))
    onDone?.()
  }
  return (
    <>
      <LineDialog title={t('custody.leaveDialog.leaveLengthAtAMailStop', { length: count(pieces.length, t('common.piece')) })} label={t('common.note')} verb={t('custody.leaveDialog.leaveAtTheStop')} safe={t('common.notYet')} required={false} words={signed ? t('custody.leaveDialog.bySignedForIt', { by: signed.by }) : t('custody.leaveDialog.withoutASignatureWhatHasTo')} onClose={onClose} act={leave}>
        <SearchField label={t('common.mailStop')} about="mailStop" search={`leave.at.${pieces.map((piece) => piece.id).join()}`} placeholder={t('custody.leaveDialog.choose')} value={stop} data={stops.map((one) => ({ value: one.id, label: [one.code, one.description, one.building].filter(Boolean).join(', ') }))} onChange={setPicked} />
      </LineDialog>
      {dialog}
    </>
  )
}
