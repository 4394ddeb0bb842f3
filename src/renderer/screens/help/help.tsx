import { useMemo, type ReactNode } from 'react'
import administrator from '../../../../docs/administrator-guide.md?raw'
import operator from '../../../../docs/operator-card.md?raw'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useHead } from '../../app/shell/head.tsx'
import { TOPICS, type Topic } from '../../help/topics.ts'
import { Segments } from '../../ui/parts.tsx'
import { FirstStepsPage } from './first-steps.tsx'
import { Guide } from './guide.tsx'
import css from './help.module.css'
import { Meanings } from './meanings.tsx'

const PAGES = [{ value: 'card', label: 'Operator card' }, { value: 'marks', label: 'Marks' }, { value: 'fields', label: 'Fields' }, { value: 'steps', label: 'First steps' }, { value: 'guide', label: 'For administrators' }] as const
export type HelpPage = (typeof PAGES)[number]['value']
/** The place where the page of Help is kept; other screens set it before they open Help. */
export const HELP_PAGE = 'help.page'

/** The guides, what marks and fields mean, and the first steps; all of it works without a network. */
export function Help(): ReactNode {
  const [page, setPage] = useKept<HelpPage>(HELP_PAGE, 'card')
  const step = (by: number): void => { setPage(PAGES[(PAGES.findIndex((one) => one.value === page) + by + PAGES.length) % PAGES.length]?.value ?? 'card') }
  const mode = useMemo(() => <Segments label="Page of Help" small value={page} options={PAGES} onChange={setPage} />, [page, setPage])
  useHead('Help', mode)
  useKeys([{ key: 'PgUp', label: 'Page before', run: () => { step(-1) } }, { key: 'PgDn', label: 'Next page', run: () => { step(1) } }])
  return (
    <div className={css.help} key={page} tabIndex={0} role="region" aria-label={PAGES.find((one) => one.value === page)?.label}>
      {page === 'card' ? <Guide text={operator} label="Operator card" /> : page === 'guide' ? <Guide text={administrator} label="Administrator's guide" /> : page === 'marks' ? <section className={css.page}><h2>What the marks mean</h2><Meanings /></section> : page === 'fields' ? <Fields /> : <FirstStepsPage />}
    </div>
  )
}

function Fields(): ReactNode {
  const topics: Topic[] = Object.values(TOPICS)
  return (
    <section className={css.page}>
      <h2>What the fields ask for</h2>
      <p>In a field, F1 says what it means.</p>
      <dl className={css.fields}>{topics.map((topic) => <div key={topic.title}><dt>{topic.title}</dt><dd>{topic.text}{topic.hint && <span>{topic.hint}</span>}</dd></div>)}</dl>
    </section>
  )
}
