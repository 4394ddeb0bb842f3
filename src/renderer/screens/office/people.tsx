import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Member } from '../../../shared/contract/access.ts'
import type { Role } from '../../../shared/contract/roles.ts'
import { useHeld, useOpen } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { PinField, TextField } from '../../ui/field.tsx'
import { Avatar, Help, Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { count, ROLE_WORDS } from '../../ui/words.ts'
import { MAY, PersonDialog, ROLE_CHOICES } from './person-dialog.tsx'
import css from './settings.module.css'

const MINUTES = ['0', '2', '5', '10', '30'] as const
type Minutes = (typeof MINUTES)[number]

/** After how long a page that nobody uses locks itself. */
function LockAfter(): ReactNode {
  const settings = useQuery(station.access.settings.queryOptions())
  const save = useMutation(station.access.saveSettings.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: station.access.settings.key() }) }))
  if (!settings.data) return settings.error ? <ProblemMessage problem={problemOf(settings.error)} onRetry={() => { void settings.refetch() }} /> : <Loading rows={1} />
  const now = settings.data.lockAfterMinutes
  return (
    <>
      <div className={css.setting}><div><b>{t('office.people.lockAPageThatNobodyUses')}</b><span>{t('office.people.whatWasTypedStaysThePin')}</span></div>
        <Segments<Minutes> label={t('office.people.lockAfter')} value={MINUTES.find((step) => Number(step) === now) ?? '10'} onChange={(next) => { save.mutate({ lockAfterMinutes: Number(next) }) }} options={MINUTES.map((value) => ({ value, label: value === '0' ? t('office.people.never') : t('office.people.valueMin', { value }) }))} /></div>
      {save.error && <ProblemMessage problem={problemOf(save.error)} title={t('common.thisWasNotSaved')} />}
    </>
  )
}

/** Who works here, what each may do, and a form to add one. */
export function People(): ReactNode {
  const people = useQuery(station.access.everyone.queryOptions())
  const [name, setName] = useHeld('people.name', '')
  const [pin, setPin] = useState('')
  const [role, setRole] = useHeld<Role>('people.role', 'operator')
  const [changing, setChanging] = useOpen<Member | null>('people.changing', null)
  const [errors, setErrors] = useState<{ name?: string; pin?: string }>({})
  const add = useMutation(station.access.addPerson.mutationOptions({
    onSuccess: async () => {
      setName('')
      setPin('')
      await queries.invalidateQueries({ queryKey: station.access.key() })
    },
  }))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const wrong = { ...(name.trim() ? {} : { name: t('office.people.typeTheNameAsItShould') }), ...(/^\d{4,12}$/.test(pin) ? {} : { pin: t('office.people.aPinHas4To12') }) }
    setErrors(wrong)
    if (Object.keys(wrong).length === 0) add.mutate({ name, role, pin })
  }
  return (
    <>
      <h2>{t('common.people')} <span>{people.data ? count(people.data.filter((person) => person.active).length, t('common.person'), t('common.people2')) : ''}</span></h2>
      {people.isPending && <Loading rows={4} />}
      {people.data && (
        <ul className={css.rows}>{people.data.map((person) => <li key={person.id}><Avatar name={person.name} /><b>{person.name}</b><span>{person.active ? MAY[person.role] : t('office.people.theSigninIsSwitchedOff')}</span><em>{ROLE_WORDS[person.role]}</em><Button small aria-label={person.active ? t('office.people.changeName', { name: person.name }) : t('office.people.letNameInAgain', { name: person.name })} onClick={() => { setChanging(person) }}>{person.active ? t('common.change') : t('office.people.letInAgain')}</Button></li>)}</ul>
      )}
      {changing && <PersonDialog person={changing} onClose={() => { setChanging(null) }} />}
      {people.error && <ProblemMessage problem={problemOf(people.error)} onRetry={() => { void people.refetch() }} />}
      <h3>{t('common.addAPerson')}</h3>
      <form className={css.form} onSubmit={submit}>
        <div className={css.two}>
          <TextField label={t('common.name')} value={name} error={errors.name} maxLength={80} onChange={(event) => { setName(event.currentTarget.value) }} />
          <PinField label={t('office.people.firstPin')} hint={t('office.people.theyChangeItThemselves')} value={pin} error={errors.pin} onChange={(event) => { setPin(event.currentTarget.value) }} />
        </div>
        <div className={css.choice}><Segments<Role> label={t('office.people.role')} value={role} options={ROLE_CHOICES} onChange={setRole} /><Help>{MAY[role]}</Help></div>
        {add.error && <ProblemMessage problem={problemOf(add.error)} title={t('common.thisWasNotSaved')} />}
        {add.data && <Message tone="done" title={t('office.people.nameCanSignInNow', { name: add.data.name })} />}
        <div><Button kind="primary" submit keys="Enter" disabled={add.isPending}>{t('office.people.addThePerson')}</Button></div>
      </form>
      <h3>{t('office.people.lock')}</h3>
      <LockAfter />
    </>
  )
}
