import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Scanned } from '../../../shared/contract/intake.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { groupNumber } from '../../../shared/mail/grouping.ts'
import { useSession } from '../../app/session.ts'
import { useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { scans, scansShown } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { Num } from '../../ui/num.tsx'
import { Message } from '../../ui/parts.tsx'
import { count, when } from '../../ui/words.ts'
import css from './intake.module.css'
import { whatBecame, whatItIs } from './what-it-is.ts'

/** Scans that could not be saved, or that wait for somebody; each with what to do. */
export function ScanTrouble(): ReactNode {
  const { scans: all, trouble } = useStore(scansShown)
  const user = useSession()?.user
  const refused = all.filter((scan) => scan.refused)
  const others = user ? all.filter((scan) => !scan.refused && scan.by.id !== user.id) : []
  const names = [...new Set(others.map((scan) => scan.by.name))].join(', ')
  return (
    <>
      {trouble && <Message tone="stop" title={t('intake.trouble.countofNotSavedYet', { countOf: count(all.length - refused.length, t('intake.trouble.scanIs'), t('intake.trouble.scansAre')) })} acts={<Button small onClick={scans.retry}>{t('intake.trouble.tryAgainNow')}</Button>}>{t('intake.trouble.messageItIsTriedAgainEvery', { message: trouble.message })}</Message>}
      {others.length > 0 && user && (
        <Message tone="act" title={t('intake.trouble.lengthOfNamesStillValue', { length: count(others.length, t('common.scan')), names, value: others.length === 1 ? t('common.waits') : t('common.wait') })} acts={<Button small onClick={() => { scans.adopt({ id: user.id, name: user.name }) }}>{t('intake.trouble.saveUnderMyName')}</Button>}>
          {t('intake.trouble.savedAsSoonAsNamesSigns', { names })}
        </Message>
      )}
      {refused.map((scan) => (
        <Message key={scan.id} tone="stop" title={groupNumber(scan.text)} acts={<><Button small onClick={() => { scans.again(scan.id) }}>{t('common.tryAgain')}</Button><Button small onClick={() => { scans.dismiss(scan.id) }}>{t('common.putItAside')}</Button></>}>{scan.refused?.message}</Message>
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
      {answer.seenBefore.length > 0 && <h2>{t('intake.trouble.earlierWithThisNumber')}</h2>}
      <ul>
        {answer.seenBefore.slice(0, EARLIER).map((piece) => (
          <li key={piece.id}><span>{piece.number !== answer.piece.number && <><Num grouped={piece.grouped} voided={piece.voided !== null} /> </>}{whatItIs(piece)}{t('intake.trouble.takenInReceivedatByReceivedby', { receivedAt: when(piece.receivedAt, zone), receivedBy: piece.receivedBy })} <b>{whatBecame(piece, zone)}</b></span><Button small onClick={() => { onOpen(piece) }}>{t('common.open')}</Button></li>
        ))}
        {answer.seenBefore.length > EARLIER && <li><span>{t('intake.trouble.andCountofCtrlKFindsThem', { countOf: count(answer.seenBefore.length - EARLIER, t('common.more'), t('common.more')) })}</span></li>}
      </ul>
      {answer.candidates.length > 1 && <h2>{t('intake.trouble.itCouldBe')}</h2>}
      {answer.candidates.length > 1 && <ol>{answer.candidates.slice(0, 3).map((candidate) => <li key={candidate.scheme}><span>{[candidate.carrierName, candidate.service].filter(Boolean).join(' ')} <Num grouped={candidate.grouped} /></span></li>)}</ol>}
    </div>
  )
}
