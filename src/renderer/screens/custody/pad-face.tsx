import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useKeys } from '../../app/keys.ts'
import { Button } from '../../ui/button.tsx'
import { Brand, Icon } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { SignatureField, type Signature } from '../../ui/signature.tsx'
import { whatItIs } from '../intake/what-it-is.ts'
import css from './pad.module.css'

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve']
const inWords = (n: number): string => NUMBERS[n] ?? n.toLocaleString('en-US')
/** "this piece", "these nine pieces". */
export const theseWords = (n: number): string => (n === 1 ? 'this piece' : `these ${inWords(n).toLowerCase()} pieces`)

/** How long the thanks stay before the screen goes on, milliseconds. */
const THANKS = 2_000

/** What a recipient sees of a piece of theirs, and no more than that. */
export interface PadPiece { id: string; what: string; flat: boolean; condition: string; grouped: string }

export const padPiece = (piece: PieceRow): PadPiece => ({
  id: piece.id, what: whatItIs(piece), flat: piece.type === 'letter' || piece.type === 'flat', condition: piece.condition === 'good' ? '' : piece.condition, grouped: piece.grouped,
})

export interface PadFaceProps {
  office: string
  /** Who signs, and what stands under the name. */
  name: string
  second: string
  /** Only what this person receives. */
  pieces: readonly PadPiece[]
  value: Signature | null
  onDone: (signature: Signature) => void
  /** The person says that a piece is not theirs: back to the operator. */
  onNotMine: () => void
  /** Esc; left out where there is nothing to go back to. */
  onClose?: () => void
}

/** A person's pieces and the field to sign in, as they stand on the pad and on the second display. Enter is Done. */
export function PadFace({ office, name, second, pieces, value, onDone, onNotMine, onClose }: PadFaceProps): ReactNode {
  const [signature, setSignature] = useState(value)
  const [asked, setAsked] = useState(false)
  const done = (): void => {
    if (signature) onDone(signature)
    else setAsked(true)
  }
  useKeys([...(onClose ? [{ key: 'Esc', label: 'Back to the counter', run: onClose }] : []), { key: 'Enter', label: 'Done', inFields: true, run: done }], 'dialog')
  return (
    <>
      <section className={css.mine} aria-label="Your pieces">
        <h1>{inWords(pieces.length)} {pieces.length === 1 ? 'piece' : 'pieces'} for you</h1>
        <p>{[name, second].filter(Boolean).join(', ')}</p>
        <ul tabIndex={0} aria-label="Your pieces">
          {pieces.map((piece) => (
            <li key={piece.id}>
              <Icon name={piece.flat ? 'letters' : 'package'} />
              <div>{piece.what}{piece.condition !== '' && <small>{piece.condition}, noted</small>}</div>
              <Num grouped={piece.grouped} tail />
            </li>
          ))}
        </ul>
        <footer><Brand size={28} /><span>{office}</span></footer>
      </section>
      <section className={css.pen} aria-label="Signature">
        <h2>Please sign for {theseWords(pieces.length)}.</h2>
        <p>{asked && !signature ? <b role="alert">Sign in the white field first.</b> : `Your signature and the time are kept with ${pieces.length === 1 ? 'the piece' : 'each piece'}.`}</p>
        <SignatureField value={signature} onChange={(next) => { setSignature(next); setAsked(false) }} label="Signature" below={name} />
        <div className={css.acts}>
          <Button icon="undo" className={css.huge} onClick={() => { setSignature(null) }}>Clear</Button>
          <Button className={css.huge} onClick={onNotMine}>Not mine</Button>
          <Button kind="primary" icon="check" className={`${css.huge} ${css.grow}`} onClick={done}>Done</Button>
        </div>
      </section>
    </>
  )
}

/** Thanks whoever signed, for a moment or until Enter. */
export function Thanks({ name, onOver }: { name: string; onOver: () => void }): ReactNode {
  const over = useRef(onOver)
  useEffect(() => { over.current = onOver })
  useEffect(() => {
    const timer = setTimeout(() => { over.current() }, THANKS)
    return () => { clearTimeout(timer) }
  }, [])
  useKeys([{ key: 'Esc', label: 'Back', run: onOver }, { key: 'Enter', label: 'Back', inFields: true, run: onOver }], 'dialog')
  return <div className={css.thanks} role="status"><Icon name="check" size="l" /><h1>Thank you, {name.split(' ')[0]}.</h1></div>
}
