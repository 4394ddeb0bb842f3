import type { ReactNode } from 'react'
import { useMay } from '../../app/session.ts'
import { useStation } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Empty, HiddenText, Loading } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './help.module.css'
import { putAway, useFirstSteps, type Step } from './steps.ts'

/** What to do first in a new office; what is done ticks itself off. */
export function FirstStepsList({ steps }: { steps: readonly Step[] }): ReactNode {
  const next = steps.find((step) => !step.done)
  return (
    <ol className={css.steps} aria-label="First steps">
      {steps.map((step) => (
        <li key={step.id} data-done={step.done || undefined}>
          <span className={css.tick}>{step.done && <Icon name="check" size="s" />}</span>
          <div><b>{step.title}{step.done && <HiddenText>: done</HiddenText>}</b><span>{step.text}</span></div>
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
  const { steps, left, known, offered } = useFirstSteps(true)
  if (!may) return <Empty icon="settings" title="An administrator sets the office up">The first steps of a new office stand here for administrators.</Empty>
  if (!known) return <Loading rows={6} label="Reading what is set up" />
  return (
    <section className={css.page}>
      <h2>First steps</h2>
      <p>{left === 0 ? 'All of it is done.' : `${count(steps.length - left, 'step')} of ${steps.length} done. Each ticks itself off when it is done; the order is only a suggestion.`}</p>
      <FirstStepsList steps={steps} />
      {left > 0 && <div>{offered ? <Button onClick={() => { putAway(device) }}>Do not offer them on Intake</Button> : <Button onClick={() => { putAway(null) }}>Offer them on Intake</Button>}</div>}
    </section>
  )
}

/** How many first steps are left, in the rail. */
export function FirstStepsCount(): ReactNode {
  const { left, offered } = useFirstSteps()
  return offered ? <span className={css.left} title={count(left, 'first step')}>{left}<HiddenText> first steps left</HiddenText></span> : null
}
