import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { ID_PATTERN } from '../../../shared/ids.ts'
import type { PieceCounts, PieceFilter } from '../../../shared/contract/pieces.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
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
      <TextField ref={field} className={css.find} label="Find" hint="digits or words" value={filter.text ?? ''} maxLength={200} onChange={(event) => { patch({ text: event.currentTarget.value }) }} onKeyDown={onFieldKey} />
      <SelectField label="State" id="pieces-state" value={filter.state?.join(' ') ?? ''} data={facetChoices('Any', counts?.states, filter.state, stateChoice)} onChange={(value) => { patch({ state: listOf(value) }) }} />
      <SelectField label="Carrier" value={filter.carrier?.join(' ') ?? ''} data={facetChoices('Any', counts?.carriers, filter.carrier, carrierWord)} onChange={(value) => { patch({ carrier: listOf(value) }) }} />
      <SelectField label="Department" searchable value={filter.department ?? ''} data={facetChoices('Any', counts?.departments, filter.department === undefined ? undefined : [filter.department], (value) => value)} onChange={(value) => { patch({ department: value ?? '' }) }} />
      {person ? <PersonOf id={person} onClear={() => { patch({ recipient: undefined }) }} /> : <TextField label="For whom" value={filter.recipient ?? ''} maxLength={200} onChange={(event) => { patch({ recipient: event.currentTarget.value }) }} />}
      <SelectField label="Here for" value={filter.ageDays === undefined ? '' : String(filter.ageDays)} data={[...AGES]} onChange={(value) => { patch({ ageDays: value ? Number(value) : undefined }) }} />
      {filter.from !== undefined || filter.to !== undefined
        ? <div><span className={css.label}>Days</span><Button icon="x" className={css.person} aria-label={`Every day, not only ${spanWords(filter.from, filter.to)}`} onClick={() => { patch({ from: undefined, to: undefined }) }}><span>{spanWords(filter.from, filter.to)}</span></Button></div>
        : <TextField label="Day" type="date" value={filter.day ?? ''} max={today ?? undefined} onChange={(event) => { patch({ day: event.currentTarget.value }) }} />}
      <SelectField label="To settle" value={todoOf(filter)} data={[...TODO]} onChange={(value) => { patch({ questions: undefined, assignment: undefined, ...todoPatch(value) }) }} />
    </div>
  )
}

function PersonOf({ id, onClear }: { id: string; onClear: () => void }): ReactNode {
  const person = useQuery(station.directory.get.queryOptions({ input: { id }, placeholderData: keepPreviousData })).data
  return <div><span className={css.label}>For whom</span><Button icon="x" className={css.person} aria-label={`Everybody, not only ${person?.name ?? 'this person'}`} onClick={onClear}><span>{person?.name ?? 'One person'}</span></Button></div>
}
