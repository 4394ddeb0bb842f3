import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceFilter, SavedView } from '../../../shared/contract/pieces.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import css from './pieces.module.css'

const same = (a: PieceFilter, b: PieceFilter): boolean => {
  const sorted = (filter: PieceFilter): string => JSON.stringify(Object.entries(filter).sort(([x], [y]) => (x < y ? -1 : 1)))
  return sorted(a) === sorted(b)
}

const fresh = (): Promise<void> => queries.invalidateQueries({ queryKey: station.pieces.views.key() })

/** The caller's saved views: one is chosen, the filter of the moment is saved, one is removed. */
export function Views({ filter, onFilter }: { filter: PieceFilter; onFilter: (next: PieceFilter) => void }): ReactNode {
  const views = useQuery(station.pieces.views.queryOptions())
  const [naming, setNaming] = useOpen('views.naming', false)
  const remove = useMutation(station.pieces.removeView.mutationOptions({ onSuccess: fresh }))
  const current = views.data?.find((view) => same(view.filter, filter)) ?? null
  const empty = Object.keys(filter).length === 0
  return (
    <>
      {views.data && views.data.length > 0 && (
        <SelectField label="" aria-label={t('pieces.views.savedView')} placeholder={t('pieces.views.savedViews')} className={css.view} value={current?.id ?? null} data={views.data.map((view) => ({ value: view.id, label: view.name }))}
          onChange={(id) => { const view = views.data.find((one) => one.id === id); if (view) onFilter(view.filter) }} />
      )}
      {naming ? <NameForm views={views.data ?? []} filter={filter} onClose={() => { setNaming(false) }} />
        : current ? <Button icon="trash" onClick={() => { remove.mutate({ id: current.id }) }}>{t('pieces.views.removeTheView')}</Button>
          : !empty && <Button icon="filter" onClick={() => { setNaming(true) }}>{t('pieces.views.saveAsAView')}</Button>}
      {remove.error && <ProblemMessage problem={problemOf(remove.error)} />}
    </>
  )
}

function NameForm({ views, filter, onClose }: { views: readonly SavedView[]; filter: PieceFilter; onClose: () => void }): ReactNode {
  const [name, setName] = useHeld('views.name', '')
  const [missing, setMissing] = useState(false)
  const save = useMutation(station.pieces.saveView.mutationOptions({ onSuccess: async () => { await fresh(); onClose() } }))
  // A name that is there already means that view, with the filter of now.
  const known = views.find((view) => view.name.toLowerCase() === name.trim().toLowerCase())
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setMissing(name.trim() === '')
    if (name.trim() !== '' && !save.isPending) save.mutate({ ...(known ? { id: known.id } : {}), name, filter })
  }
  useKeys([{ key: 'Esc', label: t('pieces.views.saveNoView'), run: onClose }])
  return (
    <form className={css.naming} aria-label={t('pieces.views.saveAsAView')} onSubmit={send}>
      <TextField label="" aria-label={t('pieces.views.nameOfTheView')} placeholder={t('pieces.views.nameOfTheView')} autoFocus value={name} maxLength={80} error={missing && name.trim() === '' ? t('pieces.views.typeAName') : save.error ? problemOf(save.error).message : undefined} onChange={(event) => { setName(event.currentTarget.value) }} />
      <Button submit keys="Enter" disabled={save.isPending}>{known ? t('pieces.views.replaceTheView') : t('pieces.views.saveTheView')}</Button>
      <Button kind="quiet" keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button>
    </form>
  )
}
