import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ComponentType, type FormEvent, type ReactNode, type RefObject } from 'react'
import { t } from '../../catalogue/index.ts'
import { LONGEST, type DepartmentRow, type MailStopRow } from '../../../shared/contract/directory.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Empty, Loading, PaneHead, ProblemMessage, Segments, Unchosen } from '../../ui/parts.tsx'
import { Rows } from '../../ui/rows.tsx'
import { count, placeWords } from '../../ui/words.ts'
import css from './directory.module.css'
import { PersonPicker, type Picked } from './person-picker.tsx'

const USED = [{ value: 'yes', label: t('directory.places.inUse') }, { value: 'no', label: t('directory.places.notUsedAnyMore') }] as const

interface PlacesProps<Row extends { id: string; active: boolean; people: number }> {
  label: string
  one: string
  query: { data: readonly Row[] | undefined; error: Error | null; refetch: () => unknown }
  heads: readonly string[]
  /** How cells are set, by their place: codes in the letters of codes, numbers at the right. */
  set: Readonly<Record<number, 'code' | 'figure'>>
  cells: (row: Row) => readonly string[]
  Form: ComponentType<{ row: Row | null; onDone: (id: string | null) => void }>
}

/** A list on the left and the form for one of its rows, or a new one, on the right. */
function Places<Row extends { id: string; active: boolean; people: number }>({ label, one, query, heads, set, cells, Form }: PlacesProps<Row>): ReactNode {
  const { data: rows, error } = query
  const [chosen, setChosen] = useHeld<string | null>(`places.chosen.${label}`, null)
  const [adding, setAdding] = useOpen(`places.adding.${label}`, false)
  const [saves, setSaves] = useState(0)
  const [text, setText] = useHeld(`places.text.${label}`, '')
  const list = useRef<HTMLDivElement>(null)
  const shown = rows?.filter((row) => cells(row).join(' ').toLowerCase().includes(text.trim().toLowerCase())) ?? []
  const current = rows?.find((row) => row.id === chosen) ?? null
  const done = (id: string | null): void => {
    setAdding(false)
    setSaves(saves + 1)
    if (id) setChosen(id)
    list.current?.focus()
  }
  useKeys([{ key: 'F4', label: t('directory.places.addAOne', { one }), run: () => { setAdding(true) } }, { key: 'F6', label: t('common.otherPane'), when: current !== null || adding, run: () => { if (document.activeElement?.closest('form')) list.current?.focus(); else document.querySelector<HTMLElement>('#place-form input')?.focus() } }])
  return (
    <div className={css.split}>
      <section className={css.left} aria-label={label}>
        <header className={css.searchHead}>
          <TextField label={t('directory.places.findAOne', { one })} value={text} className={css.grow} autoFocus onChange={(event) => { setText(event.currentTarget.value) }} onKeyDown={(event) => { if (event.key === 'ArrowDown') { event.preventDefault(); list.current?.focus() } }} />
          <div className={css.searchActs}><span className={css.total} role="status">{rows ? count(shown.length, one) : ''}</span><Button icon="plus" keys="F4" onClick={() => { setAdding(true) }}>{t('directory.places.addAOne', { one })}</Button></div>
        </header>
        {error && <div className={css.pad}><ProblemMessage problem={problemOf(error)} onRetry={() => { void query.refetch() }} /></div>}
        {!rows ? !error && <Loading rows={8} /> : shown.length === 0 ? (text === '' ? <Empty icon="building" title={t('directory.places.noOneYet', { one })}>{t('directory.places.addOneWithF4OrImport')}</Empty> : <Empty icon="search" title={t('directory.places.noOneFits', { one })}>{t('directory.places.tryFewerLettersOrAddIt')}</Empty>) : (
          <>
            <div className={css.rowHead} data-even aria-hidden="true">{heads.map((head, i) => <span key={head} data-set={set[i]}>{head}</span>)}</div>
            <Rows ref={list} label={label} items={shown} idOf={(row) => row.id} height={32} selected={chosen} onSelect={(id) => { setChosen(id); setAdding(false) }} voided={(row) => !row.active}
              render={(row) => <div className={css.row} data-even>{cells(row).map((cell, i) => (i === 0 ? <b key={i} data-set={set[i]}>{cell}</b> : <span key={i} data-set={set[i]}>{cell}</span>))}</div>} />
          </>
        )}
      </section>
      {adding || current ? <aside className={css.right} aria-label={t('directory.places.aOne', { one })} id="place-form">
        {adding ? <div className={css.pane} key={`new-${saves}`}><Form row={null} onDone={done} /></div> : current && <div className={css.pane} key={`${current.id}-${saves}`}><Form row={current} onDone={done} /></div>}
      </aside> : <Unchosen label={t('directory.places.aOne', { one })} reading={!rows && !error} icon="building" title={t('directory.places.noOneChosen', { one })}>{t('directory.places.chooseOneOnTheLeftOr')}</Unchosen>}
    </div>
  )
}

