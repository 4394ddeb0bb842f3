import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { HandoverRow, ReceiverInput } from '../../../shared/contract/custody.ts'
import type { PieceEvent, PieceFile, PieceRow } from '../../../shared/contract/pieces.ts'
import { actionsFrom, whereItIs } from '../../../shared/mail/custody.ts'
import { officeDay } from '../../../shared/mail/days.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { printed } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station, useStation, useZone } from '../../app/station.ts'
import { useApproval } from '../../ui/approval.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { ProblemMessage, Segments, Tag } from '../../ui/parts.tsx'
import { fullTime } from '../../ui/words.ts'
import { PersonPicker, type Picked } from '../directory/person-picker.tsx'
import css from './piece-custody.module.css'
import { EXCEPTION_WORDS, HoldDialog, LineDialog, ProblemDialog } from './dialogs.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { emailReceipt, printReceipt } from './receipt.tsx'

/** Where a piece is, as a sentence with its day. */
export function useWhere(piece: PieceRow): string {
  const zone = useZone()
  const today = useStation()?.today ?? officeDay(piece.holder.since, zone)
  return whereItIs({ state: piece.state, accountable: piece.accountable, location: piece.location, holder: piece.holder.name, since: officeDay(piece.holder.since, zone), run: piece.holder.kind === 'run' ? piece.holder.ref : null, reason: piece.holder.why }, today)
}

type Asking = 'hold' | 'leave' | 'problem' | 'back' | 'receiver' | null

