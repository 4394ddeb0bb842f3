import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import { dayWords } from '../../ui/words.ts'
import css from './days.module.css'

/** Asks for a day: by its date, or one of those that were signed off. */
export function GoToDay({ day, today, onDay, onClose }: { day: string; today: string; onDay: (day: string) => void; onClose: () => void }): ReactNode {
  const [date, setDate] = useHeld('days.go-to', day)
  const signed = useQuery(station.days.signed.queryOptions({ input: { limit: 100 } }))
  const wrong = date === '' ? t('days.goToDay.typeADay') : date > today ? t('days.goToDay.thisDayHasNotComeYet') : undefined
  const go = (to: string): void => { onDay(to); onClose() }
  const run = (): void => { if (wrong === undefined) go(date) }
  return (
    <Dialog name="day-go-to" title={t('days.goToDay.whichDay')} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('days.goToDay.stayHere')}</Button><Button kind="primary" keys="Enter" onClick={run}>{t('days.goToDay.showTheDay')}</Button></>}>
      <form className={css.reopen} onSubmit={(event: FormEvent) => { event.preventDefault(); run() }}>
        <TextField label={t('common.day')} type="date" data-autofocus max={today} value={date} error={wrong} onChange={(event) => { setDate(event.currentTarget.value) }} />
        <button type="submit" hidden />
      </form>
      {signed.error && <ProblemMessage title={t('days.goToDay.signedLogsCannotBeRead')} problem={problemOf(signed.error)} onRetry={() => { void signed.refetch() }} />}
      {signed.data && signed.data.length > 0 && (
        <div className={css.earlier}>
          <h3>{t('days.goToDay.signedLogs')}</h3>
          <div className={css.found}>{signed.data.map((one) => <button key={`${one.to.device}-${one.to.sequence}-${one.at}`} type="button" onClick={() => { go(one.day) }}><span>{dayWords(one.day)}</span><small>{one.reopened ? t('days.goToDay.byReopened', { by: one.by }) : one.by}</small></button>)}</div>
        </div>
      )}
    </Dialog>
  )
}