export function Departments(): ReactNode {
  const query = useQuery(station.directory.departments.queryOptions())
  return <Places<DepartmentRow> label={t('directory.places.departments')} one={t('directory.places.department')} query={query} heads={[t('common.name'), t('directory.places.code'), t('directory.places.contact'), t('common.people'), t('common.is')]} set={{ 1: 'code', 3: 'figure' }}
    cells={(row) => [row.name, row.code, row.contact?.name ?? row.contactEmail, String(row.people), row.active ? t('directory.places.inUse') : t('directory.places.notUsed')]} Form={DepartmentForm} />
}

function DepartmentForm({ row, onDone }: { row: DepartmentRow | null; onDone: (id: string | null) => void }): ReactNode {
  const [name, setName] = useHeld(`department.name.${row?.id ?? ''}`, row?.name ?? '')
  const [code, setCode] = useHeld(`department.code.${row?.id ?? ''}`, row?.code ?? '')
  const [contact, setContact] = useHeld<Picked | null>(`department.contact.${row?.id ?? ''}`, row?.contact ?? null)
  const [email, setEmail] = useHeld(`department.email.${row?.id ?? ''}`, row?.contactEmail ?? '')
  const [used, setUsed] = useHeld<'yes' | 'no'>(`department.used.${row?.id ?? ''}`, row?.active === false ? 'no' : 'yes')
  const [missing, setMissing] = useState(false)
  const first = useNewFocus(row === null)
  const run = useMutation(station.directory.saveDepartment.mutationOptions({ onSuccess: async (saved) => { await queries.invalidateQueries({ queryKey: station.directory.key() }); onDone(saved.id) } }))
  const send = (): void => {
    setMissing(name.trim() === '')
    if (name.trim() && !run.isPending) run.mutate({ ...(row ? { id: row.id } : {}), name, code, contact: contact?.id ?? null, contactEmail: email, active: used === 'yes' })
  }
  useKeys([{ key: 'Ctrl Enter', label: t('common.save'), run: send }, { key: 'Esc', label: t('directory.places.backToTheList'), run: () => { onDone(null) } }])
  const problem = run.error ? problemOf(run.error) : null
  return (
    <form className={css.pane} aria-label={t('common.department')} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
      <PaneHead title={row ? row.name : t('directory.places.newDepartment')} />
      <div className={css.fields}>
        <TextField ref={first} label={t('common.name')} value={name} maxLength={LONGEST.name} error={missing && !name.trim() ? t('directory.places.typeTheNameOfTheDepartment') : problem?.field === 'name' ? problem.message : undefined} onChange={(event) => { setName(event.currentTarget.value) }} />
        <TextField label={t('directory.places.code')} hint={t('directory.places.suchAsACostCenter')} value={code} maxLength={LONGEST.code} onChange={(event) => { setCode(event.currentTarget.value) }} />
        <PersonPicker search={`department.contact.${row?.id ?? ''}`} label={t('directory.places.contact')} hint={t('directory.places.takesMailForTheDepartment')} value={contact} onChange={setContact} />
        <TextField label={t('directory.places.emailForNotices')} value={email} maxLength={LONGEST.email} onChange={(event) => { setEmail(event.currentTarget.value) }} />
        <Segments label={t('directory.places.use')} value={used} options={USED} onChange={setUsed} />
        {problem && problem.field !== 'name' && <ProblemMessage problem={problem} />}
        <div className={css.acts}><Button kind="primary" keys="Ctrl Enter" submit disabled={run.isPending}>{t('directory.places.saveTheDepartment')}</Button></div>
      </div>
    </form>
  )
}

