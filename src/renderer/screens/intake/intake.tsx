import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useHead, useScanHint } from '../../app/shell/head.tsx'
import { useStore } from '../../app/store.ts'
import { lastScan, takeIn } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help } from '../../ui/parts.tsx'
import { VoidDialog } from '../pieces/void-dialog.tsx'
import css from './intake.module.css'
import { LastPlate } from './last-plate.tsx'
import { SessionList, useSessionPieces } from './session-list.tsx'
import { ScanTrouble, SeenBefore } from './trouble.tsx'

/** Takes pieces in: the last scan as a plate, a field for numbers that cannot be scanned, and what came in this session. */
export function Intake(): ReactNode {
  const navigate = useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [number, setNumber] = useKept('intake.number', '')
  const [selected, setSelected] = useState<string | null>(null)
  const [voiding, setVoiding] = useState<PieceRow | null>(null)
  const pieces = useSessionPieces()
  const last = useStore(lastScan)
  const current = pieces.rows.find((row) => row.id === selected) ?? pieces.rows[0] ?? null
  const seen = last.kind === 'saved' ? last.answer.seenBefore[0] : undefined
  const open = (piece: PieceRow): void => { void navigate({ to: '/pieces/$id', params: { id: piece.id } }) }
  useHead('Intake')
  useScanHint('Ready to scan', 'Anywhere on this screen')
  useKeys([
    { key: 'O', label: 'Open the last piece', when: last.kind === 'saved' && !seen, strip: false, run: () => { if (last.kind === 'saved') open(last.answer.piece) } },
    { key: 'O', label: 'Open the earlier one', when: seen !== undefined, run: () => { if (seen) open(seen) } },
    { key: 'Enter', label: 'Open', when: current !== null, strip: false, run: () => { if (current) open(current) } },
    { key: 'Del', label: 'Void', when: current !== null && !current.voided, run: () => { setVoiding(current) } },
    { key: 'Esc', label: 'Back to the number', strip: false, run: () => field.current?.focus() },
  ])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (number.trim() !== '' && takeIn(number.trim(), 'typed')) setNumber('')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    list.current?.focus()
  }
  return (
    <section className={css.work}>
      <LastPlate last={last} />
      <div className={css.two}>
        <div className={css.side}>
          <form className={css.form} onSubmit={submit}>
            <TextField ref={field} big autoFocus label="Number" hint="for a label that cannot be scanned" value={number} onKeyDown={onKeyDown} onChange={(event) => { setNumber(event.currentTarget.value) }} />
            <Button kind="primary" big submit keys="Enter">Take in</Button>
          </form>
          <ScanTrouble />
          {last.kind === 'saved' && <SeenBefore answer={last.answer} onOpen={open} />}
          {last.kind === 'none' && <Help icon="scan">Scan a piece wherever the focus is. It is saved before you hear the sound.</Help>}
        </div>
        <SessionList ref={list} pieces={pieces} selected={current?.id ?? null} onSelect={setSelected} onOpen={open} onLeave={() => field.current?.focus()} />
      </div>
      {voiding && <VoidDialog piece={voiding} onClose={() => { setVoiding(null) }} />}
    </section>
  )
}
