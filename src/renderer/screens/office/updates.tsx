import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { UpdateState } from '../../../shared/desktop/channel.ts'
import { tellDesktop, useDesktop } from '../../app/desktop.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station, useStation } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, Message, ProblemMessage, Unread } from '../../ui/parts.tsx'
import css from './settings.module.css'

/** Where newer versions come from. Nobody is asked before an administrator has said where. */
export function UpdatesSection(): ReactNode {
  const settings = useQuery(station.office.updates.queryOptions())
  return settings.data ? <UpdateForm address={settings.data.address} /> : <Unread title={t('office.updates.updates')} of={[settings]} />
}

function UpdateForm({ address }: { address: string }): ReactNode {
  const here = useDesktop()
  const version = useStation()?.version ?? ''
  const [typed, setTyped] = useHeld('updates.address', address)
  const save = useMutation(station.office.saveUpdates.mutationOptions({ onSuccess: (saved) => {
    queries.setQueryData(station.office.updates.queryKey(), saved)
    setTyped(saved.address)
    tellDesktop({ kind: 'checkUpdates' })
  } }))
  const problem = save.error ? problemOf(save.error) : null
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate({ address: typed })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <h2>{t('office.updates.updates')} <span>{t('office.updates.thisIsVersion', { version })}</span></h2>
      <p>{t('office.updates.theDesktopAppLooksForNewer')}</p>
      <TextField label={t('common.address')} hint={t('office.updates.httpsHttpOnlyInsideYourOwn')} value={typed} maxLength={2_000} error={problem?.field === 'address' ? problem.message : undefined} onChange={(event) => { setTyped(event.currentTarget.value) }} />
      {problem && problem.field !== 'address' && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
      {save.isSuccess && !save.isPending && <Message tone="done" title={save.data.address === '' ? t('office.updates.nobodyIsAskedForNewerVersions') : t('office.updates.newerVersionsAreLookedForThere')} />}
      <div><Button kind="primary" submit keys="Enter" disabled={save.isPending}>{t('office.updates.keepTheAddress')}</Button></div>
      {here && <UpdateNow state={here.updates} address={address} />}
      <Help>{t('office.updates.aNewerVersionIsFetchedBeside')}</Help>
    </form>
  )
}

function UpdateNow({ state, address }: { state: UpdateState; address: string }): ReactNode {
  if (state.why !== '') return <Message icon="info">{state.why}</Message>
  if (state.state === 'ready') return <Message tone="done" title={t('office.updates.versionVersionIsHere', { version: state.version })} acts={<Button small onClick={() => { tellDesktop({ kind: 'installUpdate' }) }}>{t('office.updates.restartAndInstall')}</Button>}>{t('office.updates.itIsInstalledByItselfWhen')}</Message>
  const words = { off: '', idle: t('office.updates.thisIsTheNewestVersionThere'), checking: t('office.updates.asking'), loading: t('office.updates.versionVersionIsBeingFetchedWork', { version: state.version }), failed: '' }[state.state]
  return (
    <>
      {state.state === 'failed' && <Message tone="act" title={t('office.updates.theAddressDidNotAnswerAs')}>{state.message}</Message>}
      {words !== '' && <p role="status">{words}</p>}
      {address !== '' && <div><Button icon="refresh" disabled={state.state === 'checking' || state.state === 'loading'} onClick={() => { tellDesktop({ kind: 'checkUpdates' }) }}>{t('office.updates.lookNow')}</Button></div>}
    </>
  )
}
