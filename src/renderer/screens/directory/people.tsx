import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PersonCard, PersonRow } from '../../../shared/contract/directory.ts'
import { useKept, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useMay } from '../../app/session.ts'
import { queries, station } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Empty, Loading, ProblemMessage, Segments, Unchosen } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count } from '../../ui/words.ts'
import css from './directory.module.css'
import { Card } from './person-card.tsx'
import { PersonForm } from './person-form.tsx'
import { directoryText, presence, shownPerson } from './words.ts'

type Which = 'here' | 'away' | 'left' | 'all'
const WHICH = [{ value: 'here', label: t('common.here2') }, { value: 'away', label: t('common.away') }, { value: 'left', label: t('common.left') }, { value: 'all', label: t('common.all') }] as const

/** Search first, the people under it, the card of one of them beside it. */
export function People(): ReactNode {
  const typed = useStore(directoryText)
  const setTyped = directoryText.set
  const [which, setWhich] = useKept<Which>('directory.which', 'here')
  const selected = useStore(shownPerson)
  const [editing, setEditing] = useOpen<'new' | PersonCard | null>('people.editing', null)
  const may = useMay('supervisor')
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const text = useDeferredValue(typed.trim())
  const searching = text !== ''
  const found = useQuery(station.directory.search.queryOptions({ input: { text, limit: 50 }, enabled: searching, placeholderData: keepPreviousData }))
  const everybody = useInfiniteQuery(station.directory.list.infiniteOptions({
    input: (cursor: string | undefined) => ({ state: which, limit: 100, ...(cursor === undefined ? {} : { cursor }) }),
    initialPageParam: undefined, getNextPageParam: (page) => page.next ?? undefined, placeholderData: keepPreviousData,
  }))
  const all = useMemo(() => everybody.data?.pages.flatMap((page) => page.rows) ?? [], [everybody.data])
  const rows: readonly PersonRow[] = searching ? (found.data?.rows ?? []) : all
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = everybody
  const onEnd = useCallback(() => { if (!searching && hasNextPage && !isFetchingNextPage) void fetchNextPage() }, [searching, hasNextPage, isFetchingNextPage, fetchNextPage])
  const current = useQuery(station.directory.get.queryOptions({ input: { id: selected ?? '' }, enabled: selected !== null })).data ?? null
  useEffect(() => { field.current?.focus() }, [])
  const edit = (): void => { if (current && may) setEditing(current) }
  const add = (): void => { setEditing('new') }
  const leave = (): void => { setEditing(null); field.current?.focus() }
  useKeys(editing ? [] : [
    { key: 'F2', label: t('common.change'), when: may && current !== null, run: edit },
    { key: 'F3', label: t('directory.people.whoIsListed'), when: !searching, run: () => { setWhich(WHICH[(WHICH.findIndex((one) => one.value === which) + 1) % WHICH.length]?.value ?? 'here') } },
    { key: 'F4', label: t('common.addAPerson'), run: add },
    { key: 'F6', label: t('common.otherPane'), when: selected !== null, run: () => { (document.activeElement?.closest('#person-card') ? list.current : document.getElementById('person-card'))?.focus() } },
    { key: 'Esc', label: t('directory.people.emptyTheSearch'), when: typed !== '', run: () => { setTyped(''); field.current?.focus() } },
  ])
  // Enter means what is typed, also when the rows of it are still on their way.
  const openFirst = async (): Promise<void> => {
    const wanted = typed.trim()
    const answer = wanted === '' ? all : (await queries.fetchQuery(station.directory.search.queryOptions({ input: { text: wanted, limit: 50 } })).catch(() => null))?.rows
    const first = answer?.[0]
    if (!first || field.current?.value.trim() !== wanted) return
    shownPerson.set(first.id)
    list.current?.focus()
  }
  const onFieldKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      list.current?.focus()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      void openFirst()
    }
  }
  const problem = searching ? found.error : everybody.error
  const pending = searching ? found.isPending : everybody.isPending
  const total = everybody.data?.pages[0]?.total
  const summary = searching ? (found.data ? `${count(rows.length, t('common.person'), t('common.people2'))}${found.data.more ? t('directory.people.moreTypeAnotherLetter') : ''}` : '') : total === undefined ? '' : count(total, t('common.person'), t('common.people2'))
  return (
    <div className={css.split}>
      <section className={css.left} aria-label={t('common.people')}>
        <header className={css.searchHead}>
          <TextField ref={field} big label={t('directory.people.who')} hint={t('directory.people.twoOrThreeLettersOfA')} value={typed} maxLength={200} className={css.grow} onChange={(event) => { setTyped(event.currentTarget.value) }} onKeyDown={onFieldKey} />
          <div className={css.searchActs}>
            {searching ? null : <Segments<Which> small label={t('directory.people.whoIsListed')} value={which} options={WHICH} onChange={setWhich} />}
            <span className={css.total} role="status">{summary}</span>
            <Button icon="plus" keys="F4" onClick={add}>{t('common.addAPerson')}</Button>
          </div>
        </header>
        {problem && <div className={css.pad}><ProblemMessage problem={problemOf(problem)} onRetry={() => { void (searching ? found.refetch() : everybody.refetch()) }} /></div>}
        {pending ? <Loading rows={10} label={t('directory.people.readingTheDirectory')} /> : rows.length === 0 ? !problem && (
          searching ? <Empty icon="search" title={t('directory.people.nobodyIsFoundByText', { text })} acts={<Button icon="plus" keys="F4" onClick={add}>{t('directory.people.addText', { text })}</Button>}>{t('directory.people.tryFewerLettersOrAddThe')}</Empty>
            : <Empty icon="users" title={which === 'here' || which === 'all' ? t('directory.people.nobodyInTheDirectoryYet') : t('directory.people.nobodyHere')}>{t('directory.people.addAPersonWithF4An')}</Empty>
        ) : (
          <>
            <div className={css.rowHead} aria-hidden="true"><span>{t('common.name')}</span><span>{t('common.department')}</span><span>{t('common.stop')}</span><span>{t('common.location')}</span><span>{t('common.is')}</span></div>
            <Rows ref={list} label={t('common.people')} items={rows} idOf={(row) => row.id} height={32} selected={selected} onSelect={shownPerson.set} onEnd={onEnd} onLeave={() => { field.current?.focus() }} voided={(row) => !row.active}
              render={(row) => (
                <div className={css.row}><b title={row.name}>{row.name}</b><span title={row.department ?? ''}>{row.department}</span><span className={css.mono}>{row.mailStop}</span><span className={css.mono}>{row.location}</span><span data-away={row.away || undefined}>{presence(row)}</span></div>
              )} />
          </>
        )}
      </section>
      {editing || selected ? <aside className={css.right} aria-label={t('directory.people.card')}>
        {editing === 'new' ? <PersonForm key="new" card={null} named={typed} onDone={(card) => { shownPerson.set(card.id); leave() }} onClose={leave} />
          : editing ? <PersonForm key={editing.id} card={editing} onDone={leave} onClose={leave} />
            : selected && <Card key={selected} id={selected} onEdit={setEditing} />}
      </aside> : <Unchosen label={t('directory.people.card')} reading={!searching && everybody.isPending} icon="user" title={t('directory.people.nobodyChosen')}>{t('directory.people.typeANameThenEnterThe')}</Unchosen>}
    </div>
  )
}
