import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import { mayCall } from '../../../shared/contract/roles.ts'
import type { Outbox, OutboxFilter } from '../../../shared/contract/notify.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { useHead } from '../../app/shell/head.tsx'
import { client, queries, station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { Empty, HiddenText, Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { when } from '../../ui/words.ts'
import { MessageSide } from './message-side.tsx'
import css from './notices.module.css'
import { FILTER_WORDS, FILTERS, KIND_WORDS, mayDo, messageWords } from './words.ts'

const EMPTY: Record<OutboxFilter, { title: string; words: string }> = {
  waiting: { title: t('notify.notices.nothingWaitsToBeSent'), words: t('notify.notices.messagesGoOutByThemselvesWhat') },
  person: { title: t('notify.notices.nothingToDecide'), words: t('notify.notices.messagesOfWhichNobodyKnowsWhether') },
  sent: { title: t('notify.notices.nothingWasSentYet'), words: t('notify.notices.whenNoticesAreSwitchedOnUnder') },
  failed: { title: t('notify.notices.nothingWasRefused'), words: t('notify.notices.whatAMailServerRefusesFor') },
}

/** The outbox: what waits, what a person has to decide, what was sent and what was refused. */
export function Notices(): ReactNode {
  const zone = useZone()
  const role = useSession()?.user.role ?? null
  const supervisor = mayCall(role, 'supervisor')
  const [filter, setFilter] = useKept<OutboxFilter>('notices.filter', 'waiting')
  const [picked, setPicked] = useKept<string | null>('notices.message', null)
  // Nothing of a list is kept once another is shown: it would say again for a moment whether the outbox was stopped back then.
  const query = useQuery(station.notify.outbox.queryOptions({ input: { filter }, placeholderData: keepPreviousData, gcTime: 0 }))
  const rows = query.data?.rows ?? []
  // While the rows of the list before stand there, no key may mean one of them.
  const message = query.isPlaceholderData ? null : (rows.find((row) => row.id === picked) ?? rows[0] ?? null)
  const act = useMutation({
    mutationFn: async (work: () => Promise<unknown>) => { await work() },
    onSettled: () => queries.invalidateQueries({ queryKey: station.notify.key() }),
  })
  const run = (work: () => Promise<unknown>): void => { if (!act.isPending) act.mutate(work) }
  const on = (work: (id: string) => Promise<unknown>) => (): void => { if (message) run(() => work(message.id)) }
  const acts = {
    arrived: on((id) => client.notify.decide({ id, decision: 'sent' })),
    again: on((id) => client.notify.decide({ id, decision: 'again' })),
    retry: on((id) => client.notify.retry({ id })),
    drop: on((id) => (message?.state === 'unknown' ? client.notify.decide({ id, decision: 'drop' }) : client.notify.drop({ id }))),
  }
  const stopped = query.data?.stopped ?? false
  const toggle = (): void => { run(() => (stopped ? client.notify.start() : client.notify.stop())) }
  const may = mayDo(message)
  useHead(t('common.notices'))
  useKeys([
    { key: 'F3', label: t('notify.notices.nextList'), run: () => { setFilter(FILTERS[(FILTERS.indexOf(filter) + 1) % FILTERS.length] ?? 'waiting') } },
    { key: 'Y', label: t('notify.notices.itArrived'), when: may.decide, run: acts.arrived },
    { key: 'N', label: t('common.sendItAgain'), when: may.decide, run: acts.again },
    { key: 'R', label: t('common.tryNow'), when: may.retry, run: acts.retry },
    { key: 'Del', label: t('notify.notices.dropIt'), when: may.drop, run: acts.drop },
    { key: 'F7', label: stopped ? t('notify.notices.startTheOutbox') : t('notify.notices.stopTheOutbox'), when: supervisor && query.data !== undefined, run: toggle },
  ])
  const counts = query.data?.counts
  return (
    <section className={css.notices}>
      <div className={css.main}>
        <header className={css.head}>
          <Segments<OutboxFilter> label={t('notify.notices.messages')} value={filter} onChange={setFilter} options={FILTERS.map((value) => ({ value, label: `${FILTER_WORDS[value]}${counts ? ` ${number(counts[value])}` : ''}` }))} />
          {supervisor && <Button icon="clock" keys="F7" disabled={act.isPending} onClick={toggle}>{stopped ? t('notify.notices.startTheOutbox') : t('notify.notices.stopTheOutbox')}</Button>}
        </header>
        <Above outbox={query.data} administrator={mayCall(role, 'administrator')} zone={zone} />
        {query.error && <div className={css.above}><ProblemMessage title={t('notify.notices.theOutboxCannotBeRead')} problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
        {act.error && <div className={css.above}><ProblemMessage problem={problemOf(act.error)} title={t('common.thisWasNotSaved')} /></div>}
        {query.isPending ? <Loading /> : rows.length === 0 ? !query.error && <Empty icon="mail" title={EMPTY[filter].title}>{EMPTY[filter].words}</Empty> : (
          <Rows autoFocus label={t('notify.notices.valueNewestFirst', { value: FILTER_WORDS[filter] })} items={rows} idOf={(row) => row.id} height={32} selected={message?.id ?? null} onSelect={setPicked}
            render={(row) => {
              const words = messageWords(row)
              return <div className={css.row} data-tone={words.tone}><Icon name={words.icon} size="s" /><span>{row.name}</span><span>{row.subject}</span><span>{words.word}<HiddenText>, {KIND_WORDS[row.kind]}</HiddenText></span><span>{when(row.createdAt, zone)}</span></div>
            }} />
        )}
      </div>
      <MessageSide message={message} reading={query.isPending || query.isPlaceholderData} acts={acts} busy={act.isPending} />
    </section>
  )
}

/** What is in the way of the whole outbox. */
function Above({ outbox, administrator, zone }: { outbox: Outbox | undefined; administrator: boolean; zone: string }): ReactNode {
  if (!outbox || (outbox.ready && !outbox.stopped && !outbox.trouble)) return null
  return (
    <div className={css.above}>
      {!outbox.ready && <Message title={t('notify.notices.noMailServerIsSetUp')}>{administrator ? t('notify.notices.setOneUpUnderSettingsEmail') : t('notify.notices.anAdministratorDoesItUnderSettings')}</Message>}
      {outbox.stopped && <Message tone="act" title={t('notify.notices.theOutboxIsStopped')}>{t('notify.notices.nothingIsSentUntilItIs')}</Message>}
      {outbox.ready && !outbox.stopped && outbox.trouble && <Message tone="act" title={t('notify.notices.nothingGoesOutRightNow')}>{t('notify.notices.wordsItIsTriedAgainAt', { words: outbox.trouble.words, again: when(outbox.trouble.again, zone) })}</Message>}
    </div>
  )
}
