import { useEffect, useRef, useState, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useKeys } from '../../app/keys.ts'
import { Button } from '../../ui/button.tsx'
import { Brand, Icon } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { SignatureField, type Signature } from '../../ui/signature.tsx'
import { whatItIs } from '../intake/what-it-is.ts'
import css from './pad.module.css'

const NUMBERS = [t('common.no'), t('custody.padFace.one'), t('custody.padFace.two'), t('custody.padFace.three'), t('custody.padFace.four'), t('custody.padFace.five'), t('custody.padFace.six'), t('custody.padFace.seven'), t('custody.padFace.eight'), t('custody.padFace.nine'), t('custody.padFace.ten'), t('custody.padFace.eleven'), t('custody.padFace.twelve')]
const inWords = (n: number): string => NUMBERS[n] ?? number(n)
/** "this piece", "these nine pieces". */
export const theseWords = (n: number): string => (n === 1 ? t('custody.padFace.thisPiece') : t('custody.padFace.theseValuePieces', { value: inWords(n).toLowerCase() }))

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
  /** What is written so far, and how it changes. */
  value: Signature | null
  onChange: (signature: Signature | null) => void
  onDone: (signature: Signature) => void
  /** True while the counter has not taken what was answered: its page may be gone for a moment. */
  waiting?: boolean
  /** The person says that a piece is not theirs: back to the operator. */
  onNotMine: () => void
  /** Esc; left out where there is nothing to go back to. */
  onClose?: () => void
}

/** A person's pieces and the field to sign in, as they stand on the pad and on the second display. Enter is Done. */
export function PadFace({ office, name, second, pieces, value: signature, onChange, waiting = false, onDone, onNotMine, onClose }: PadFaceProps): ReactNode {
  const [asked, setAsked] = useState(false)
  const done = (): void => {
    if (signature) onDone(signature)
    else setAsked(true)
  }
  useKeys([...(onClose ? [{ key: 'Esc', label: t('custody.padFace.backToTheCounter'), run: onClose }] : []), { key: 'Enter', label: t('common.done'), inFields: true, run: done }], 'dialog')
  return (
    <>
      <section className={css.mine} aria-label={t('custody.padFace.yourPieces')}>
        <h1>{inWords(pieces.length)} {pieces.length === 1 ? t('common.piece') : t('custody.padFace.pieces')} {t('custody.padFace.forYou')}</h1>
        <p>{[name, second].filter(Boolean).join(', ')}</p>
        <ul tabIndex={0} aria-label={t('custody.padFace.yourPieces')}>
          {pieces.map((piece) => (
            <li key={piece.id}>
              <Icon name={piece.flat ? 'letters' : 'package'} />
              <div>{piece.what}{piece.condition !== '' && <small>{t('custody.padFace.conditionNoted', { condition: piece.condition })}</small>}</div>
              <Num grouped={piece.grouped} tail />
            </li>
          ))}
        </ul>
        <footer><Brand size={28} /><span>{office}</span></footer>
      </section>
      <section className={css.pen} aria-label={t('common.signature')}>
        <h2>{t('custody.padFace.pleaseSignFor')} {theseWords(pieces.length)}.</h2>
        <p>{waiting ? <span role="status">{t('custody.padFace.oneMoment')}</span> : asked && !signature ? <b role="alert">{t('custody.padFace.signInTheWhiteFieldFirst')}</b> : t('custody.padFace.yourSignatureAndTheTimeAre', { value: pieces.length === 1 ? t('custody.padFace.thePiece') : t('custody.padFace.eachPiece') })}</p>
        <SignatureField value={signature} onChange={(next) => { onChange(next); setAsked(false) }} label={t('common.signature')} below={name} />
        <div className={css.acts}>
          <Button icon="undo" className={css.huge} onClick={() => { onChange(null) }}>{t('custody.padFace.clear')}</Button>
          <Button className={css.huge} onClick={onNotMine}>{t('custody.padFace.notMine')}</Button>
          <Button kind="primary" icon="check" className={`${css.huge} ${css.grow}`} onClick={done}>{t('common.done')}</Button>
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
  useKeys([{ key: 'Esc', label: t('common.back'), run: onOver }, { key: 'Enter', label: t('common.back'), inFields: true, run: onOver }], 'dialog')
  return <div className={css.thanks} role="status"><Icon name="check" size="l" /><h1>{t('custody.padFace.thankYou')} {name.split(' ')[0]}.</h1></div>
}
