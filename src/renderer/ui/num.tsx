import type { ReactNode } from 'react'
import css from './ui.module.css'

/** A number in two parts: what stands before, and its last two groups, which people say aloud. */
export function splitNumber(grouped: string): { head: string; tail: string } {
  const groups = grouped.trim().split(/\s+/)
  const [only = ''] = groups
  // Text without groups is not a carrier's number; its end still tells it from others.
  if (groups.length === 1 && only.length > 12) return { head: only.slice(0, -6), tail: only.slice(-6) }
  const cut = groups.length > 2 ? groups.length - 2 : 0
  return { head: groups.slice(0, cut).join(' '), tail: groups.slice(cut).join(' ') }
}

/** A piece's number, last two groups heavier. `tail` shows only those, for lists; documents and copies never shorten. */
export function Num({ grouped, tail = false, voided = false }: { grouped: string; tail?: boolean; voided?: boolean }): ReactNode {
  const parts = splitNumber(grouped)
  return (
    <span className={css.num} data-void={voided || undefined}>
      {tail ? (parts.head && <span aria-hidden="true">{'\u2026 '}</span>) : parts.head && `${parts.head} `}
      <b>{parts.tail}</b>
    </span>
  )
}

/** A number with the digits that were searched for heavy, wherever the groups break them. */
export function FoundNum({ grouped, sought }: { grouped: string; sought: string }): ReactNode {
  const [from, to] = foundIn(grouped, sought)
  if (from === to) return <Num grouped={grouped} />
  return <span className={css.num} data-find>{grouped.slice(0, from)}<u>{grouped.slice(from, to)}</u>{grouped.slice(to)}</span>
}

/** Where the sought characters stand in a grouped number, blanks aside; the last place when there are several. */
export function foundIn(grouped: string, sought: string): [number, number] {
  const wanted = sought.replace(/[\s-]/g, '').toUpperCase()
  if (!wanted) return [0, 0]
  const places = grouped.split('').flatMap((char, i) => (/[\s-]/.test(char) ? [] : [i]))
  const at = places.map((i) => grouped[i]).join('').toUpperCase().lastIndexOf(wanted)
  if (at < 0) return [0, 0]
  return [places[at] ?? 0, (places[at + wanted.length - 1] ?? -1) + 1]
}

/** The first eight characters of a hash in two fours; the whole hash in the tooltip. */
export function Hash({ hash }: { hash: string }): ReactNode {
  return <span className={css.hash} title={hash}>{hash.slice(0, 4)} {hash.slice(4, 8)}</span>
}
