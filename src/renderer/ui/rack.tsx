import type { ReactNode } from 'react'
import css from './rack.module.css'

/** How a slot of the rack is drawn: something lies there, it is still to be fetched from, it was fetched from. */
export type SlotState = 'full' | 'fetch' | 'got'

/** A location's code taken apart into its shelf and its slot: "D-07" is shelf D, slot 7. Null for codes of another shape. */
export function slotOf(code: string): { shelf: string; slot: number } | null {
  const parts = /^([A-Za-z]{1,3})[-. ]?(\d{1,3})$/.exec(code.trim())
  return parts?.[1] && parts[2] ? { shelf: parts[1].toUpperCase(), slot: Number(parts[2]) } : null
}

/** How many slots of a shelf are drawn at most; offices with longer shelves are told the code only. */
const MOST_SLOTS = 20
const MOST_SHELVES = 8

/** The shelves as they stand on the wall, so that feet know where to go. Nothing when the locations have no such order. */
export function Rack({ locations, states, label }: { locations: readonly string[]; states: ReadonlyMap<string, SlotState>; label: string }): ReactNode {
  const placed = locations.flatMap((code) => { const at = slotOf(code); return at ? [{ code, ...at }] : [] })
  const shelves = [...new Set(placed.map((place) => place.shelf))].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  const slots = Math.max(0, ...placed.map((place) => place.slot))
  if (shelves.length === 0 || slots < 2 || slots > MOST_SLOTS || shelves.length > MOST_SHELVES) return null
  const stateAt = new Map(placed.map(({ code, shelf, slot }) => [`${shelf}/${slot}`, states.get(code) ?? 'none']))
  return (
    <div className={css.rack} style={{ gridTemplateColumns: `14px repeat(${slots}, 1fr)` }} role="img" aria-label={label}>
      {shelves.flatMap((shelf) => [
        <span key={shelf}>{shelf}</span>,
        ...Array.from({ length: slots }, (_, i) => <i key={`${shelf}${i}`} data-state={stateAt.get(`${shelf}/${i + 1}`) ?? 'absent'} />),
      ])}
      <span />
      {Array.from({ length: slots }, (_, i) => <span key={i} className={css.slot}>{i + 1}</span>)}
    </div>
  )
}
