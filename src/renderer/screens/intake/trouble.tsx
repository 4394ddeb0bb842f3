import type { ReactNode } from 'react'
import type { Scanned } from '../../../shared/contract/intake.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { useSession } from '../../app/session.ts'
import { useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { scans } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { Num } from '../../ui/num.tsx'
import { Message } from '../../ui/parts.tsx'
import { count, when } from '../../ui/words.ts'
import css from './intake.module.css'
import { whatBecame, whatItIs } from './what-it-is.ts'

/** Scans that could not be saved, or that wait for somebody; each with what to do. */
export function ScanTrouble(): ReactNode {
  const { scans: all, trouble } = useStore(scans.state)
  const user = useSession()?.user
  const refused = all.filter((scan) => scan.refused)
  const others = user ? all.filter((scan) => !scan.refused && scan.by.id !== user.id) : []
  const names = [...new Set(others.map((scan) => scan.by.name))].join(', ')
  return (
    <>
      {trouble && <Message tone="stop" title={`${count(all.length - refused.length, 'scan is', 'scans are')} not saved yet.`} acts={<Button small onClick={scans.retry}>Try again now</Button>}>{trouble.message} It is tried again every few seconds.</Message>}
      {others.length > 0 && user && (
        <Message tone="act" title={`${count(others.length, 'scan')} of ${names} still ${others.length === 1 ? 'waits' : 'wait'}.`} acts={<Button small onClick={() => { scans.adopt({ id: user.id, name: user.name }) }}>Save under my name</Button>}>
          Saved as soon as {names} signs in here, or under your name when you say so.
        </Message>
      )}
      {refused.map((scan) => (
        <Message key={scan.id} tone="stop" title={scan.text} acts={<><Button small onClick={() => { scans.again(scan.id) }}>Try again</Button><Button small onClick={() => { scans.dismiss(scan.id) }}>Put it aside</Button></>}>{scan.refused?.message}</Message>
      ))}
    </>
  )
}

/** How many of them are shown: the form below needs the room. */
const EARLIER = 2

/** Earlier pieces with the number of the last scan, and what else the number could be. */
export function SeenBefore({ answer, onOpen }: { answer: Scanned; onOpen: (piece: PieceRow) => void }): ReactNode {
  const zone = useZone()
  if (answer.seenBefore.length === 0 && answer.candidates.length < 2) return null
  return (
    <div className={css.seen}>
      {answer.seenBefore.length > 0 && <h2>Earlier with this number</h2>}
      <ul>
        {answer.seenBefore.slice(0, EARLIER).map((piece) => (
          <li key={piece.id}><span>{piece.number !== answer.piece.number && <><Num grouped={piece.grouped} voided={piece.voided !== null} /> </>}{whatItIs(piece)}, taken in {when(piece.receivedAt, zone)} by {piece.receivedBy}. <b>{whatBecame(piece, zone)}</b></span><Button small onClick={() => { onOpen(piece) }}>Open</Button></li>
        ))}
        {answer.seenBefore.length > EARLIER && <li><span>and {count(answer.seenBefore.length - EARLIER, 'more', 'more')}: Ctrl K finds them all</span></li>}
      </ul>
      {answer.candidates.length > 1 && <h2>It could be</h2>}
      {answer.candidates.length > 1 && <ol>{answer.candidates.slice(0, 3).map((candidate) => <li key={candidate.scheme}><span>{[candidate.carrierName, candidate.service].filter(Boolean).join(' ')} <Num grouped={candidate.grouped} /></span></li>)}</ol>}
    </div>
  )
}
