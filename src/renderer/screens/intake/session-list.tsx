import { useQuery } from '@tanstack/react-query'
import { useEffect, type ReactNode, type Ref } from 'react'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useSession } from '../../app/session.ts'
import { queries, station, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { problemOf } from '../../app/problem.ts'
import type { Scan } from '../../scan/queue.ts'
import { onScanSaved, scans } from '../../scan/scans.ts'
import { Mark } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, PaneHead, ProblemMessage, Tag } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { clock, count, stateWords } from '../../ui/words.ts'
import css from './intake.module.css'
import { whatItIs } from './last-plate.tsx'

/** How many pieces of a session the list holds; older ones are under Pieces. */
const LIMIT = 500

export interface SessionPieces { since: number; rows: readonly PieceRow[]; total: number; query: { isPending: boolean; error: unknown; refetch: () => unknown } }

/** What came in since this person signed in, newest first; a confirmed scan is in it at once. */
export function useSessionPieces(): SessionPieces {
  const since = useSession()?.since ?? 0
  const options = station.pieces.list.queryOptions({ input: { since, limit: LIMIT }, enabled: since > 0 })
  const query = useQuery({ ...options, placeholderData: (before) => before })
  useEffect(() => onScanSaved((answer) => {
    queries.setQueryData(station.pieces.list.queryKey({ input: { since, limit: LIMIT } }), (before) => {
      // A label of ours names a piece that was taken in long before.
      if (!before || answer.kind === 'own-piece' || before.rows.some((row) => row.id === answer.piece.id)) return before
      return { ...before, rows: [answer.piece, ...before.rows].slice(0, LIMIT), total: before.total === null ? null : before.total + 1 }
    })
  }), [since])
  return { since, rows: query.data?.rows ?? [], total: query.data?.total ?? query.data?.rows.length ?? 0, query }
}

export interface SessionListProps { pieces: SessionPieces; selected: string | null; onSelect: (id: string) => void; onOpen: (piece: PieceRow) => void; onLeave: () => void; ref?: Ref<HTMLDivElement> }

export function SessionList({ pieces, selected, onSelect, onOpen, onLeave, ref }: SessionListProps): ReactNode {
  const zone = useZone()
  const waiting = useStore(scans.state).scans.filter((scan) => !scan.refused).toReversed()
  const { rows, query } = pieces
  return (
    <section className={css.sess} aria-label="This session">
      <PaneHead title="This session" after={pieces.since > 0 ? `since ${clock(pieces.since, zone, false)}` : undefined}><span className={css.total}>{count(pieces.total, 'piece')}</span></PaneHead>
      {waiting.length > 0 && <ol className={css.waiting} aria-label="On the way to the station">{waiting.slice(0, 8).map((scan) => <WaitingRow key={scan.id} scan={scan} />)}{waiting.length > 8 && <li className={css.more}>and {count(waiting.length - 8, 'more', 'more')}</li>}</ol>}
      {query.error !== null && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { query.refetch() }} /></div>}
      {query.isPending && pieces.since > 0 ? <Loading rows={6} label="Reading this session" /> : rows.length === 0 && waiting.length === 0 ? (
        <Empty mark="received" title="Nothing taken in yet">Scan the first piece. It appears here.</Empty>
      ) : (
        <Rows ref={ref} label="Pieces of this session" items={rows} idOf={(row) => row.id} height={50} selected={selected} onSelect={onSelect} onOpen={onOpen} onLeave={onLeave} voided={(row) => row.voided !== null} render={(row) => <SessionRow row={row} zone={zone} />} />
      )}
    </section>
  )
}

function SessionRow({ row, zone }: { row: PieceRow; zone: string }): ReactNode {
  const words = stateWords(row.state, row.voided !== null)
  return (
    <div className={css.row} data-void={row.voided !== null || undefined}>
      <Mark name={words.mark} />
      <div><b>{whatItIs(row)}</b><span className={css.d}><Num grouped={row.grouped} tail voided={row.voided !== null} /></span></div>
      <div className={css.e}>
        <span>{row.voided ? 'Voided' : row.checkDigit === 'invalid' ? <Tag tone="act" small>Check digit</Tag> : words.word}</span>
        <span className={css.d}>{row.receivedBy}, {clock(row.receivedAt, zone)}</span>
      </div>
    </div>
  )
}

function WaitingRow({ scan }: { scan: Scan }): ReactNode {
  return <li className={css.row}><Mark name="label" /><div><b>{scan.text}</b><span className={css.d}>{scan.by.name}</span></div><div className={css.e}><span>Saving</span></div></li>
}
