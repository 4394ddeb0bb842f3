import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { station, useStation } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon, Mark, type IconName } from '../../ui/drawings.tsx'
import { Num } from '../../ui/num.tsx'
import { Key } from '../../ui/parts.tsx'
import { Rack, type SlotState } from '../../ui/rack.tsx'
import { count, stateWords } from '../../ui/words.ts'
import { FirstStepsList } from '../help/first-steps.tsx'
import { putAway, useFirstSteps } from '../help/steps.ts'
import css from './rest.module.css'
import { forWhom } from './session-list.tsx'
import { whatItIs } from './what-it-is.ts'

/** What a person may do with the piece that was just put away; each is a key of the screen as well. */
export interface RestActs { open: () => void; correct: () => void; photo: () => void; attach: () => void; print: () => void; void: () => void }

/** The pane of the form while nothing is in hand: the selected piece as it was saved, where it goes on the shelves, and what can still be done with it. */
export function LastSaved({ piece, acts }: { piece: PieceRow; acts: RestActs }): ReactNode {
  const words = stateWords(piece.state, piece.voided !== null)
  const said = [piece.type, piece.condition === 'good' ? '' : piece.condition, piece.count > 1 ? count(piece.count, t('intake.rest.item')) : '', piece.sender && t('intake.rest.fromSender', { sender: piece.sender }), piece.reference && t('intake.rest.referenceReference', { reference: piece.reference }), piece.photos > 0 ? count(piece.photos, t('intake.rest.photo')) : ''].filter(Boolean).join(', ')
  return (
    <section className={css.rest} aria-label={t('intake.rest.selectedPiece')}>
      <div className={css.head}>
        <Mark name={piece.assignment === 'none' && !piece.voided ? 'norecipient' : words.mark} size="l" />
        <div><h2>{forWhom(piece)}</h2><p>{whatItIs(piece)} <Num grouped={piece.grouped} voided={piece.voided !== null} /></p><p>{[words.word, said].filter(Boolean).join('. ')}</p>{piece.note !== '' && <p className={css.note}>{piece.note}</p>}</div>
      </div>
      <div className={css.acts}>
        <Button icon="eye" keys="Enter" onClick={acts.open}>{t('common.open')}</Button>
        {!piece.voided && <>
          <Button icon="note" keys="F2" onClick={acts.correct}>{t('common.correct')}</Button>
          <Button icon="camera" keys="F7" onClick={acts.photo}>{t('common.photo')}</Button>
          <Button icon="printer" keys="F8" onClick={acts.print}>{t('common.label')}</Button>
          <Button icon="qr" keys="Ctrl B" onClick={acts.attach}>{t('intake.rest.secondBarcode')}</Button>
          <Button kind="stop" icon="trash" keys="Del" onClick={acts.void}>{t('common.void')}</Button>
        </>}
      </div>
      {piece.location !== '' && !piece.voided && <Shelves location={piece.location} />}
    </section>
  )
}

function Shelves({ location }: { location: string }): ReactNode {
  const locations = useQuery(station.custody.locations.queryOptions({ input: {} })).data ?? []
  const states = new Map<string, SlotState>([...locations.filter((row) => row.pieces > 0).map((row): [string, SlotState] => [row.code, 'full']), [location, 'fetch']])
  const codes = [...new Set([...locations.map((row) => row.code), location])]
  return <div className={css.shelves}><h3>{t('intake.rest.putItInLocation', { location })}</h3><Rack locations={codes} states={states} label={t('intake.rest.theShelvesLocationIsMarked', { location })} /></div>
}

const FIRST: ReadonlyArray<{ icon: IconName; keys: string | null; title: string; text: string }> = [
  { icon: 'scan', keys: null, title: t('intake.rest.scanAPiece'), text: t('intake.rest.whereverTheFocusIsItIs') },
  { icon: 'intake', keys: 'F4', title: t('intake.rest.noBarcodeOnIt'), text: t('intake.rest.itGetsANumberOfOur') },
  { icon: 'note', keys: 'Ctrl E', title: t('intake.rest.itWasListedOnPaper'), text: t('intake.rest.withTheTimeItCameAnd') },
  { icon: 'search', keys: 'Ctrl K', title: t('intake.rest.lookForSomething'), text: t('intake.rest.theLastTwoDigitsAName') },
]

/** What to do first, while nothing was taken in yet: in a new office the steps that it still needs. */
export function FirstThings(): ReactNode {
  const { steps, offered } = useFirstSteps()
  const device = useStation()?.deviceId ?? null
  if (offered) return <section className={css.firstSteps} aria-label={t('intake.rest.aNewOffice')}><header><h2>{t('common.firstSteps')}</h2><Button small kind="quiet" onClick={() => { putAway(device) }}>{t('intake.rest.putThemAway')}</Button></header><FirstStepsList steps={steps} /></section>
  return <ul className={css.first}>{FIRST.map(({ icon, keys, title, text }) => <li key={title}><Icon name={icon} /><div><b>{title}</b><span>{text}</span></div>{keys !== null && <Key of={keys} />}</li>)}</ul>
}