/** Who has a piece and what can be done about it: the signature, bringing it back, setting it aside, saying what is wrong. */
export function PieceCustody({ piece, events, files }: { piece: PieceRow; events: readonly PieceEvent[]; files: readonly PieceFile[] }): ReactNode {
  const zone = useZone()
  const [asking, setAsking] = useOpen<Asking>(`custody.${piece.id}`, null)
  const last = events.findLast((event) => event.kind === 'piece.handed-over')
  const handoverId = piece.state === 'handed-over' && typeof last?.payload?.['handover'] === 'string' ? last.payload['handover'] : null
  const handover = useQuery(station.custody.handover.queryOptions({ input: { handover: handoverId ?? '' }, enabled: handoverId !== null })).data?.handover ?? null
  const signature = files.findLast((file) => file.kind === 'signature' && file.type === 'image/png') ?? null
  const picture = useQuery({ queryKey: [['pieces', 'signature'], signature?.file], enabled: signature !== null && (piece.state === 'handed-over' || piece.state === 'at-mail-stop'), staleTime: Infinity, queryFn: () => client.pieces.file({ hash: signature?.file ?? '' }) }).data
  const release = useMutation({ mutationFn: () => client.custody.release({ pieces: [piece.id] }), onSuccess: () => queries.invalidateQueries({ queryKey: station.pieces.key() }) })
  const receipt = useMutation({ mutationFn: (way: typeof printReceipt) => way(handoverId ?? '') })
  const actions = piece.voided ? [] : actionsFrom(piece.state)
  const can = { hold: actions.includes('hold'), release: actions.includes('release') && piece.state === 'held', back: actions.includes('bring-back') && piece.state !== 'on-run', leave: actions.includes('leave') && piece.state !== 'on-run' && piece.recipient !== null }
  const close = (): void => { setAsking(null) }
  useKeys(asking ? [] : [
    { key: 'F6', label: can.release ? t('custody.pieceCustody.release') : t('custody.pieceCustody.hold'), when: can.hold || can.release, strip: false, run: () => { if (can.release) release.mutate(); else setAsking('hold') } },
    { key: 'P', label: t('custody.pieceCustody.reportAProblem'), when: !piece.voided, strip: false, run: () => { setAsking('problem') } },
    { key: 'L', label: t('custody.pieceCustody.leaveAtAMailStop'), when: can.leave, strip: false, run: () => { setAsking('leave') } },
    { key: 'B', label: t('custody.pieceCustody.itIsHereAgain'), when: can.back, strip: false, run: () => { setAsking('back') } },
  ])
  const problem = release.error ?? receipt.error
  return (
    <section className={css.custody} aria-label={t('custody.pieceCustody.whoHasIt')}>
      <div className={css.facts}>
        {piece.exceptions.map((kind) => <Tag key={kind} tone="act" small>{EXCEPTION_WORDS[kind]}</Tag>)}
        {piece.container && <Tag small>{t('custody.pieceCustody.inNumber', { number: piece.container.number })}</Tag>}
        {handover && <span>{handover.receiver.name}{handover.receiver.kind === 'delegate' ? t('custody.pieceCustody.asDelegate') : handover.receiver.kind === 'other' ? t('custody.pieceCustody.idSeenIdseen', { idSeen: handover.receiver.idSeen }) : ''}{t('custody.pieceCustody.atByBy', { at: fullTime(handover.at, zone), by: handover.by })} {handover.signature ? t('custody.pieceCustody.signed') : t('custody.pieceCustody.notSigned')}{handover.corrected && t('custody.pieceCustody.receiverCorrected')}</span>}
        {picture && <img className={css.signature} src={`data:${picture.type};base64,${picture.content}`} alt={t('custody.pieceCustody.theSignature')} />}
      </div>
      {problem && <ProblemMessage problem={problemOf(problem)} />}
      {receipt.data && <p role="status">{receipt.data}</p>}
      <div className={css.acts}>
        {can.release && <Button small keys="F6" onClick={() => { release.mutate() }}>{t('custody.pieceCustody.release')}</Button>}
        {can.hold && <Button small keys="F6" onClick={() => { setAsking('hold') }}>{t('custody.pieceCustody.hold')}</Button>}
        {can.leave && <Button small keys="L" onClick={() => { setAsking('leave') }}>{t('custody.pieceCustody.leaveAtAMailStop')}</Button>}
        {can.back && <Button small keys="B" onClick={() => { setAsking('back') }}>{t('custody.pieceCustody.itIsHereAgain')}</Button>}
        {handover && <Button small icon="printer" onClick={() => { receipt.mutate(printReceipt) }}>{t('common.receipt')}</Button>}
        {handover && <Button small icon="mail" onClick={() => { receipt.mutate(emailReceipt) }}>{t('common.emailTheReceipt')}</Button>}
        {handover && <Button small onClick={() => { setAsking('receiver') }}>{t('custody.pieceCustody.correctTheReceiver')}</Button>}
        {!piece.voided && <Button small keys="P" icon="warn" onClick={() => { setAsking('problem') }}>{t('custody.pieceCustody.reportAProblem')}</Button>}
      </div>
      {asking === 'leave' && <LeaveDialog pieces={[piece]} onClose={close} />}
      {asking === 'hold' && <HoldDialog piece={piece} onClose={close} />}
      {asking === 'problem' && <ProblemDialog piece={piece} onClose={close} />}
      {asking === 'back' && <LineDialog title={t('custody.pieceCustody.isItHereAgain')} label={t('custody.pieceCustody.whyItCameBack')} verb={t('custody.pieceCustody.itIsHere')} words={t('custody.pieceCustody.itWaitsForItsRecipientAgain')} onClose={close} act={(reason) => client.custody.bringBack({ pieces: [piece.id], reason })} />}
      {asking === 'receiver' && handover && <ReceiverDialog handover={handover} recipient={piece.recipient?.person ?? null} onClose={close} />}
    </section>
  )
}