export function MailStops(): ReactNode {
  const query = useQuery(station.directory.mailStops.queryOptions())
  return <Places<MailStopRow> label={t('directory.places.mailStops')} one={t('directory.places.mailStop')} query={query} heads={[t('common.stop'), t('directory.places.buildingFloor'), t('common.location'), t('common.people'), t('common.is')]} set={{ 0: 'code', 2: 'code', 3: 'figure' }}
    cells={(row) => [row.code, placeWords(row.building, row.floor), row.location, String(row.people), row.active ? t('directory.places.inUse') : t('directory.places.notUsed')]} Form={MailStopForm} />
}

function MailStopForm({ row, onDone }: { row: MailStopRow | null; onDone: (id: string | null) => void }): ReactNode {
  const [values, setValues] = useHeld(`mail-stop.${row?.id ?? ''}`, { code: row?.code ?? '', building: row?.building ?? '', floor: row?.floor ?? '', description: row?.description ?? '', location: row?.location ?? '' })
  const [used, setUsed] = useHeld<'yes' | 'no'>(`mail-stop.used.${row?.id ?? ''}`, row?.active === false ? 'no' : 'yes')
  const [missing, setMissing] = useState(false)
  const first = useNewFocus(row === null)
  const run = useMutation(station.directory.saveMailStop.mutationOptions({ onSuccess: async (saved) => { await queries.invalidateQueries({ queryKey: station.directory.key() }); onDone(saved.id) } }))
  const send = (): void => {
    setMissing(values.code.trim() === '')
    if (values.code.trim() && !run.isPending) run.mutate({ ...(row ? { id: row.id } : {}), ...values, active: used === 'yes' })
  }
  useKeys([{ key: 'Ctrl Enter', label: t('common.save'), run: send }, { key: 'Esc', label: t('directory.places.backToTheList'), run: () => { onDone(null) } }])
  const problem = run.error ? problemOf(run.error) : null
  const field = (key: keyof typeof values, label: string, max: number, hint?: string): ReactNode => (
    <TextField label={label} hint={hint} value={values[key]} maxLength={max} {...(key === 'code' ? { ref: first } : {})} error={key === 'code' && missing && !values.code.trim() ? t('directory.places.typeTheCodeThatStandsOn') : problem?.field === key ? problem.message : undefined}
      onChange={(event) => { setValues({ ...values, [key]: event.currentTarget.value }) }} />
  )
  return (
    <form className={css.pane} aria-label={t('common.mailStop')} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
      <PaneHead title={row ? row.code : t('directory.places.newMailStop')} />
      <div className={css.fields}>
        {field('code', t('common.stop'), LONGEST.code, t('directory.places.asItIsWrittenOnMail'))}
        <div className={css.two}>{field('building', t('common.building'), LONGEST.name)}{field('floor', t('common.floor'), LONGEST.code)}</div>
        {field('description', t('common.whatItIs'), LONGEST.name)}
        {field('location', t('common.location'), LONGEST.code, t('directory.places.whereItsMailWaitsSuchAs'))}
        <Segments label={t('directory.places.use')} value={used} options={USED} onChange={setUsed} />
        {problem && !(problem.field && problem.field in values) && <ProblemMessage problem={problem} />}
        <div className={css.acts}><Button kind="primary" keys="Ctrl Enter" submit disabled={run.isPending}>{t('directory.places.saveTheMailStop')}</Button></div>
      </div>
    </form>
  )
}

/** Puts the focus into the first field of an empty form. */
function useNewFocus(empty: boolean): RefObject<HTMLInputElement | null> {
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => { if (empty) first.current?.focus() }, [empty])
  return first
}
