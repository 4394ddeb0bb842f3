import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
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
  const said = [piece.type, piece.condition === 'good' ? '' : piece.condition, piece.count > 1 ? count(piece.count, 'item') : '', piece.sender && `from ${piece.sender}`, piece.reference && `reference ${piece.reference}`, piece.photos > 0 ? count(piece.photos, 'photo') : ''].filter(Boolean).join(', ')
  return (
    <section className={css.rest} aria-label="Selected piece">
      <div className={css.head}>
        <Mark name={piece.assignment === 'none' && !piece.voided ? 'norecipient' : words.mark} size="l" />
        <div><h2>{forWhom(piece)}</h2><p>{whatItIs(piece)} <Num grouped={piece.grouped} voided={piece.voided !== null} /></p><p>{[words.word, said].filter(Boolean).join('. ')}</p>{piece.note !== '' && <p className={css.note}>{piece.note}</p>}</div>
      </div>
      <div className={css.acts}>
        <Button icon="eye" keys="Enter" onClick={acts.open}>Open</Button>
        {!piece.voided && <>
          <Button icon="note" keys="F2" onClick={acts.correct}>Correct</Button>
          <Button icon="camera" keys="F7" onClick={acts.photo}>Photo</Button>
          <Button icon="printer" keys="F8" onClick={acts.print}>Label</Button>
          <Button icon="qr" keys="Ctrl B" onClick={acts.attach}>Second barcode</Button>
          <Button kind="stop" icon="trash" keys="Del" onClick={acts.void}>Void</Button>
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
  return <div className={css.shelves}><h3>Put it in {location}</h3><Rack locations={codes} states={states} label={`The shelves. ${location} is marked.`} /></div>
}

const FIRST: ReadonlyArray<{ icon: IconName; keys: string | null; title: string; text: string }> = [
  { icon: 'scan', keys: null, title: 'Scan a piece', text: 'Wherever the focus is. It is saved before you hear the sound; then say whose it is.' },
  { icon: 'intake', keys: 'F4', title: 'No barcode on it', text: 'It gets a number of our own.' },
  { icon: 'note', keys: 'Ctrl E', title: 'It was listed on paper', text: 'With the time it came and the sheet it stands on.' },
  { icon: 'search', keys: 'Ctrl K', title: 'Look for something', text: 'The last two digits, a name, a location.' },
]

/** What to do first, while nothing was taken in yet: in a new office the steps that it still needs. */
export function FirstThings(): ReactNode {
  const { steps, offered } = useFirstSteps()
  const device = useStation()?.deviceId ?? null
  if (offered) return <section className={css.firstSteps} aria-label="A new office"><header><h2>First steps</h2><Button small kind="quiet" onClick={() => { putAway(device) }}>Put them away</Button></header><FirstStepsList steps={steps} /></section>
  return <ul className={css.first}>{FIRST.map(({ icon, keys, title, text }) => <li key={title}><Icon name={icon} /><div><b>{title}</b><span>{text}</span></div>{keys !== null && <Key of={keys} />}</li>)}</ul>
}