/** Says who really took the pieces of a handover; the line that was wrong stays. */
function ReceiverDialog({ handover, recipient, onClose }: { handover: HandoverRow; recipient: string | null; onClose: () => void }): ReactNode {
  const [by, setBy] = useHeld<'name' | 'directory'>(`receiver.by.${handover.id}`, 'name')
  const [person, setPerson] = useHeld<Picked | null>(`receiver.person.${handover.id}`, null)
  const [name, setName] = useHeld(`receiver.name.${handover.id}`, handover.receiver.name)
  const [idSeen, setIdSeen] = useHeld(`receiver.idSeen.${handover.id}`, handover.receiver.idSeen)
  const { ask, dialog } = useApproval()
  const receiver: ReceiverInput = by === 'directory' ? { kind: person !== null && person.id === recipient ? 'recipient' : 'delegate', person: person?.id ?? null, name: '', idSeen: '' } : { kind: 'other', person: null, name, idSeen }
  const correct = (reason: string): Promise<unknown> => ask((approval) => client.custody.correctHandover({ handover: handover.id, receiver, reason, ...(approval ? { approval } : {}) }))
  return (
    <>
      <LineDialog title={t('custody.pieceCustody.whoTookItReally')} label={t('common.reason')} verb={t('custody.pieceCustody.correctTheReceiver')} words={t('custody.pieceCustody.recordedWasNameThisChangesThe', { name: handover.receiver.name })} onClose={onClose} act={correct}>
        <Segments small label={t('custody.pieceCustody.whoTookIt')} value={by} onChange={setBy} options={[{ value: 'name', label: t('custody.pieceCustody.somebodyElse') }, { value: 'directory', label: t('custody.pieceCustody.aPersonOfTheDirectory') }]} />
        {by === 'directory' ? <PersonPicker search={`receiver.person.${handover.id}`} label={t('common.person2')} value={person} onChange={setPerson} /> : (
          <>
            <TextField label={t('common.name')} value={name} maxLength={200} onChange={(event) => { setName(event.currentTarget.value) }} />
            <TextField label={t('common.idSeen')} about="idSeen" value={idSeen} maxLength={200} onChange={(event) => { setIdSeen(event.currentTarget.value) }} />
          </>
        )}
      </LineDialog>
      {dialog}
    </>
  )
}

/** A person's badge: a new number of ours, or the one of a card they have; printed where a badge printer is set up. */
export function BadgeDialog({ person, name, badge, onClose }: { person: string; name: string; badge: string; onClose: () => void }): ReactNode {
  const print = useMutation({ mutationFn: () => client.custody.printBadge({ person }) })
  const make = useMutation({ mutationFn: (number: string) => client.custody.assignBadge({ person, number }), onSuccess: () => queries.invalidateQueries({ queryKey: station.directory.key() }) })
  const [number, setNumber] = useHeld(`badge.${person}`, '')
  const now = make.data?.number ?? badge
  const problem = make.error ?? print.error
  return (
    <Dialog name="badge" title={t('custody.pieceCustody.theBadgeOfName', { name })} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('common.close')}</Button>{now !== '' && <Button onClick={() => { print.mutate() }}>{t('custody.pieceCustody.printTheBadge')}</Button>}<Button kind="primary" keys="Enter" onClick={() => { make.mutate(number.trim()) }}>{number.trim() === '' ? t('custody.pieceCustody.newNumber') : t('custody.pieceCustody.keepThisNumber')}</Button></>}>
      <p>{now === '' ? t('custody.pieceCustody.thereIsNoneYet') : t('custody.pieceCustody.theNumberIsNow', { now })} {t('custody.pieceCustody.atTheCounterItOpensWhat', { name })}</p>
      <form onSubmit={(event) => { event.preventDefault(); make.mutate(number.trim()) }}>
        <TextField label={t('custody.pieceCustody.numberOfACardTheyHave')} about="badge" hint={t('custody.pieceCustody.scanOrTypeItEmptyMakes')} data-autofocus value={number} maxLength={60} onChange={(event) => { setNumber(event.currentTarget.value) }} />
      </form>
      {problem && <ProblemMessage problem={problemOf(problem)} />}
      {print.data && <p role="status">{printed(t('custody.pieceCustody.theBadgeIsAtThePrinter'), print.data)}</p>}
    </Dialog>
  )
}
