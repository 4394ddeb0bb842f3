import { keepPreviousData, replaceEqualDeep, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { PieceFilter, PieceRow } from '../../../shared/contract/pieces.ts'
import { useSession } from '../../app/session.ts'
import { queries, station } from '../../app/station.ts'
import { onScanSaved } from '../../scan/scans.ts'

/** How many pieces of a session the list holds; older ones are under Pieces. */
const LIMIT = 500

/** Which pieces of the session are shown: all, those nobody was named for, those with an open question. */
export type SessionFilter = 'all' | 'none' | 'open'
const NARROWED: Record<Exclude<SessionFilter, 'all'>, PieceFilter> = { none: { assignment: ['none'], voided: false }, open: { questions: true, voided: false } }

export interface SessionPieces { since: number; rows: readonly PieceRow[]; total: number; query: { isPending: boolean; error: unknown; refetch: () => unknown } }

/** A list that was read again, its rows the ones of before where nothing about them changed: those are not drawn anew. Compared by piece, because every new one moves all others. */
function sameRows(before: unknown, now: unknown): unknown {
  const [old, read] = [before, now] as [{ rows: PieceRow[] } | undefined, { rows: PieceRow[] }]
  if (!old) return read
  const known = new Map(old.rows.map((row) => [row.id, row]))
  const rows = read.rows.map((row) => replaceEqualDeep(known.get(row.id), row))
  const isSame = rows.length === old.rows.length && rows.every((row, at) => row === old.rows[at])
  return isSame ? replaceEqualDeep(old, { ...read, rows: old.rows }) : { ...read, rows }
}

/** How the pieces of a session are asked for: the same for whoever asks, because a query goes by the options it was given last. */
const sessionOptions = (since: number, filter: SessionFilter = 'all') =>
  ({ ...station.pieces.list.queryOptions({ input: { since, limit: LIMIT, ...(filter === 'all' ? {} : NARROWED[filter]) } }), structuralSharing: sameRows })

/** What came in since this person signed in, newest first; a confirmed scan is in it at once. */
export function useSessionPieces(): SessionPieces {
  const since = useSession()?.since ?? 0
  const query = useQuery({ ...sessionOptions(since), enabled: since > 0, placeholderData: keepPreviousData })
  useEffect(() => onScanSaved('list', (answer) => {
    queries.setQueryData(sessionOptions(since).queryKey, (before) => {
      // A label of ours names a piece that was taken in long before.
      if (!before || answer.kind === 'own-piece' || before.rows.some((row) => row.id === answer.piece.id)) return before
      return { ...before, rows: [answer.piece, ...before.rows].slice(0, LIMIT), total: before.total === null ? null : before.total + 1 }
    })
  }), [since])
  return { since, rows: query.data?.rows ?? [], total: query.data?.total ?? query.data?.rows.length ?? 0, query }
}

/** The session's pieces that a filter lets through; read from the station, because the list itself holds only the newest. */
export function useNarrowedSession(all: SessionPieces, filter: SessionFilter): SessionPieces {
  const query = useQuery({ ...sessionOptions(all.since, filter), enabled: all.since > 0 && filter !== 'all', placeholderData: keepPreviousData })
  return filter === 'all' ? all : { since: all.since, rows: query.data?.rows ?? [], total: all.total, query }
}
