import { FocusTrap, Portal } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useKeys } from '../../app/keys.ts'
import { useStation } from '../../app/station.ts'
import { scans } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { Brand, Icon } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { SignatureField, type Signature } from '../../ui/signature.tsx'
import { whatItIs } from '../intake/what-it-is.ts'
import css from './pad.module.css'

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve']
const inWords = (n: number): string => NUMBERS[n] ?? n.toLocaleString('en-US')

/** How long the thanks stay before the operator's screen comes back, milliseconds. */
const THANKS = 2_000

export interface PadProps {
  /** Who signs, and what stands under the name. */
  name: string
  second: string
  /** Only what this person receives: nobody else's mail is on the screen meanwhile. */
  pieces: readonly PieceRow[]
  value: Signature | null
  /** Called with what was signed, after Done. */
  onDone: (signature: Signature) => void
  /** The person says that a piece is not theirs: back to the operator. */
  onNotMine: () => void
  onClose: () => void
}

/** The screen as the recipient sees it: their pieces, a field to sign in, and nothing of anybody else. */
export function Pad({ name, second, pieces, value, onDone, onNotMine, onClose }: PadProps): ReactNode {
  const office = useStation()?.office?.name ?? ''
  const [signature, setSignature] = useState(value)
  const [thanks, setThanks] = useState<Signature | null>(null)
  const [asked, setAsked] = useState(false)
  const done = (): void => {
    if (!signature) setAsked(true)
    else setThanks(signature)
  }
  useEffect(() => scans.hold(), [])
  useEffect(() => {
    if (!thanks) return undefined
    const timer = setTimeout(() => { onDone(thanks) }, THANKS)
    return () => { clearTimeout(timer) }
  }, [thanks, onDone])
  useEffect(() => {
    // The whole display where the system lets us; the screen is covered all the same where it does not.
    document.documentElement.requestFullscreen?.().catch(() => undefined)
    return () => { if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined) }
  }, [])
  useKeys([
    { key: 'Esc', label: 'Back to the counter', run: thanks ? () => { onDone(thanks) } : onClose },
    { key: 'Enter', label: 'Done', inFields: true, run: thanks ? () => { onDone(thanks) } : done },
  ], 'dialog')
  const many = pieces.length === 1 ? 'this piece' : `these ${inWords(pieces.length).toLowerCase()} pieces`
  return (
    <Portal><FocusTrap active><div className={css.kiosk} role="dialog" aria-modal="true" aria-label={`Sign for ${many}`} tabIndex={-1} data-autofocus>
      {thanks ? (
        <div className={css.thanks} role="status"><Icon name="check" size="l" /><h1>Thank you, {name.split(' ')[0]}.</h1></div>
      ) : (
        <>
          <section className={css.mine} aria-label="Your pieces">
            <h1>{inWords(pieces.length)} {pieces.length === 1 ? 'piece' : 'pieces'} for you</h1>
            <p>{[name, second].filter(Boolean).join(', ')}</p>
            <ul tabIndex={0} aria-label="Your pieces">
              {pieces.map((piece) => (
                <li key={piece.id}>
                  <Icon name={piece.type === 'letter' || piece.type === 'flat' ? 'letters' : 'package'} />
                  <div>{whatItIs(piece)}{piece.condition !== '' && piece.condition !== 'good' && <small>{piece.condition}, noted</small>}</div>
                  <Num grouped={piece.grouped} tail />
                </li>
              ))}
            </ul>
            <footer><Brand size={28} /><span>{office}</span></footer>
          </section>
          <section className={css.pen} aria-label="Signature">
            <h2>Please sign for {many}.</h2>
            <p>{asked && !signature ? <b role="alert">Sign in the white field first.</b> : `Your signature and the time are kept with ${pieces.length === 1 ? 'the piece' : 'each piece'}.`}</p>
            <SignatureField value={signature} onChange={(next) => { setSignature(next); setAsked(false) }} label="Signature" below={name} />
            <div className={css.acts}>
              <Button icon="undo" className={css.huge} onClick={() => { setSignature(null) }}>Clear</Button>
              <Button className={css.huge} onClick={onNotMine}>Not mine</Button>
              <Button kind="primary" icon="check" className={`${css.huge} ${css.grow}`} onClick={done}>Done</Button>
            </div>
          </section>
        </>
      )}
    </div></FocusTrap></Portal>
  )
}
