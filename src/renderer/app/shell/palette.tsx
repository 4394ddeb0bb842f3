import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { Icon, Mark, type IconName } from '../../ui/drawings.tsx'
import { FoundNum } from '../../ui/num.tsx'
import { Key } from '../../ui/parts.tsx'
import { stateWords, when } from '../../ui/words.ts'
import type { Area } from '../areas.ts'
import { capOf, useKeys } from '../keys.ts'
import { problemOf } from '../problem.ts'
import { lock, station, useZone } from '../station.ts'
import css from './palette.module.css'

interface Command { icon: IconName; label: string; detail: string; key?: string; run: () => void }
type Item = { id: string; kind: 'piece'; piece: PieceRow } | { id: string; kind: 'command'; command: Command }

/** More than this many pieces is a list, not an answer: type another digit. */
const PIECES = 50

export interface PaletteProps { areas: readonly Area[]; onClose: () => void; onScheme: (scheme: 'light' | 'dark' | 'auto') => void; onKeys: () => void }

/** Finds any piece by any part of its number, and every command, from anywhere. */
export function Palette({ areas, onClose, onScheme, onKeys }: PaletteProps): ReactNode {
  const navigate = useNavigate()
  const zone = useZone()
  const base = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const text = useDeferredValue(typed.trim())
  // A newer question cancels the older one, so a late answer never replaces a newer.
  const found = useQuery(station.pieces.find.queryOptions({ input: { text }, enabled: text.length > 0, placeholderData: keepPreviousData, staleTime: 0, gcTime: 10_000 }))
  useKeys([{ key: 'Esc', label: 'Close', run: onClose }], 'dialog')
  useEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    element?.showModal()
    return () => {
      element?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])

  const act = (run: () => void): void => {
    onClose()
    run()
  }
  const commands: Command[] = [
    ...areas.map((area) => ({ icon: area.icon, label: `Go to ${area.title}`, detail: '', key: `Alt ${area.key}`, run: () => { void navigate({ to: area.route }) } })),
    { icon: 'lock', label: 'Lock or switch user', detail: 'The screen stays as it is', key: 'F9', run: lock },
    { icon: 'eye', label: 'Light colours', detail: 'Theme', run: () => { onScheme('light') } },
    { icon: 'eye', label: 'Dark colours', detail: 'Theme', run: () => { onScheme('dark') } },
    { icon: 'eye', label: 'Colours of the system', detail: 'Theme', run: () => { onScheme('auto') } },
    { icon: 'keyboard', label: 'Show all keys', detail: '', key: '?', run: onKeys },
  ]
  const pieces = text ? (found.data?.rows ?? []).slice(0, PIECES) : []
  const wanted = typed.trim().toLowerCase()
  const fitting = commands.filter((command) => wanted === '' || `${command.label} ${command.detail}`.toLowerCase().includes(wanted))
  const items: Item[] = [
    ...pieces.map((piece): Item => ({ id: piece.id, kind: 'piece', piece })),
    ...fitting.map((command): Item => ({ id: command.label, kind: 'command', command })),
  ]
  const index = Math.min(chosen, Math.max(0, items.length - 1))
  useEffect(() => { document.getElementById(`${base}-${index}`)?.scrollIntoView({ block: 'nearest' }) }, [base, index])

  const open = (item: Item | undefined): void => {
    if (!item) return
    if (item.kind === 'command') act(item.command.run)
    else act(() => { void navigate({ to: '/pieces/$id', params: { id: item.piece.id } }) })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = items.length - 1
    const to: Record<string, number> = { ArrowDown: index >= last ? 0 : index + 1, ArrowUp: index <= 0 ? last : index - 1, PageDown: Math.min(last, index + 8), PageUp: Math.max(0, index - 8) }
    const next = to[event.key]
    if (next !== undefined) {
      event.preventDefault()
      setChosen(next)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      open(items[index])
    }
  }
  const option = (item: Item, i: number): ReactNode => (
    <div key={item.id} id={`${base}-${i}`} role="option" aria-selected={i === index} tabIndex={-1} className={css.item} onMouseMove={() => { setChosen(i) }} onClick={() => { open(item) }} onKeyDown={onKeyDown}>
      {item.kind === 'piece' ? <PieceItem piece={item.piece} sought={text} zone={zone} /> : <CommandItem command={item.command} />}
      <span className={css.enter}>{i === index && <Key of="Enter" />}</span>
    </div>
  )
  const nothing = text !== '' && items.length === 0 && !found.isFetching
  return (
    <dialog ref={dialog} className={css.palette} aria-label="Find" onCancel={(event) => { event.preventDefault(); onClose() }} onMouseDown={(event) => { if (event.target === dialog.current) onClose() }}>
      <div className={css.box}>
        <div className={css.ask}>
          <Icon name="search" size="l" />
          <input role="combobox" aria-label="Find piece or command" aria-expanded="true" aria-controls={`${base}-list`} aria-activedescendant={items.length > 0 ? `${base}-${index}` : undefined} autoFocus spellCheck={false} autoComplete="off"
            placeholder="Last digits, a number, or a command" value={typed} onChange={(event) => { setTyped(event.target.value); setChosen(0) }} onKeyDown={onKeyDown} />
          {text !== '' && found.data && <span className={css.ms}>{Math.max(1, Math.round(found.data.ms))} ms</span>}
          <Key of="Esc" />
        </div>
        <div className={css.list} id={`${base}-list`} role="listbox" aria-label="Found" tabIndex={-1}>
          {pieces.length > 0 && <div role="group" aria-label="Pieces"><h3 aria-hidden="true">Pieces</h3>{items.slice(0, pieces.length).map((item, i) => option(item, i))}</div>}
          {fitting.length > 0 && <div role="group" aria-label="Commands"><h3 aria-hidden="true">Commands</h3>{items.slice(pieces.length).map((item, i) => option(item, pieces.length + i))}</div>}
        </div>
        {found.isError && text !== '' && <p className={css.none} role="alert">{problemOf(found.error).message}</p>}
        {nothing && !found.isError && <p className={css.none}>Nothing has {`"${text}"`} in it. Try fewer digits.</p>}
        <div className={css.foot}>
          <span><Key of="Up" /><Key of="Down" /> choose</span><span><Key of="Enter" /> open</span>
          <span role="status">{pieces.length === PIECES ? 'The newest 50. Type another digit.' : `${capOf('Ctrl K')} opens this anywhere`}</span>
        </div>
      </div>
    </dialog>
  )
}

function PieceItem({ piece, sought, zone }: { piece: PieceRow; sought: string; zone: string }): ReactNode {
  const words = stateWords(piece.state, piece.voided !== null)
  return (
    <>
      <Mark name={words.mark} size="l" />
      <span className={css.words}><FoundNum grouped={piece.grouped} sought={sought} /><small>{[piece.carrierName, piece.service].filter(Boolean).join(' ')}</small></span>
      <span className={css.right}>{words.word}, {when(piece.receivedAt, zone)}</span>
    </>
  )
}

function CommandItem({ command }: { command: Command }): ReactNode {
  return (
    <>
      <Icon name={command.icon} />
      <span className={css.words}><b>{command.label}</b>{command.detail && <small>{command.detail}</small>}</span>
      <span className={css.right}>{command.key && <Key of={command.key} />}</span>
    </>
  )
}
