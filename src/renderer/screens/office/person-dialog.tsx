import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { Member } from '../../../shared/contract/access.ts'
import { ROLES, type Role } from '../../../shared/contract/base.ts'
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
  operator: 'Takes in, hands over, logs letters.',
  supervisor: 'All that, and signs off days and checks the log.',
  administrator: 'All that, and adds people, devices and backups.',
}

/** What an administrator may change about somebody who signs in: role, PIN, and whether they may sign in at all. */
export function PersonDialog({ person, onClose }: { person: Member; onClose: () => void }): ReactNode {
  const own = useSession()?.user.id === person.id
  const [role, setRole] = useState<Role>(person.role)
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
      <Dialog title={`Let ${person.name} sign in again?`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Let them in', run: () => { signIn(true) } }]}
        acts={<><Button keys="Esc" onClick={onClose}>Leave it off</Button><Button kind="primary" keys="Ctrl Enter" onClick={() => { signIn(true) }}>Let them in</Button></>}>
        <p>The role ({ROLE_WORDS[person.role].toLowerCase()}) and the PIN are those from before.</p>
        {run.error && <ProblemMessage problem={problemOf(run.error)} />}
      </Dialog>
    )
  }
  return (
    <Dialog title={`Change ${person.name}`} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: 'Save', run: save }]}
      acts={<><Button keys="Esc" onClick={onClose}>Leave it</Button><Button kind="primary" keys="Ctrl Enter" onClick={save}>Save</Button></>}>
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); save() }}>
        <div className={css.choice}><Segments<Role> label="Role" value={role} options={ROLE_CHOICES} onChange={setRole} /><Help>{MAY[role]}</Help></div>
        {own ? <Message>Your own PIN is changed under My PIN, with the old one.</Message>
          : <PinField label="New PIN" hint="4 to 12 digits; empty keeps the old one" value={pin} error={wrong ? 'A PIN has 4 to 12 digits.' : undefined} onChange={(event) => { setPin(event.currentTarget.value) }} />}
        {run.error && <ProblemMessage problem={problemOf(run.error)} />}
        {!own && <div className={css.setting}><div><b>Sign-in</b><span>What {person.name} did stays in the log under that name.</span></div><Button kind="stop" small onClick={() => { signIn(false) }}>Switch the sign-in off</Button></div>}
      </form>
    </Dialog>
  )
}
