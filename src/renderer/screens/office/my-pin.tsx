import { useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
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
    const wrong = { ...(/^\d{4,12}$/.test(pin) ? {} : { pin: 'A PIN has 4 to 12 digits.' }), ...(pin === again ? {} : { again: 'The two PINs differ. Type it again.' }) }
    setErrors(wrong)
    if (Object.keys(wrong).length === 0) change.mutate({ old, pin })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <h2>My PIN <span>{user?.name}</span></h2>
      <PinField label="PIN now" value={old} onChange={(event) => { setOld(event.currentTarget.value) }} />
      <div className={css.two}>
        <PinField label="New PIN" hint="4 to 12 digits" value={pin} error={errors.pin} onChange={(event) => { setPin(event.currentTarget.value) }} />
        <PinField label="New PIN again" value={again} error={errors.again} onChange={(event) => { setAgain(event.currentTarget.value) }} />
      </div>
      {change.error && <ProblemMessage problem={problemOf(change.error)} />}
      {change.isSuccess && <Message tone="done" title="The new PIN holds from now on." />}
      <div><Button kind="primary" submit disabled={change.isPending}>Change the PIN</Button></div>
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
      <h2>This workstation</h2>
      <div className={css.setting}><div><b>Colours</b><span>System follows the computer.</span></div>
        <Segments label="Colours" value={colorScheme} onChange={setColorScheme} options={[{ value: 'auto', label: 'System' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]} /></div>
      <div className={css.setting}><div><b>Sound after a scan</b><span>One sound for right, one for look, one for wrong.</span></div>
        <Segments<Loudness> label="Sound" value={loud} onChange={(next) => { setLoud(next); setVolume(Number(next)); play('right') }} options={[{ value: '0', label: 'None' }, { value: '0.3', label: 'Soft' }, { value: '0.6', label: 'Normal' }, { value: '1', label: 'Loud' }]} /></div>
      <div className={css.setting}><div><b>Kind of sounds</b><span>Bright carries through a noisy dock, calm suits a quiet room.</span></div>
        <Segments<SoundSet> label="Kind of sounds" value={set} onChange={(next) => { setSet(next); setSoundSet(next); play('right') }} options={[{ value: 'bright', label: 'Bright' }, { value: 'calm', label: 'Calm' }]} /></div>
      <div className={css.setting}><div><b>Hear them</b><span>The plate always says the same.</span></div>
        <div className={css.sounds}><Button icon="check" onClick={() => { play('right') }}>Right</Button><Button icon="warn" onClick={() => { play('look') }}>Look</Button><Button icon="stop" onClick={() => { play('wrong') }}>Wrong</Button></div></div>
      {startAtLogin?.can && <div className={css.setting}><div><b>Start at login</b><span>Pigeonhole opens when you sign in to this computer.</span></div>
        <Segments<'on' | 'off'> label="Start at login" value={startAtLogin.on ? 'on' : 'off'} onChange={(next) => { tellDesktop({ kind: 'startAtLogin', on: next === 'on' }) }} options={[{ value: 'off', label: 'No' }, { value: 'on', label: 'Yes' }]} /></div>}
    </div>
  )
}
