import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import type { CopyLoss, CopyRow } from '../../../shared/contract/backup.ts'
import { useLongWork } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Message, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count, fullTime } from '../../ui/words.ts'
import { FolderField } from './folder-field.tsx'
import css from './settings.module.css'
import { megabytes } from './sizes.ts'

/** The copies in the backup folder; each can become a new store. `made` is the copy that was made last here. */
export function Copies({ folder, made }: { folder: string; made: string | null }): ReactNode {
  const zone = useZone()
  const [asked, setAsked] = useState<CopyRow | null>(null)
  const copies = useQuery(station.backup.copies.queryOptions({ input: { folder }, enabled: folder !== '', staleTime: 0 }))
  const { refetch } = copies
  useEffect(() => { if (made !== null) void refetch() }, [made, refetch])
  if (folder === '') return null
  return (
    <>
      <h3>Copies in this folder</h3>
      {copies.error && <ProblemMessage problem={problemOf(copies.error)} onRetry={() => { void copies.refetch() }} />}
      {copies.data?.length === 0 && <p>None yet.</p>}
      {copies.data && copies.data.length > 0 && (
        <ul className={css.rows} aria-label="Copies, newest first">
          {copies.data.map((copy) => <li key={copy.name}><b>{fullTime(copy.createdAt, zone)}</b><span>{count(copy.events, 'entry', 'entries')}, {count(copy.pieces, 'piece')}, {count(copy.files, 'file')}, {megabytes(copy.bytes)}</span><Button small aria-label={`Restore the copy of ${fullTime(copy.createdAt, zone)}`} onClick={() => { setAsked(copy) }}>Restore</Button></li>)}
        </ul>
      )}
      {asked && <RestoreDialog folder={folder} copy={asked} onClose={() => { setAsked(null) }} />}
    </>
  )
}

/** Says what would be lost before anything is made, and then makes a new store beside the one that is open. */
function RestoreDialog({ folder, copy, onClose }: { folder: string; copy: CopyRow; onClose: () => void }): ReactNode {
  const zone = useZone()
  const [to, setTo] = useState('')
  const [missing, setMissing] = useState(false)
  const loss = useLongWork<CopyLoss>((signal) => client.backup.compare({ folder, copy: copy.name }, { signal }), 'Comparison with a backup')
  const { start } = loss
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- compared once, when it opens
  useEffect(() => { start() }, [])
  const restore = useMutation(station.backup.restore.mutationOptions())
  const run = (): void => {
    setMissing(to.trim() === '')
    if (to.trim() !== '' && !restore.isPending && !restore.isSuccess) restore.mutate({ folder, copy: copy.name, to: to.trim() })
  }
  const done = restore.data
  return (
    <Dialog wide title={`Restore the copy of ${fullTime(copy.createdAt, zone)}?`} onClose={onClose} keys={done ? [] : [{ key: 'Ctrl Enter', label: 'Restore', run }]}
      acts={done ? <Button kind="primary" onClick={onClose}>Close</Button> : <><Button keys="Esc" onClick={onClose}>Leave it</Button><Button kind="primary" keys="Ctrl Enter" disabled={restore.isPending} onClick={run}>Make the new store</Button></>}>
      {loss.progress && <Work label={loss.progress.step} done={loss.progress.done} of={loss.progress.of} />}
      {loss.problem && <ProblemMessage problem={loss.problem} title="What would be lost is not known." />}
      {loss.report && <Loss loss={loss.report} />}
      {done ? (
        <Message tone="done" title={`${count(done.pieces, 'piece')} and ${count(done.events, 'entry', 'entries')} are in ${done.folder}.`}>
          Close Pigeonhole and start it with --store and this folder. Own numbers wait there until the last one used is scanned; print jobs and messages stay stopped.{done.missingFiles > 0 ? ` ${count(done.missingFiles, 'file')} were not in the backup.` : ''}{done.redacted > 0 ? ` ${count(done.redacted, 'entry', 'entries')} that were redacted since were redacted again.` : ''}
        </Message>
      ) : (
        <form onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}>
          <FolderField ask="The folder of the new store" onChoose={setTo} label="New folder" hint="on this computer, empty or new" data-autofocus value={to} error={missing && to.trim() === '' ? 'Type the whole path of a new folder.' : undefined} onChange={(event) => { setTo(event.currentTarget.value) }} help="The store that is open now stays as it is." />
        </form>
      )}
      {restore.error && <ProblemMessage problem={problemOf(restore.error)} title="Nothing was restored." />}
    </Dialog>
  )
}

function Loss({ loss }: { loss: CopyLoss }): ReactNode {
  const zone = useZone()
  if (!loss.same) return <Message tone="act" title="This is not a copy of the store that is open.">The end of its log stands nowhere in this store: it is of another store, or one of the two was rewritten.</Message>
  if (loss.events === 0) return <Message tone="done" title="Nothing would be lost: this store has nothing that the copy has not." />
  return (
    <>
      <Message tone="act" title={`${count(loss.events, 'entry', 'entries')} and ${count(loss.pieces, 'piece')} would not be in it.`}>From {fullTime(loss.from ?? 0, zone)} to {fullTime(loss.to ?? 0, zone)}.</Message>
      {loss.first.length > 0 && (
        <ul className={css.lost} aria-label="Pieces that would not be in it" tabIndex={0}>
          {loss.first.map((piece) => <li key={piece.id}><b>{piece.grouped}</b><span>{[piece.carrierName, piece.recipient].filter(Boolean).join(', ')}</span><em>{fullTime(piece.receivedAt, zone)}</em></li>)}
          {loss.pieces > loss.first.length && <li><span>and {count(loss.pieces - loss.first.length, 'more piece')}</span></li>}
        </ul>
      )}
    </>
  )
}
