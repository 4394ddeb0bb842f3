import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Session } from '../../../shared/contract/access.ts'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { PinField, SelectField, TextField } from '../../ui/field.tsx'
import { ProblemMessage } from '../../ui/parts.tsx'
import css from './access.module.css'
import { RecoveryCode } from './recovery-code.tsx'

/** Sets a new PIN for an administrator with the printed code, and shows the next code. */
export function Recover({ onDone, onBack }: { onDone: (answer: Session) => void; onBack: () => void }): ReactNode {
  const people = useQuery(station.access.people.queryOptions())
  const administrators = (people.data ?? []).filter((person) => person.role === 'administrator')
  const [user, setUser] = useState<string | null>(null)
  const [code, setCode] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [differ, setDiffer] = useState(false)
  const recover = useMutation(station.access.recover.mutationOptions())
  const who = user ?? administrators[0]?.id
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setDiffer(pin !== again)
    if (who && pin === again) recover.mutate({ user: who, code: code.trim(), pin })
  }
  const answer = recover.data
  if (answer) return <RecoveryCode code={answer.recoveryCode} onKept={() => { onDone(answer.session) }} />
  const problem = recover.error ? problemOf(recover.error) : null
  return (
    <form className={css.form} onSubmit={submit}>
      <h2>{t('access.recover.useTheRecoveryCode')}</h2>
      <p>{t('access.recover.theCodeWasPrintedWhenThe')}</p>
      <SelectField label={t('access.recover.administrator')} data={administrators.map((person) => ({ value: person.id, label: person.name }))} value={who ?? null} onChange={setUser} />
      <TextField label={t('access.recover.recoveryCode')} autoFocus value={code} onChange={(event) => { setCode(event.currentTarget.value) }} />
      <div className={css.two}>
        <PinField label={t('common.newPin')} hint={t('common.4To12Digits')} value={pin} onChange={(event) => { setPin(event.currentTarget.value) }} />
        <PinField label={t('access.recover.newPinAgain')} value={again} onChange={(event) => { setAgain(event.currentTarget.value) }} error={differ && pin !== again ? t('access.recover.theTwoPinsDifferTypeIt') : undefined} />
      </div>
      {problem && <ProblemMessage problem={problem} />}
      <div className={css.acts}><Button kind="primary" big submit keys="Enter">{t('access.recover.setTheNewPin')}</Button><Button big keys="Esc" onClick={onBack}>{t('common.back')}</Button></div>
    </form>
  )
}
