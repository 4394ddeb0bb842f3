import { useMemo, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
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
import { HELP_PAGE, PAGES, type HelpPage } from './pages.ts'

/** The guides, what marks and fields mean, and the first steps; all of it works without a network. */
export function Help(): ReactNode {
  const [page, setPage] = useKept<HelpPage>(HELP_PAGE, 'card')
  const step = (by: number): void => { setPage(PAGES[(PAGES.findIndex((one) => one.value === page) + by + PAGES.length) % PAGES.length]?.value ?? 'card') }
  const mode = useMemo(() => <Segments label={t('help.help.pageOfHelp')} small value={page} options={PAGES} onChange={setPage} />, [page, setPage])
  useHead(t('help.help.help'), mode)
  useKeys([{ key: 'PgUp', label: t('common.pageBefore'), run: () => { step(-1) } }, { key: 'PgDn', label: t('common.nextPage'), run: () => { step(1) } }])
  return (
    <div className={css.help} key={page} tabIndex={0} role="region" aria-label={PAGES.find((one) => one.value === page)?.label}>
      {page === 'card' ? <Guide text={operator} label={t('help.help.operatorCard')} /> : page === 'guide' ? <Guide text={administrator} label={t('help.help.administratorsGuide')} /> : page === 'marks' ? <section className={css.page}><h2>{t('help.help.whatTheMarksMean')}</h2><Meanings /></section> : page === 'fields' ? <Fields /> : <FirstStepsPage />}
    </div>
  )
}

function Fields(): ReactNode {
  const topics: Topic[] = Object.values(TOPICS)
  return (
    <section className={css.page}>
      <h2>{t('help.help.whatTheFieldsAskFor')}</h2>
      <p>{t('help.help.inAFieldF1SaysWhat')}</p>
      <dl className={css.fields}>{topics.map((topic) => <div key={topic.title}><dt>{topic.title}</dt><dd>{topic.text}{topic.hint && <span>{topic.hint}</span>}</dd></div>)}</dl>
    </section>
  )
}
