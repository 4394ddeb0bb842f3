import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Member } from '../../../shared/contract/access.ts'
import { ROLES, type Role } from '../../../shared/contract/roles.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { client, queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { PinField } from '../../ui/field.tsx'
import { Help, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { ROLE_WORDS } from '../../ui/words.ts'
import css from './settings.module.css'

export const ROLE_CHOICES = ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }))
export const MAY: Record<Role, string> = {
  operator: t('office.personDialog.takesInHandsOverLogsLetters'),
  supervisor: t('office.personDialog.allThatAndSignsOffDays'),
  administrator: t('office.personDialog.allThatAndAddsPeopleDevices'),
}

/** What an administrator may change about somebody who signs in: role, PIN, and whether they may sign in at all. */
export function PersonDialog({ person, onClose }: { person: Member; onClose: () => void }): ReactNode {
  const own = useSession()?.user.id === person.id
  const [role, setRole] = useHeld<Role>(`person.role.${person.id}`, person.role)
  const [pin, setPin] = useState('')
  const [wrong, setWrong] = useState(false)
  const run = useMutation({
    mutationFn: async (work: () => Promise<Member>) => work(),
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: station.access.key() })
    },
  })
  const save = (): void => {
    const bad = pin !== '' && !/^\d{4,12}$/.test(pin)
    setWrong(bad)
    if (bad || run.isPending) return
    run.mutate(async () => {
      const changed = role === person.role ? person : await client.access.changeRole({ id: person.id, role })
      return pin === '' ? changed : client.access.resetPin({ id: person.id, pin })
    })
  }
  const signIn = (active: boolean): void => { if (!run.isPending) run.mutate(() => client.access.setActive({ id: person.id, active })) }
  if (!person.active) {
    return (
      <Dialog name="person-let-in" title={t('office.personDialog.letNameSignInAgain', { name: person.name })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('office.personDialog.letThemIn'), run: () => { signIn(true) } }]}
        acts={<><Button keys="Esc" onClick={onClose}>{t('office.personDialog.leaveItOff')}</Button><Button kind="primary" keys="Ctrl Enter" onClick={() => { signIn(true) }}>{t('office.personDialog.letThemIn')}</Button></>}>
        <p>{t('office.personDialog.theRoleValueAndThePin', { value: ROLE_WORDS[person.role].toLowerCase() })}</p>
        {run.error && <ProblemMessage problem={problemOf(run.error)} title={t('common.thisWasNotSaved')} />}
      </Dialog>
    )
  }
  return (
    <Dialog name="person" title={t('office.personDialog.changeName', { name: person.name })} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('common.save'), run: save }]}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Ctrl Enter" onClick={save}>{t('common.save')}</Button></>}>
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); save() }}>
        <div className={css.choice}><Segments<Role> label={t('office.personDialog.role')} value={role} options={ROLE_CHOICES} onChange={setRole} /><Help>{MAY[role]}</Help></div>
        {own ? <Message>{t('office.personDialog.yourOwnPinIsChangedUnder')}</Message>
          : <PinField label={t('common.newPin')} hint={t('office.personDialog.4To12DigitsEmptyKeeps')} value={pin} error={wrong ? t('office.personDialog.aPinHas4To12') : undefined} onChange={(event) => { setPin(event.currentTarget.value) }} />}
        {run.error && <ProblemMessage problem={problemOf(run.error)} title={t('common.thisWasNotSaved')} />}
        {!own && <div className={css.setting}><div><b>{t('office.personDialog.signin')}</b><span>{t('office.personDialog.whatNameDidStaysInThe', { name: person.name })}</span></div><Button kind="stop" small onClick={() => { signIn(false) }}>{t('office.personDialog.switchTheSigninOff')}</Button></div>}
      </form>
    </Dialog>
  )
}
