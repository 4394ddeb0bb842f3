import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type * as z from 'zod'
import type { lookedAt } from '../../../shared/contract/certified.ts'
import { station } from '../../app/station.ts'
import { Icon } from '../../ui/drawings.tsx'
import { splitNumber } from '../../ui/num.tsx'
import css from './letters.module.css'

export type Looked = z.infer<typeof lookedAt>

/** What the station says of a number that stands in the form; null while there is none. */
export function useLooked(text: string): Looked | null {
  return useQuery(station.certified.look.queryOptions({ input: { text }, enabled: text !== '', staleTime: 5_000 })).data ?? null
}

/** Article number and green card side by side, so that they cannot be confused. */
export function NumberPlate({ number, own, card, looked, cardLooked, wanted, onType }: { number: string; own: boolean; card: string; looked: Looked | null; cardLooked: Looked | null; wanted: boolean; /** Opens the fields for people without a scanner. */ onType: (() => void) | null }): ReactNode {
  const parts = splitNumber(looked?.grouped ?? number)
  const tone = looked?.problem ? (looked.problem.code === 'check-digit' || looked.problem.code === 'not-certified' ? 'look' : 'stop') : number === '' && !own ? 'ready' : 'saved'
  const cardTail = splitNumber(cardLooked?.grouped ?? card)
  return (
    <section className={css.plate} data-tone={tone} role={tone === 'stop' ? 'alert' : 'status'} aria-label="Article number and green card">
      <div className={css.article}>
        <small>Article number, the letter</small>
        {number === '' ? <p className={css.instead}>{own ? 'A number of the office is made when it is logged' : 'Scan the label or the PS 3800'}</p> : <p className={css.digits}>{parts.head && <span>{parts.head}</span>}<b>{parts.tail}</b></p>}
        <p className={css.plateFacts}>
          {number === '' && !own && onType && <button type="button" className={css.plateButton} aria-keyshortcuts="F6" onClick={onType}>No scanner: type the numbers <kbd>F6</kbd></button>}
          {looked?.problem ? <span><Icon name={tone === 'stop' ? 'stop' : 'warn'} size="s" />{looked.problem.message}</span> : looked && (
            <>
              <span data-tone="good"><Icon name="check" size="s" />{looked.checkDigit === 'valid' ? 'Check digit valid' : 'No check digit'}</span><span>Not used before</span>
              {looked.roll && <span>{looked.roll.low && <Icon name="warn" size="s" />}{looked.roll.name}, {looked.roll.left} left{looked.roll.low && ': order the next roll'}</span>}{looked.says && <span>{looked.says.words}</span>}
            </>
          )}
        </p>
      </div>
      <div className={css.card}>
        <small>Green card, PS 3811</small>
        {card === '' ? <p className={css.insteadSmall}>{wanted ? 'Scan the card too' : 'None'}</p> : <p className={css.digits} data-card><span aria-hidden="true">{'\u2026'}</span><b>{cardTail.tail}</b></p>}
        <p className={css.plateFacts}>{cardLooked && (cardLooked.kind === 'green-card' ? <span data-tone="good"><Icon name="check" size="s" />{cardLooked.usedBy ? 'Used before' : 'Belongs to this letter'}</span> : <span><Icon name="warn" size="s" />This is no green card</span>)}</p>
      </div>
    </section>
  )
}
