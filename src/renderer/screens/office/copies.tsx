import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { CopyLoss, CopyRow } from '../../../shared/contract/backup.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Num } from '../../ui/num.tsx'
import { Message, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import { FolderField, useFolder } from './folder-field.tsx'
import css from './settings.module.css'
import { megabytes } from './sizes.ts'

/** What the backup folder holds, whoever made it. */
export function useCopies(folder: string) {
  return useQuery(station.backup.copies.queryOptions({ input: { folder }, enabled: folder !== '', staleTime: 0 }))
}

/** The copies in the backup folder; each can become a new store. `made` is the copy that was made last here. */
export function Copies({ folder, made }: { folder: string; made: string | null }): ReactNode {
  const zone = useZone()
  const [asked, setAsked] = useOpen<CopyRow | null>('copies.asked', null)
  const copies = useCopies(folder)
  const { refetch } = copies
  // Before it is painted: beside a copy that was just made nothing says that there is none.
  useLayoutEffect(() => { if (made !== null) void refetch() }, [made, refetch])
  if (folder === '') return null
  return (
    <>
      <h3>{t('office.copies.copiesInThisFolder')}</h3>
      {copies.error && <ProblemMessage problem={problemOf(copies.error)} onRetry={() => { void copies.refetch() }} />}
      {copies.data?.length === 0 && (made === null || !copies.isFetching) && <p>{t('office.copies.noneYet')}</p>}
      {copies.data && copies.data.length > 0 && (
        <ul className={css.rows} aria-label={t('office.copies.copiesNewestFirst')}>
          {copies.data.map((copy) => <li key={copy.name}><b>{fullTime(copy.createdAt, zone)}</b><span>{count(copy.events, t('common.entry'), t('common.entries'))}, {count(copy.pieces, t('common.piece'))}, {count(copy.files, t('common.file'))}, {megabytes(copy.bytes)}</span><Button small aria-label={t('office.copies.restoreTheCopyOfCreatedat', { createdAt: fullTime(copy.createdAt, zone) })} onClick={() => { setAsked(copy) }}>{t('office.copies.restore')}</Button></li>)}
        </ul>
      )}
      {asked && <RestoreDialog folder={folder} copy={asked} onClose={() => { setAsked(null) }} />}
    </>
  )
}

/** Says what would be lost before anything is made, and then makes a new store beside the one that is open. */
function RestoreDialog({ folder, copy, onClose }: { folder: string; copy: CopyRow; onClose: () => void }): ReactNode {
  const zone = useZone()
  const [to, setTo] = useHeld(`copies.to.${copy.name}`, '')
  const { ref, error: unnamed, isNamed } = useFolder(to, t('office.copies.typeTheWholePathOfA'))
  const loss = useLongWork<CopyLoss>((signal) => client.backup.compare({ folder, copy: copy.name }, { signal }), t('office.copies.comparisonWithABackup'))
  const { start } = loss
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- compared once, when it opens
  useEffect(() => { start() }, [])
  const restore = useMutation(station.backup.restore.mutationOptions())
  const run = (): void => {
    if (isNamed() && !restore.isPending && !restore.isSuccess) restore.mutate({ folder, copy: copy.name, to: to.trim() })
  }
  const done = restore.data
  return (
    <Dialog name="restore" wide title={t('office.copies.restoreTheCopyOfCreatedat2', { createdAt: fullTime(copy.createdAt, zone) })} onClose={onClose} keys={done ? [] : [{ key: 'Ctrl Enter', label: t('office.copies.makeTheNewStore'), run }]}
      acts={done ? <Button kind="primary" onClick={onClose}>{t('common.close')}</Button> : <><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Ctrl Enter" disabled={restore.isPending} onClick={run}>{t('office.copies.makeTheNewStore')}</Button></>}>
      {loss.progress && <Work label={loss.progress.step} done={loss.progress.done} of={loss.progress.of} />}
      {loss.problem && <ProblemMessage problem={loss.problem} title={t('office.copies.whatWouldBeLostIsNot')} />}
      {loss.report && <Loss loss={loss.report} />}
      {done ? (
        <Message tone="done" title={t('office.copies.piecesAndEventsAreInFolder', { pieces: count(done.pieces, t('common.piece')), events: count(done.events, t('common.entry'), t('common.entries')), folder: done.folder })}>
          {t('office.copies.closePigeonholeAndStartItWith')}{done.missingFiles > 0 ? t('office.copies.missingfilesWereNotInTheBackup', { missingFiles: count(done.missingFiles, t('common.file')) }) : ''}{done.redacted > 0 ? t('office.copies.redactedThatWereRedactedSinceWere', { redacted: count(done.redacted, t('common.entry'), t('common.entries')) }) : ''}
        </Message>
      ) : (
        <form onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}>
          <FolderField ref={ref} ask={t('office.copies.theFolderOfTheNewStore')} onChoose={setTo} label={t('office.copies.newFolder')} hint={t('office.copies.onThisComputerEmptyOrNew')} data-autofocus value={to} error={unnamed} onChange={(event) => { setTo(event.currentTarget.value) }} help={t('office.copies.theStoreThatIsOpenNow')} />
        </form>
      )}
      {restore.error && <ProblemMessage problem={problemOf(restore.error)} title={t('office.copies.nothingWasRestored')} />}
    </Dialog>
  )
}

function Loss({ loss }: { loss: CopyLoss }): ReactNode {
  const zone = useZone()
  if (!loss.same) return <Message tone="act" title={t('office.copies.thisIsNotACopyOf')}>{t('office.copies.theEndOfItsLogStands')}</Message>
  if (loss.events === 0) return <Message tone="done" title={t('office.copies.nothingWouldBeLostThisStore')} />
  const events = count(loss.events, t('common.entry'), t('common.entries'))
  const [from, to] = [fullTime(loss.from ?? 0, zone), fullTime(loss.to ?? 0, zone)]
  return (
    <>
      <Message tone="act" title={t('office.copies.whatWouldNotBeInIt', { what: loss.pieces > 0 ? t('office.copies.eventsAndPieces', { events, pieces: count(loss.pieces, t('common.piece')) }) : events })}>{from === to ? t('office.copies.recordedOnFulltime', { fullTime: from }) : t('office.copies.recordedFromFulltimeToFulltime2', { fullTime: from, fullTime2: to })}</Message>
      {loss.first.length > 0 && (
        <ul className={css.lost} aria-label={t('office.copies.piecesThatWouldNotBeIn')} tabIndex={0}>
          {loss.first.map((piece) => <li key={piece.id}><b><Num grouped={piece.grouped} /></b><span>{[piece.carrierName, piece.recipient].filter(Boolean).join(', ')}</span><em>{fullTime(piece.receivedAt, zone)}</em></li>)}
          {loss.pieces > loss.first.length && <li><span>{t('office.copies.andCountof', { countOf: count(loss.pieces - loss.first.length, t('office.copies.morePiece')) })}</span></li>}
        </ul>
      )}
    </>
  )
}
