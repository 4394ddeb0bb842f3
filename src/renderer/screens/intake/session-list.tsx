import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, type ReactNode, type Ref } from 'react'
import type { PieceFilter, PieceRow } from '../../../shared/contract/pieces.ts'
import { useSession } from '../../app/session.ts'
import { queries, station, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { problemOf } from '../../app/problem.ts'
import type { WaitingScan } from '../../scan/queue.ts'
import { onScanSaved, scans } from '../../scan/scans.ts'
import { Mark } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, PaneHead, ProblemMessage, Segments, Tag } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { clock, count, stateWords } from '../../ui/words.ts'
import css from './intake.module.css'
import { whatItIs } from './what-it-is.ts'

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

/** Which pieces of the session are shown: all, those nobody was named for, those with an open question. */
export type SessionFilter = 'all' | 'none' | 'open'
const NARROWED: Record<Exclude<SessionFilter, 'all'>, PieceFilter> = { none: { assignment: ['none'], voided: false }, open: { questions: true, voided: false } }

/** The session's pieces that a filter lets through; read from the station, because the list itself holds only the newest. */
export function useNarrowedSession(all: SessionPieces, filter: SessionFilter): SessionPieces {
  const narrowed = filter === 'all' ? {} : NARROWED[filter]
  const query = useQuery({ ...station.pieces.list.queryOptions({ input: { since: all.since, limit: LIMIT, ...narrowed }, enabled: all.since > 0 && filter !== 'all' }), placeholderData: keepPreviousData })
  return filter === 'all' ? all : { since: all.since, rows: query.data?.rows ?? [], total: all.total, query }
}

export interface SessionListProps { pieces: SessionPieces; all: SessionPieces; filter: SessionFilter; onFilter: (filter: SessionFilter) => void; onAsk: (piece: PieceRow) => void; selected: string | null; onSelect: (id: string) => void; onOpen: (piece: PieceRow) => void; onLeave: () => void; children?: ReactNode; ref?: Ref<HTMLDivElement> }

export function SessionList({ pieces, all, filter, onFilter, onAsk, selected, onSelect, onOpen, onLeave, children, ref }: SessionListProps): ReactNode {
  const zone = useZone()
  const waiting = useStore(scans.state).scans.filter((scan) => !scan.refused).toReversed()
  const { rows, query } = pieces
  // Numbers only while the list holds the whole session.
  const whole = all.rows.length >= all.total
  const none = all.rows.filter((row) => row.assignment === 'none' && !row.voided).length
  const open = all.rows.filter((row) => row.questions.length > 0 && !row.voided).length
  const options = [{ value: 'all', label: 'All' }, { value: 'none', label: whole ? `No recipient ${none}` : 'No recipient' }, { value: 'open', label: whole ? `To answer ${open}` : 'To answer' }] as const
  return (
    <section className={css.sess} aria-label="This session">
      <PaneHead title="This session" after={pieces.since > 0 ? `since ${clock(pieces.since, zone, false)}` : undefined}><span className={css.total}>{count(pieces.total, 'piece')}</span></PaneHead>
      {children}
      {all.rows.length > 0 && <div className={css.filter}><Segments label="Which pieces of the session" small value={filter} options={options} onChange={onFilter} /></div>}
      {waiting.length > 0 && <ol className={css.waiting} aria-label="On the way to the station">{waiting.slice(0, 8).map((scan) => <WaitingRow key={scan.id} scan={scan} />)}{waiting.length > 8 && <li className={css.more}>and {count(waiting.length - 8, 'more', 'more')}</li>}</ol>}
      {query.error !== null && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { query.refetch() }} /></div>}
      {query.isPending && pieces.since > 0 ? <Loading rows={6} label="Reading this session" /> : rows.length === 0 && waiting.length === 0 ? (
        filter === 'all' ? <Empty mark="received" title="Nothing taken in yet">Scan the first piece. It appears here.</Empty>
          : <Empty mark="stored" title={filter === 'none' ? 'Every piece has a recipient' : 'Nothing is open'}>{filter === 'none' ? 'Pieces of this session that have none stand here.' : 'Pieces of this session with a question stand here.'}</Empty>
      ) : (
        <Rows ref={ref} label="Pieces of this session" items={rows} idOf={(row) => row.id} height={50} selected={selected} onSelect={onSelect} onOpen={onOpen} onLeave={onLeave} voided={(row) => row.voided !== null} render={(row) => <SessionRow row={row} zone={zone} onAsk={onAsk} />} />
      )}
    </section>
  )
}

/** What is open about a piece, in a tag. */
export const ASKED = { 'seen-before': 'Seen before', 'check-digit': 'Check digit', carrier: 'Whose number?' } as const
const CONDITION = { damaged: 'Damaged', open: 'Open', wet: 'Wet' } as const

/** Whose piece it is, in the words it was recorded with. */
export function forWhom(row: PieceRow): string {
  if (!row.recipient) return 'No recipient'
  return row.recipient.name || `${row.recipient.department} department`
}

/** What has to be seen of a piece at once: its question, its condition, how many it is. */
export function PieceTags({ row, onAsk }: { row: PieceRow; onAsk?: ((piece: PieceRow) => void) | undefined }): ReactNode {
  const [asked] = row.questions
  const bad = row.condition === '' || row.condition === 'good' ? null : CONDITION[row.condition]
  return (
    <>
      {asked && <span data-ask={onAsk ? true : undefined} onClick={onAsk && ((event) => { event.stopPropagation(); onAsk(row) })}><Tag tone="act" small>{ASKED[asked]}</Tag></span>}
      {bad && <Tag tone="act" small>{bad}</Tag>}
      {row.count > 1 && <Tag small>{count(row.count, 'item')}</Tag>}
      {row.statedSource !== null && <Tag small>Late entry</Tag>}
    </>
  )
}

function SessionRow({ row, zone, onAsk }: { row: PieceRow; zone: string; onAsk: (piece: PieceRow) => void }): ReactNode {
  const words = stateWords(row.state, row.voided !== null)
  const nobody = row.assignment === 'none' && !row.voided
  return (
    <div className={css.row} data-void={row.voided !== null || undefined}>
      <Mark name={nobody ? 'norecipient' : words.mark} />
      <div><b>{forWhom(row)}</b><span className={css.d}>{whatItIs(row)} <Num grouped={row.grouped} tail voided={row.voided !== null} /></span></div>
      <div className={css.e}>
        <span className={css.tags}>{row.voided ? 'Voided' : <><PieceTags row={row} onAsk={onAsk} />{row.assignment === 'several' && <Tag tone="act" small>Several</Tag>}{row.assignment === 'unknown' && <Tag small>Unknown name</Tag>}{row.location ? <span className={css.loc}>{row.location}</span> : nobody && row.questions.length === 0 ? <span className={css.ask}>Who is it for?</span> : null}</>}</span>
        <span className={css.d}>{clock(row.receivedAt, zone)}</span>
      </div>
    </div>
  )
}

function WaitingRow({ scan }: { scan: WaitingScan }): ReactNode {
  return <li className={css.row}><Mark name="label" /><div><b>{scan.text}</b><span className={css.d}>{scan.by.name}</span></div><div className={css.e}><span>Saving</span></div></li>
}
