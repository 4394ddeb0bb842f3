import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type * as z from 'zod'
import { t } from '../../catalogue/index.ts'
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
    <section className={css.plate} data-tone={tone} role={tone === 'stop' ? 'alert' : 'status'} aria-label={t('certified.numberPlate.articleNumberAndGreenCard')}>
      <div className={css.article}>
        <small>{t('certified.numberPlate.articleNumberTheLetter')}</small>
        {number === '' ? <p className={css.instead}>{own ? t('certified.numberPlate.aNumberOfTheOfficeIs') : t('certified.numberPlate.scanTheLabelOrThePs')}</p> : <p className={css.digits}>{parts.head && <span>{parts.head}</span>}<b>{parts.tail}</b></p>}
        <p className={css.plateFacts}>
          {number === '' && !own && onType && <button type="button" className={css.plateButton} aria-keyshortcuts="F6" onClick={onType}><span>{t('certified.numberPlate.noScannerTypeTheNumbers')}</span> <kbd>{t('certified.numberPlate.f6')}</kbd></button>}
          {looked?.problem ? <span><Icon name={tone === 'stop' ? 'stop' : 'warn'} size="s" />{looked.problem.message}</span> : looked && (
            <>
              <span data-tone="good"><Icon name="check" size="s" />{looked.checkDigit === 'valid' ? t('certified.numberPlate.checkDigitValid') : t('certified.numberPlate.noCheckDigit')}</span><span>{t('certified.numberPlate.notUsedBefore')}</span>
              {looked.roll && <span>{looked.roll.low && <Icon name="warn" size="s" />}{t('certified.numberPlate.nameLeftLeft', { name: looked.roll.name, left: looked.roll.left })}{looked.roll.low && t('certified.numberPlate.orderTheNextRoll')}</span>}{looked.says && <span>{looked.says.words}</span>}
            </>
          )}
        </p>
      </div>
      <div className={css.card}>
        <small>{t('certified.numberPlate.greenCardPs3811')}</small>
        {card === '' ? <p className={css.insteadSmall}>{wanted ? t('certified.numberPlate.scanTheCardToo') : t('common.none2')}</p> : <p className={css.digits} data-card><span aria-hidden="true">{'\u2026'}</span><b>{cardTail.tail}</b></p>}
        <p className={css.plateFacts}>{cardLooked && (cardLooked.kind === 'green-card' ? <span data-tone="good"><Icon name="check" size="s" />{cardLooked.usedBy ? t('certified.numberPlate.usedBefore') : t('certified.numberPlate.belongsToThisLetter')}</span> : <span><Icon name="warn" size="s" />{t('certified.numberPlate.thisIsNoGreenCard')}</span>)}</p>
      </div>
    </section>
  )
}
