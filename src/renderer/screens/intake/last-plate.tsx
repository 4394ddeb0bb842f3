import type { ReactNode, Ref } from 'react'
import type { Scanned } from '../../../shared/contract/intake.ts'
import { useStation, useZone } from '../../app/station.ts'
import { needsLook, type LastScan } from '../../scan/scans.ts'
import { Plate, PlateBig, PlateNote, type PlateFact } from '../../ui/plate.tsx'
import { clock, when } from '../../ui/words.ts'
import type { Draft } from './draft.ts'
import css from './form.module.css'
import { Answers, questionOf } from './questions.tsx'
import { useMeant } from './who-field.tsx'
import { whatBecame, whatItIs } from './what-it-is.ts'

function facts(answer: Scanned, zone: string): PlateFact[] {
  const { piece, seenBefore, candidates } = answer
  const check: PlateFact[] = piece.checkDigit === 'valid' ? [{ text: 'Check digit valid', tone: 'good', icon: 'check' }]
    : piece.checkDigit === 'invalid' ? [{ text: 'The check digit does not fit', tone: 'look', icon: 'warn' }] : [{ text: 'No check digit' }]
  const [before] = seenBefore
  const seen: PlateFact[] = before ? [{ text: `Taken in ${when(before.receivedAt, zone)} by ${before.receivedBy}`, tone: 'look' }, ...(piece.questions.includes('seen-before') ? [] : [{ text: whatBecame(before, zone), tone: 'look' as const }])] : [{ text: 'First time here' }]
  return [...check, ...(piece.accountable ? [{ text: 'Accountable: needs a signature', icon: 'handover' as const }] : []), ...seen, ...(candidates.length > 1 ? [{ text: `May be ${candidates.length} carriers' number`, tone: 'look' as const }] : [])]
}

function lookTitle(answer: Scanned): string {
  if (answer.kind === 'own-piece') return 'Our own label: this piece is here already'
  if (answer.kind === 'green-card') return 'This is a green card'
  if (answer.seenBefore.length > 0) return 'Seen before'
  if (answer.piece.checkDigit === 'invalid') return 'The number may be wrong'
  return whatItIs(answer.piece)
}

function lookNote(answer: Scanned): { label: string; text: string } {
  if (answer.kind === 'own-piece') return { label: 'Nothing new was taken in', text: 'Open the piece with O.' }
  if (answer.kind === 'green-card') return { label: 'Taken in as a card', text: 'The number of the letter is another one. Scan the letter too if it came back.' }
  return { label: 'Saved', text: 'The label does not say whose number it is.' }
}

/** For whom a piece is and where it goes, as large as there is room for it. */
function PlateFor({ draft, answer }: { draft: Draft | null; answer: Scanned | null }): ReactNode {
  const meant = useMeant(draft?.who ?? { text: '', picked: null, fixed: null }, draft?.piece?.id ?? null, draft?.fields.sender)
  const piece = draft?.piece ?? answer?.piece ?? null
  const given = piece?.recipient
  const name = (draft ? meant?.name : undefined) ?? (given ? given.name || given.department : '')
  const location = draft?.fields.location ?? (piece?.location || (draft ? meant?.location : '') || '')
  const sits = (draft && meant ? [meant.second, meant.stop] : [given?.name ? given.department : '', given?.mailStop]).filter(Boolean).join(', ')
  if (name === '') return answer ? <PlateBig label="Piece" big={String(answer.countToday)} small="today" /> : <PlateNote label="Not taken in yet" text="Enter takes it in" />
  return (
    <div className={css.for}>
      <div>
        <small>For {draft && meant && <b>press Enter</b>}</small>
        <div className={css.forName}>{name}</div>
        <small>{sits || (location === '' ? 'No location' : '')}</small>
      </div>
      {location !== '' && <div className={css.put}><small>Put in</small><span data-long={location.length > 5 || undefined}>{location}</span></div>}
    </div>
  )
}

/** The plate of the last scan, or of the piece without a barcode that is in hand. */
export function LastPlate({ last, draft, answers }: { last: LastScan; draft: Draft | null; answers?: Ref<HTMLDivElement> }): ReactNode {
  const zone = useZone()
  const status = useStation()
  if (draft?.piece === null) return <Plate tone="ready" title="No barcode" instead="Gets a number of our own" facts={[{ text: 'Enter takes it in. Esc puts it back.' }]} aside={<PlateFor draft={draft} answer={null} />} />
  if (last.kind === 'none') return <Plate tone="ready" title="Ready" instead="Scan the first piece" facts={[{ text: status?.office?.name ?? '' }]} />
  if (last.kind === 'spoiled' && last.words !== null) return <Plate tone="stop" title="A code was lost on its way" badge={{ text: 'Stop', icon: 'stop' }} instead="Scan it again" facts={[{ text: last.words }]} aside={<PlateNote label="Not taken in" text="Only this one code is missing." />} />
  if (last.kind === 'spoiled') return <Plate tone="stop" title="A key was pressed during the scan" badge={{ text: 'Stop', icon: 'stop' }} instead="Scan it again" facts={[{ text: 'Nobody can tell the number any more, so nothing was saved.' }]} aside={<PlateNote label="Not taken in" text="Take your hand off the keyboard, then scan." />} />
  if (last.kind === 'locked') return <Plate tone="stop" title="Nobody was signed in" badge={{ text: 'Stop', icon: 'stop' }} instead="Scan it again" facts={[{ text: 'The scan was not taken.' }]} />
  if (last.kind === 'refused') return <Plate tone="stop" title="Not taken in" badge={{ text: 'Stop', icon: 'stop' }} grouped={last.scan.text} facts={[{ text: last.problem.message }]} aside={<PlateNote label="The scan is kept" text="It waits below until you decide." />} />
  const { answer } = last
  const voided = answer.piece.voided
  const look = needsLook(answer) && !voided
  const asked = questionOf(answer, zone)
  const mine = draft?.id === answer.piece.id ? draft : null
  return (
    <Plate tone={look ? 'look' : 'saved'} title={look ? lookTitle(answer) : whatItIs(answer.piece)}
      badge={voided ? { text: 'Voided', icon: 'x' } : look ? { text: answer.kind === 'own-piece' ? 'Look' : `Look. Saved ${clock(answer.piece.receivedAt, zone)}`, icon: 'warn' } : { text: `Saved ${clock(answer.piece.receivedAt, zone)}`, icon: 'check' }}
      grouped={answer.piece.grouped} facts={look ? [{ text: whatItIs(answer.piece) }, ...facts(answer, zone)] : facts(answer, zone)}
      aside={asked ? <Answers ref={answers} scanned={answer} /> : look && answer.kind !== 'piece' ? <PlateNote {...lookNote(answer)} /> : <PlateFor draft={mine} answer={answer} />} />
  )
}
