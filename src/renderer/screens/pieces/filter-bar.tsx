import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { t } from '../../catalogue/index.ts'
import { ID_PATTERN } from '../../../shared/ids.ts'
import type { PieceCounts, PieceFilter } from '../../../shared/contract/pieces.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField, SelectField, TextField } from '../../ui/field.tsx'
import { spanWords } from '../../ui/words.ts'
import { AGES, carrierWord, facetChoices, stateChoice, TODO, todoOf, todoPatch } from './choices.ts'
import { withPatch } from './filter.ts'
import css from './pieces.module.css'

export interface FilterBarProps {
  filter: PieceFilter
  onFilter: (next: PieceFilter) => void
  counts: PieceCounts | undefined
  today: string | null
  field: Ref<HTMLInputElement>
  onFieldKey: (event: KeyboardEvent) => void
}

/** The search field and everything a list of pieces can be narrowed by. */
export function FilterBar({ filter, onFilter, counts, today, field, onFieldKey }: FilterBarProps): ReactNode {
  const patch = (change: Parameters<typeof withPatch>[1]): void => { onFilter(withPatch(filter, change)) }
  const listOf = (value: string | null): string[] => (value ? value.split(' ') : [])
  const person = filter.recipient !== undefined && ID_PATTERN.test(filter.recipient) ? filter.recipient : null
  return (
    <div className={css.filters}>
      <TextField ref={field} className={css.find} label={t('common.find')} hint={t('pieces.filterBar.digitsOrWords')} value={filter.text ?? ''} maxLength={200} onChange={(event) => { patch({ text: event.currentTarget.value }) }} onKeyDown={onFieldKey} />
      <SelectField label={t('common.state')} id="pieces-state" value={filter.state?.join(' ') ?? ''} data={facetChoices(t('pieces.filterBar.any'), counts?.states, filter.state, stateChoice)} onChange={(value) => { patch({ state: listOf(value) }) }} />
      <SelectField label={t('common.carrier')} value={filter.carrier?.join(' ') ?? ''} data={facetChoices(t('pieces.filterBar.any'), counts?.carriers, filter.carrier, carrierWord)} onChange={(value) => { patch({ carrier: listOf(value) }) }} />
      <SearchField label={t('common.department')} search="pieces.department" value={filter.department ?? ''} data={facetChoices(t('pieces.filterBar.any'), counts?.departments, filter.department === undefined ? undefined : [filter.department], (value) => value)} onChange={(value) => { patch({ department: value ?? '' }) }} />
      {person ? <PersonOf id={person} onClear={() => { patch({ recipient: undefined }) }} /> : <TextField label={t('pieces.filterBar.forWhom')} value={filter.recipient ?? ''} maxLength={200} onChange={(event) => { patch({ recipient: event.currentTarget.value }) }} />}
      <SelectField label={t('pieces.filterBar.hereFor')} value={filter.ageDays === undefined ? '' : String(filter.ageDays)} data={[...AGES]} onChange={(value) => { patch({ ageDays: value ? Number(value) : undefined }) }} />
      {filter.from !== undefined || filter.to !== undefined
        ? <div><span className={css.label}>{t('common.days')}</span><Button icon="x" className={css.person} aria-label={t('pieces.filterBar.everyDayNotOnlyFrom', { from: spanWords(filter.from, filter.to) })} onClick={() => { patch({ from: undefined, to: undefined }) }}><span>{spanWords(filter.from, filter.to)}</span></Button></div>
        : <TextField label={t('common.day')} type="date" value={filter.day ?? ''} max={today ?? undefined} onChange={(event) => { patch({ day: event.currentTarget.value }) }} />}
      <SelectField label={t('pieces.filterBar.toSettle')} value={todoOf(filter)} data={[...TODO]} onChange={(value) => { patch({ questions: undefined, assignment: undefined, ...todoPatch(value) }) }} />
    </div>
  )
}

function PersonOf({ id, onClear }: { id: string; onClear: () => void }): ReactNode {
  const person = useQuery(station.directory.get.queryOptions({ input: { id }, placeholderData: keepPreviousData })).data
  return <div><span className={css.label}>{t('pieces.filterBar.forWhom')}</span><Button icon="x" className={css.person} aria-label={t('pieces.filterBar.everybodyNotOnlyName', { name: person?.name ?? t('pieces.filterBar.thisPerson') })} onClick={onClear}><span>{person?.name ?? t('pieces.filterBar.onePerson')}</span></Button></div>
}
