import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Role } from '../../../shared/contract/roles.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Empty, Help, Loading, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { ROLE_WORDS } from '../../ui/words.ts'
import { ROLE_CHOICES } from './person-dialog.tsx'
import css from './settings.module.css'

/** Which users of this computer may run commands, and with which role. */
export function CommandLine(): ReactNode {
  const grants = useQuery(station.access.commandLine.queryOptions())
  const [osUser, setOsUser] = useHeld('command-line.user', '')
  const [role, setRole] = useHeld<Role>('command-line.role', 'operator')
  const grant = useMutation(station.access.grantCommandLine.mutationOptions({
    onSuccess: async () => {
      setOsUser('')
      await queries.invalidateQueries({ queryKey: station.access.commandLine.key() })
    },
  }))
  return (
    <>
      <h2>{t('common.commandLine')}</h2>
      <p>{t('office.commandLine.scheduledTasksAndScriptsActUnder')}</p>
      {grants.isPending && <Loading rows={2} />}
      {grants.data?.length === 0 && <Empty icon="keyboard" title={t('office.commandLine.nobodyYet')}>{t('office.commandLine.addTheComputerUserThatRuns')}</Empty>}
      {grants.data && grants.data.length > 0 && (
        <ul className={css.rows}>{grants.data.map((row) => (
          <li key={row.osUser}><b className={css.mono}>{row.osUser}</b><span /><em>{ROLE_WORDS[row.role]}</em><Button small icon="x" onClick={() => { grant.mutate({ osUser: row.osUser, role: null }) }}>{t('office.commandLine.takeBack')}</Button></li>
        ))}</ul>
      )}
      {grants.error && <ProblemMessage problem={problemOf(grants.error)} onRetry={() => { void grants.refetch() }} />}
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); if (osUser.trim()) grant.mutate({ osUser, role }) }}>
        <h3>{t('office.commandLine.allowAUserOfThisComputer')}</h3>
        <TextField label={t('office.commandLine.computerUser')} hint={t('office.commandLine.asTheSystemNamesIt')} value={osUser} maxLength={120} onChange={(event) => { setOsUser(event.currentTarget.value) }} />
        <div className={css.choice}><Segments<Role> label={t('office.commandLine.roleOnTheCommandLine')} value={role} options={ROLE_CHOICES} onChange={setRole} /><Help>{t('office.commandLine.theLogShowsThisUserAs')}</Help></div>
        {grant.error && <ProblemMessage problem={problemOf(grant.error)} title={t('common.thisWasNotSaved')} />}
        <div><Button kind="primary" submit keys="Enter" disabled={grant.isPending}>{t('office.commandLine.allow')}</Button></div>
      </form>
    </>
  )
}
