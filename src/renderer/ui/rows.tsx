import { useVirtualizer } from '@tanstack/react-virtual'
import { Fragment, useEffect, useId, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react'
import css from './rows.module.css'

export interface RowsProps<T> {
  label: string
  items: readonly T[]
  idOf: (item: T) => string
  /** Pixels; the same for every row. */
  height: number
  render: (item: T, selected: boolean) => ReactNode
  selected: string | null
  onSelect: (id: string) => void
  /** Enter, or a click on the row. */
  onOpen?: (item: T) => void
  /** Up on the first row. */
  onLeave?: () => void
  /** Called when the end comes into view. */
  onEnd?: () => void
  voided?: (item: T) => boolean
  /** Heading of the group that an item belongs to; it stands above the first one of each group. */
  group?: ((item: T) => string) | undefined
  /** Takes the focus when the list appears. */
  autoFocus?: boolean
  ref?: Ref<HTMLDivElement> | undefined
}

/** Height of a group's heading, in pixels. */
const GROUP = 30

/** The headings by the place of the item that they stand above. */
function headingsOf<T>(items: readonly T[], group: ((item: T) => string) | undefined): Readonly<Record<number, string>> {
  if (!group) return {}
  const names = items.map(group)
  return Object.fromEntries(names.flatMap((name, at) => (name === names[at - 1] ? [] : [[at, name]])))
}

/** A list of any length: arrows, Home, End and pages move, Enter opens. Only the rows in view are in the page. */
export function Rows<T>({ label, items, idOf, height, render, selected, onSelect, onOpen, onLeave, onEnd, voided, group, autoFocus = false, ref }: RowsProps<T>): ReactNode {
  const base = useId()
  const scroller = useRef<HTMLDivElement | null>(null)
  const headings = headingsOf(items, group)
  const places = Object.keys(headings).join(' ')
  // oxlint-disable-next-line react/incompatible-library -- the virtualizer changes in place; nothing here is memoised over it
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: (at) => height + (headings[at] === undefined ? 0 : GROUP), overscan: 8 })
  const index = items.findIndex((item) => idOf(item) === selected)
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => { if (onEnd && items.length > 0 && last >= items.length - 1) onEnd() }, [last, items.length, onEnd])

  useEffect(() => { virtual.measure() }, [virtual, places])

  useEffect(() => { if (autoFocus) scroller.current?.focus() }, [autoFocus])

  // What comes to stand over or under the list takes its room: the chosen row that was in view is whole again afterwards.
  useEffect(() => {
    const list = scroller.current
    if (!list) return undefined
    let room = list.clientHeight
    const watch = new ResizeObserver(() => {
      const row = list.querySelector('[aria-selected=true]')?.getBoundingClientRect()
      const top = row ? row.top - list.getBoundingClientRect().top : room
      const below = row ? top + row.height - list.clientHeight : 0
      if (below > 0 && top < room) list.scrollTop += Math.min(below, Math.max(0, top))
      room = list.clientHeight
    })
    watch.observe(list)
    return () => { watch.disconnect() }
  }, [])

  const move = (to: number): void => {
    const item = items[Math.min(items.length - 1, Math.max(0, to))]
    if (!item) return
    virtual.scrollToIndex(Math.min(items.length - 1, Math.max(0, to)))
    onSelect(idOf(item))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1)
    const at = Math.max(0, index)
    const to: Record<string, number> = { ArrowDown: index < 0 ? 0 : index + 1, ArrowUp: index - 1, Home: 0, End: items.length - 1, PageDown: at + page, PageUp: at - page }
    const next = to[event.key]
    if (next !== undefined) {
      event.preventDefault()
      if (event.key === 'ArrowUp' && index <= 0 && onLeave) onLeave()
      else move(next)
    } else if (event.key === 'Enter' && items[index] && onOpen) {
      event.preventDefault()
      onOpen(items[index])
    }
  }
  const setRef = (element: HTMLDivElement | null): void => {
    scroller.current = element
    if (typeof ref === 'function') ref(element)
    else if (ref) ref.current = element
  }
  return (
    <div ref={setRef} className={css.scroller} role="listbox" aria-label={label} tabIndex={0} onKeyDown={onKeyDown}
      onFocus={() => { if (index < 0) move(0) }} aria-activedescendant={index >= 0 && shown.some((row) => row.index === index) ? `${base}-${index}` : undefined}>
      <div role="presentation" className={css.all} style={{ height: virtual.getTotalSize() }}>
        {shown.map((row) => {
          const item = items[row.index]
          if (item === undefined) return null
          const chosen = row.index === index
          const heading = headings[row.index]
          return (
            <Fragment key={idOf(item)}>
            {heading !== undefined && <div className={css.group} aria-hidden="true" style={{ transform: `translateY(${row.start}px)` }}>{heading}</div>}
            <div id={`${base}-${row.index}`} role="option" aria-selected={chosen} aria-setsize={items.length} aria-posinset={row.index + 1} className={css.row} data-void={voided?.(item) || undefined}
              style={{ height, transform: `translateY(${row.start + (heading === undefined ? 0 : GROUP)}px)` }} onClick={() => { onSelect(idOf(item)); onOpen?.(item) }}>
              {render(item, chosen)}
            </div>
            </Fragment>
          )
        })}
      </div>
    </div>
  )
}
