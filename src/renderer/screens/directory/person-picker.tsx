import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { station } from '../../app/station.ts'
import type { TopicName } from '../../help/topics.ts'
import { SelectField, useSearch } from '../../ui/field.tsx'

export interface Picked { id: string; name: string }

/** Chooses one person of the directory by two or three letters. `search` names the field and the record, as the key of `useHeld` does. */
export function PersonPicker({ search, label, hint, value, onChange, error, except, about }: { search: string; label: string; hint?: string; about?: TopicName; value: Picked | null; onChange: (next: Picked | null) => void; error?: string | undefined; except?: string }): ReactNode {
  const { text: typed, props: searching } = useSearch(search)
  const text = useDeferredValue(typed.trim() === value?.name ? '' : typed.trim())
  const found = useQuery(station.directory.search.queryOptions({ input: { text, limit: 12 }, placeholderData: keepPreviousData }))
  const rows = (found.data?.rows ?? []).filter((row) => row.id !== except && row.id !== value?.id && row.active)
  const data = [
    ...(value ? [{ value: value.id, label: value.name }] : []),
    ...rows.map((row) => ({ value: row.id, label: [row.name, row.distinguishing ?? row.department].filter(Boolean).join(', ') })),
  ]
  return (
    <SelectField label={label} about={about} hint={hint} placeholder={t('directory.personPicker.twoOrThreeLetters')} clearable={value !== null} clearButtonProps={{ 'aria-label': t('directory.personPicker.takeNameAway', { name: value?.name ?? t('directory.personPicker.theName') }) }} value={value?.id ?? null} data={data} filter={({ options }) => options} error={error}
      {...searching} nothingFoundMessage={typed.trim() === '' ? undefined : found.isFetching ? t('directory.personPicker.looking') : t('directory.personPicker.nobodyOfThisName')}
      onChange={(id) => {
        const row = rows.find((one) => one.id === id)
        if (row) onChange({ id: row.id, name: row.name })
        else if (id === null) onChange(null)
      }} />
  )
}
