import { useMutation } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { signedIn } from '../../app/session.ts'
import { ownZone, station } from '../../app/station.ts'
import { createStore } from '../../app/store.ts'
import { Button } from '../../ui/button.tsx'
import { Brand, Icon } from '../../ui/drawings.tsx'
import { PinField, SearchField, TextAreaField, TextField } from '../../ui/field.tsx'
import { Help, ProblemMessage } from '../../ui/parts.tsx'
import css from './access.module.css'
import { SampleOffer } from './sample-office.tsx'
import { RecoveryCode } from './recovery-code.tsx'

/** True from sending the form until the recovery code has been kept, so that the code is not taken away by a station that is ready. */
export const firstRunOpen = createStore(false)

type Secret = 'administrator.pin' | 'again'
type Field = 'office.name' | 'office.address' | 'office.zone' | 'administrator.name' | Secret
const isSecret = (field: Field): field is Secret => field === 'administrator.pin' || field === 'again'
/** Every zone to choose from, named as people write cities. UTC is a zone a computer can be set to, but not one of the list. */
function zoneChoices(): Array<{ value: string; label: string }> {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), ownZone()])].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}

/** The first start: four things about the office, then its recovery code. */
export function FirstRun(): ReactNode {
  const form = useRef<HTMLFormElement>(null)
  const [zones] = useState(zoneChoices)
  const [typed, setTyped] = useHeld<Record<Exclude<Field, Secret>, string>>('first-run', { 'office.name': '', 'office.address': '', 'office.zone': ownZone(), 'administrator.name': '' })
  const [pins, setPins] = useState<Record<Secret, string>>({ 'administrator.pin': '', again: '' })
  const values: Record<Field, string> = { ...typed, ...pins }
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
    if (isSecret(field)) setPins((before) => ({ ...before, [field]: value }))
    else setTyped((before) => ({ ...before, [field]: value }))
    setErrors((before) => {
      const next = { ...before }
      delete next[field]
      return next
    })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const wrong: Partial<Record<Field, string>> = {
      ...(values['office.name'].trim() ? {} : { 'office.name': t('access.firstRun.typeTheNameOfTheOffice') }),
      ...(values['administrator.name'].trim() ? {} : { 'administrator.name': t('access.firstRun.typeYourNameItStandsBeside') }),
      ...(/^\d{4,12}$/.test(values['administrator.pin']) ? {} : { 'administrator.pin': t('access.firstRun.aPinHas4To12') }),
      ...(values.again === values['administrator.pin'] ? {} : { again: t('access.firstRun.theTwoPinsDifferTypeIt') }),
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
        <h1>{t('access.firstRun.setUpYourMailroom')}</h1>
        <p>{t('access.firstRun.aFewThingsOnceEverythingElse')}</p>
        <ul className={css.steps}>
          <li><Icon name="offline" /><span><b>{t('access.firstRun.worksWithoutTheInternet')}</b>{t('access.firstRun.everyScanIsSavedOnThis')}</span></li>
          <li><Icon name="shield" /><span><b>{t('access.firstRun.turnOnDiskEncryption')}</b>{t('access.firstRun.theRecordsRelyOnItWhen')}</span></li>
          <li><Icon name="backup" /><span><b>{t('access.firstRun.chooseABackupFolderNext')}</b>{t('access.firstRun.underSettingsBackupASecondDrive')}</span></li>
        </ul>
        <footer><Brand size={28} /><span>{t('common.pigeonhole')}</span></footer>
      </section>
      <section className={css.pane}>
        {answer ? (
          <RecoveryCode code={answer.recoveryCode} onKept={() => { signedIn(answer.session, Date.now()); firstRunOpen.set(false) }} />
        ) : (
          <form ref={form} className={css.form} onSubmit={submit} noValidate>
            <h2>{t('access.firstRun.theOfficeAndYou')}</h2>
            <TextField label={t('common.office')} hint={t('access.firstRun.asItStandsOnDocuments')} autoFocus {...text('office.name')} maxLength={120} />
            <TextAreaField label={t('common.address')} hint={t('access.firstRun.theSenderOnCertifiedMail')} rows={2} {...text('office.address')} maxLength={500} />
            <SearchField label={t('common.timeZone')} about="timeZone" hint={t('access.firstRun.decidesWhichDayAPieceBelongs')} search="first-run.zone" data={zones} name="office.zone" value={values['office.zone']} error={errors['office.zone']} onChange={(zone) => { if (zone) change('office.zone')(zone) }} nothingFoundMessage={t('access.firstRun.noSuchZoneTryACity')} />
            <TextField label={t('access.firstRun.yourName')} hint={t('access.firstRun.youAreTheFirstAdministrator')} {...text('administrator.name')} maxLength={80} />
            <div className={css.two}>
              <PinField label={t('common.pin')} hint={t('common.4To12Digits')} {...text('administrator.pin')} />
              <PinField label={t('access.firstRun.pinAgain')} {...text('again')} />
            </div>
            {problem && !(problem.field && problem.field in errors) && <ProblemMessage problem={problem} />}
            <div className={css.acts}><Button kind="primary" big submit keys="Enter" disabled={setUp.isPending}>{t('access.firstRun.setUpTheOffice')}</Button></div>
            <SampleOffer />
            <Help>{t('access.firstRun.operatorsSignInWithTheirOwn')}</Help>
          </form>
        )}
      </section>
    </main>
  )
}
