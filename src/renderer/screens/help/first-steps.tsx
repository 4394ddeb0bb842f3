import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { problemOf } from '../../app/problem.ts'
import { useMay } from '../../app/session.ts'
import { useStation } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Empty, HiddenText, Loading, ProblemMessage } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './help.module.css'
import { putAway, useFirstSteps, type Step } from './steps.ts'

/** What to do first in a new office; what is done ticks itself off. */
export function FirstStepsList({ steps }: { steps: readonly Step[] }): ReactNode {
  const next = steps.find((step) => !step.done)
  return (
    <ol className={css.steps} aria-label={t('common.firstSteps')}>
      {steps.map((step) => (
        <li key={step.id} data-done={step.done || undefined}>
          <span className={css.tick}>{step.done && <Icon name="check" size="s" />}</span>
          <div><b>{step.title}{step.done && <HiddenText>{t('help.firstSteps.done')}</HiddenText>}</b><span>{step.text}</span></div>
          <Button small kind={step === next ? 'plain' : 'quiet'} onClick={step.go}>{step.act}</Button>
        </li>
      ))}
    </ol>
  )
}

/** The first steps as a page of Help: they stay there after they were put away. */
export function FirstStepsPage(): ReactNode {
  const may = useMay('administrator')
  const device = useStation()?.deviceId ?? null
  const { steps, left, known, error, again, offered } = useFirstSteps(true)
  if (!may) return <Empty icon="settings" title={t('help.firstSteps.anAdministratorSetsTheOfficeUp')}>{t('help.firstSteps.theFirstStepsOfANew')}</Empty>
  if (error) return <div className={css.page}><ProblemMessage problem={problemOf(error)} onRetry={again} /></div>
  if (!known) return <Loading rows={6} label={t('help.firstSteps.readingWhatIsSetUp')} />
  return (
    <section className={css.page}>
      <h2>{t('common.firstSteps')}</h2>
      <p>{left === 0 ? t('help.firstSteps.allOfItIsDone') : t('help.firstSteps.countofOfStepsDoneEachTicks', { countOf: count(steps.length - left, t('help.firstSteps.step')), steps: steps.length })}</p>
      <FirstStepsList steps={steps} />
      {left > 0 && <div>{offered ? <Button onClick={() => { putAway(device) }}>{t('help.firstSteps.doNotOfferThemOnIntake')}</Button> : <Button onClick={() => { putAway(null) }}>{t('help.firstSteps.offerThemOnIntake')}</Button>}</div>}
    </section>
  )
}

/** How many first steps are left, in the rail. */
export function FirstStepsCount(): ReactNode {
  const { left, offered } = useFirstSteps()
  return offered ? <span className={css.left} title={count(left, t('help.firstSteps.firstStep'))}>{left}<HiddenText> {t('help.firstSteps.firstStepsLeft')}</HiddenText></span> : null
}
