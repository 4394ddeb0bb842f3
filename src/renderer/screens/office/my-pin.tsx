import { useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { tellDesktop, useDesktop } from '../../app/desktop.ts'
import { problemOf } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { station } from '../../app/station.ts'
import { play, setSoundSet, setVolume, soundSet, volume, type SoundSet } from '../../scan/sound.ts'
import { Button } from '../../ui/button.tsx'
import { PinField } from '../../ui/field.tsx'
import { Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import css from './settings.module.css'

/** Changes the PIN of whoever is signed in. */
export function MyPin(): ReactNode {
  const user = useSession()?.user
  const [old, setOld] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [errors, setErrors] = useState<{ pin?: string; again?: string }>({})
  const change = useMutation(station.access.changePin.mutationOptions({ onSuccess: () => { setOld(''); setPin(''); setAgain('') } }))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const wrong = { ...(/^\d{4,12}$/.test(pin) ? {} : { pin: t('office.myPin.aPinHas4To12') }), ...(pin === again ? {} : { again: t('office.myPin.theTwoPinsDifferTypeIt') }) }
    setErrors(wrong)
    if (Object.keys(wrong).length === 0) change.mutate({ old, pin })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <h2>{t('office.myPin.myPin')} <span>{user?.name}</span></h2>
      <PinField label={t('office.myPin.pinNow')} value={old} onChange={(event) => { setOld(event.currentTarget.value) }} />
      <div className={css.two}>
        <PinField label={t('common.newPin')} hint={t('common.4To12Digits')} value={pin} error={errors.pin} onChange={(event) => { setPin(event.currentTarget.value) }} />
        <PinField label={t('office.myPin.newPinAgain')} value={again} error={errors.again} onChange={(event) => { setAgain(event.currentTarget.value) }} />
      </div>
      {change.error && <ProblemMessage problem={problemOf(change.error)} title={t('common.thisWasNotSaved')} />}
      {change.isSuccess && <Message tone="done" title={t('office.myPin.theNewPinHoldsFromNow')} />}
      <div><Button kind="primary" submit keys="Enter" disabled={change.isPending}>{t('office.myPin.changeThePin')}</Button></div>
    </form>
  )
}

type Loudness = '0' | '0.3' | '0.6' | '1'

/** What belongs to this screen and its loudspeaker, not to the office. */
export function ThisDesk(): ReactNode {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [loud, setLoud] = useState<Loudness>(() => (['0', '0.3', '1'] as const).find((step) => Number(step) === volume()) ?? '0.6')
  const [set, setSet] = useState<SoundSet>(soundSet)
  const startAtLogin = useDesktop()?.startAtLogin
  return (
    <div className={css.form}>
      <h2>{t('office.myPin.thisWorkstation')}</h2>
      <div className={css.setting}><div><b>{t('office.myPin.colors')}</b><span>{t('office.myPin.systemFollowsTheComputer')}</span></div>
        <Segments label={t('office.myPin.colors')} value={colorScheme} onChange={setColorScheme} options={[{ value: 'auto', label: t('office.myPin.system') }, { value: 'light', label: t('office.myPin.light') }, { value: 'dark', label: t('office.myPin.dark') }]} /></div>
      <div className={css.setting}><div><b>{t('office.myPin.soundAfterAScan')}</b><span>{t('office.myPin.oneSoundForRightOneFor')}</span></div>
        <Segments<Loudness> label={t('office.myPin.sound')} value={loud} onChange={(next) => { setLoud(next); setVolume(Number(next)); play('right') }} options={[{ value: '0', label: t('common.none2') }, { value: '0.3', label: t('office.myPin.soft') }, { value: '0.6', label: t('office.myPin.normal') }, { value: '1', label: t('office.myPin.loud') }]} /></div>
      <div className={css.setting}><div><b>{t('office.myPin.kindOfSounds')}</b><span>{t('office.myPin.brightCarriesThroughANoisyDock')}</span></div>
        <Segments<SoundSet> label={t('office.myPin.kindOfSounds')} value={set} onChange={(next) => { setSet(next); setSoundSet(next); play('right') }} options={[{ value: 'bright', label: t('office.myPin.bright') }, { value: 'calm', label: t('office.myPin.calm') }]} /></div>
      <div className={css.setting}><div><b>{t('office.myPin.hearThem')}</b><span>{t('office.myPin.thePlateAlwaysSaysTheSame')}</span></div>
        <div className={css.sounds}><Button icon="check" onClick={() => { play('right') }}>{t('office.myPin.right')}</Button><Button icon="warn" onClick={() => { play('look') }}>{t('common.look')}</Button><Button icon="stop" onClick={() => { play('wrong') }}>{t('office.myPin.wrong')}</Button></div></div>
      {startAtLogin?.can && <div className={css.setting}><div><b>{t('office.myPin.startAtLogin')}</b><span>{t('office.myPin.pigeonholeOpensWhenYouSignIn')}</span></div>
        <Segments<'on' | 'off'> label={t('office.myPin.startAtLogin')} value={startAtLogin.on ? 'on' : 'off'} onChange={(next) => { tellDesktop({ kind: 'startAtLogin', on: next === 'on' }) }} options={[{ value: 'off', label: t('common.no') }, { value: 'on', label: t('office.myPin.yes') }]} /></div>}
    </div>
  )
}
