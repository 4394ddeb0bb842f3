import { useMutation, useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Run } from '../../../shared/contract/custody.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station, useStation } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import type { Signature } from '../../ui/signature.tsx'
import { count } from '../../ui/words.ts'
import css from './custody.module.css'
import { useReceiptWays } from './receipt.tsx'
import { ReceiverPane, receiversOfAll } from './receiver.tsx'
import { freshId } from './words.ts'

/** Somebody takes pieces at a stop of a run: who, and the signature. */
export function SignDialog({ run, pieces, onClose, onDone }: { run: Run; pieces: readonly PieceRow[]; onClose: () => void; onDone: (run: Run) => void }): ReactNode {
  const people = [...new Map(pieces.flatMap((piece) => (piece.recipient?.person ? [[piece.recipient.person, piece.recipient.name] as const] : [])))]
  const cards = useQueries({ queries: people.map(([person]) => station.directory.get.queryOptions({ input: { id: person } })) })
  const receivers = receiversOfAll(people.map(([person, name], i) => ({ person, name, card: cards[i]?.data ?? null })), useStation()?.today ?? '')
  const [ways, setWays] = useReceiptWays()
  // A signature belongs to the pieces that it was given for.
  const held = `sign.${run.id}.${pieces.map((piece) => piece.id).join()}`
  const [picked, setPicked] = useHeld(`${held}.picked`, 0)
  const [other, setOther] = useHeld(`${held}.other`, { name: '', idSeen: '' })
  const [signature, setSignature] = useHeld<Signature | null>(`${held}.signature`, null)
  const [note, setNote] = useHeld(`${held}.note`, '')
  const [id] = useHeld(`${held}.id`, freshId)
  const { ask, dialog } = useApproval()
  const receiver = receivers[picked] ?? receivers[0]
  const deliver = useMutation({
    mutationFn: () => ask((allowed) => client.custody.deliver({
      id, run: run.id, pieces: pieces.map((piece) => piece.id), signature, note, receipt: ways.mail,
      receiver: !receiver || receiver.kind === 'other' ? { kind: 'other', person: null, ...other } : { kind: receiver.kind, person: receiver.person, name: '', idSeen: '' },
      ...(allowed ? { approval: allowed } : {}),
    })),
    onSuccess: (answer) => { onDone(answer.run) },
  })
  const send = (): void => { if (!deliver.isPending) deliver.mutate() }
  return (
    <>
      <Dialog name="sign" title={t('custody.signDialog.whoTakesLength', { length: count(pieces.length, t('common.piece')) })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('custody.signDialog.handOver'), run: send }, ...receivers.slice(0, 9).map((one, i) => ({ key: String(i + 1), label: t('custody.signDialog.nameReceives', { name: one.name }), run: () => { setPicked(i) } }))]} acts={<><Button keys="Esc" onClick={onClose}>{t('common.notYet')}</Button><Button kind="primary" keys="Ctrl Enter" onClick={send}>{t('custody.signDialog.handOverLength', { length: count(pieces.length, t('common.piece')) })}</Button></>}>
        <ReceiverPane receivers={receivers} picked={picked} onPick={setPicked} other={other} onOther={setOther} signature={signature} onSignature={setSignature} pieces={pieces.length} left={0} mustSign={pieces.some((piece) => piece.accountable)} name={!receiver || receiver.kind === 'other' ? other.name || t('custody.signDialog.receiver') : receiver.name} note={note} onNote={setNote}>
          {deliver.error && <ProblemMessage problem={problemOf(deliver.error)} />}
          <label className={css.check}><input type="checkbox" checked={ways.mail} onChange={(event) => { setWays({ ...ways, mail: event.currentTarget.checked }) }} />{t('custody.signDialog.emailAReceiptToEachRecipient')}</label>
        </ReceiverPane>
      </Dialog>
      {dialog}
    </>
  )
}
