import { useMutation } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { problemOf } from '../../app/problem.ts'
import { signedIn } from '../../app/session.ts'
import { station } from '../../app/station.ts'
import { createStore } from '../../app/store.ts'
import { Button } from '../../ui/button.tsx'
import { Brand, Icon } from '../../ui/drawings.tsx'
import { PinField, SelectField, TextAreaField, TextField } from '../../ui/field.tsx'
import { Help, ProblemMessage } from '../../ui/parts.tsx'
import css from './access.module.css'
import { SampleOffer } from './sample-office.tsx'
import { RecoveryCode } from './recovery-code.tsx'

/** True from sending the form until the recovery code has been kept, so that the code is not taken away by a station that is ready. */
export const firstRunOpen = createStore(false)

type Field = 'office.name' | 'office.address' | 'office.zone' | 'administrator.name' | 'administrator.pin' | 'again'
const ZONES = Intl.supportedValuesOf('timeZone')

/** The first start: four things about the office, then its recovery code. */
export function FirstRun(): ReactNode {
  const form = useRef<HTMLFormElement>(null)
  const [values, setValues] = useState<Record<Field, string>>({ 'office.name': '', 'office.address': '', 'office.zone': new Intl.DateTimeFormat().resolvedOptions().timeZone, 'administrator.name': '', 'administrator.pin': '', again: '' })
  const [errors, setErrors] = useState<Partial<Record<Field, string>>>({})
  const setUp = useMutation(station.access.setUp.mutationOptions({
    onMutate: () => { firstRunOpen.set(true) },
    onError: () => { firstRunOpen.set(false) },
  }))
  const show = (next: Partial<Record<Field, string>>): void => {
    setErrors(next)
    const first = (Object.keys(values) as Field[]).find((field) => next[field])
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
  }
  const change = (field: Field) => (value: string): void => {
    setValues((before) => ({ ...before, [field]: value }))
    setErrors((before) => {
      const next = { ...before }
      delete next[field]
      return next
    })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const wrong: Partial<Record<Field, string>> = {
      ...(values['office.name'].trim() ? {} : { 'office.name': 'Type the name of the office.' }),
      ...(values['administrator.name'].trim() ? {} : { 'administrator.name': 'Type your name. It stands beside what you do.' }),
      ...(/^\d{4,12}$/.test(values['administrator.pin']) ? {} : { 'administrator.pin': 'A PIN has 4 to 12 digits.' }),
      ...(values.again === values['administrator.pin'] ? {} : { again: 'The two PINs differ. Type it again.' }),
    }
    if (Object.keys(wrong).length > 0) {
      show(wrong)
      return
    }
    setUp.mutate({
      office: { name: values['office.name'], address: values['office.address'], zone: values['office.zone'] },
      administrator: { name: values['administrator.name'], pin: values['administrator.pin'] },
    }, {
      onError: (error) => {
        const problem = problemOf(error)
        if (problem.field && problem.field in values) show({ [problem.field]: problem.message })
      },
    })
  }
  const problem = setUp.error ? problemOf(setUp.error) : null
  const text = (field: Field) => ({ name: field, value: values[field], error: errors[field], onChange: (event: { currentTarget: { value: string } }) => { change(field)(event.currentTarget.value) } })
  const answer = setUp.data
  return (
    <main className={css.split}>
      <section className={css.mine}>
        <h1>Set up your mailroom</h1>
        <p>Four things, once. Everything else has a good start already.</p>
        <ul className={css.steps}>
          <li><Icon name="offline" /><span><b>Works without the internet</b>Every scan is saved on this computer the moment it is made.</span></li>
          <li><Icon name="shield" /><span><b>Turn on disk encryption</b>The records rely on it when the computer is lost: BitLocker on Windows, FileVault on a Mac.</span></li>
          <li><Icon name="backup" /><span><b>Choose a backup folder next</b>Under Settings, Backup. A second drive or a network folder is best.</span></li>
        </ul>
        <footer><Brand size={28} /><span>Pigeonhole</span></footer>
      </section>
      <section className={css.pane}>
        {answer ? (
          <RecoveryCode code={answer.recoveryCode} onKept={() => { signedIn(answer.session, Date.now()); firstRunOpen.set(false) }} />
        ) : (
          <form ref={form} className={css.form} onSubmit={submit} noValidate>
            <h2>The office, and you</h2>
            <TextField label="Office" hint="as it stands on documents" autoFocus {...text('office.name')} maxLength={120} />
            <TextAreaField label="Address" hint="the sender on Certified Mail" rows={2} {...text('office.address')} maxLength={500} />
            <SelectField label="Time zone" about="timeZone" hint="decides which day a piece belongs to" searchable data={ZONES} name="office.zone" value={values['office.zone']} error={errors['office.zone']} onChange={(zone) => { if (zone) change('office.zone')(zone) }} nothingFoundMessage="No such zone. Try a city, such as New York." />
            <TextField label="Your name" hint="you are the first administrator" {...text('administrator.name')} maxLength={80} />
            <div className={css.two}>
              <PinField label="PIN" hint="4 to 12 digits" {...text('administrator.pin')} />
              <PinField label="PIN again" {...text('again')} />
            </div>
            {problem && !(problem.field && problem.field in errors) && <ProblemMessage problem={problem} />}
            <div className={css.acts}><Button kind="primary" big submit disabled={setUp.isPending}>Set up the office</Button></div>
            <SampleOffer />
            <Help>Operators sign in with their own PIN. You add them under Settings.</Help>
          </form>
        )}
      </section>
    </main>
  )
}
