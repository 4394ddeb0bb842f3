import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { UpdateState } from '../../../shared/desktop/channel.ts'
import { tellDesktop, useDesktop } from '../../app/desktop.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station, useStation } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, Loading, Message, ProblemMessage } from '../../ui/parts.tsx'
import css from './settings.module.css'

/** Where newer versions come from. Nobody is asked before an administrator has said where. */
export function UpdatesSection(): ReactNode {
  const settings = useQuery(station.office.updates.queryOptions())
  if (settings.error) return <ProblemMessage problem={problemOf(settings.error)} onRetry={() => { void settings.refetch() }} />
  return settings.data ? <UpdateForm address={settings.data.address} /> : <Loading />
}

function UpdateForm({ address }: { address: string }): ReactNode {
  const here = useDesktop()
  const version = useStation()?.version ?? ''
  const [typed, setTyped] = useState(address)
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
      <h2>Updates <span>This is {version}</span></h2>
      <p>The desktop app looks for newer versions at an address of your office: a folder on a web server with the installers in it. Empty: nobody is asked, and nothing leaves this computer.</p>
      <TextField label="Address" hint="https; http only inside your own network" value={typed} maxLength={2_000} error={problem?.field === 'address' ? problem.message : undefined} onChange={(event) => { setTyped(event.currentTarget.value) }} />
      {problem && problem.field !== 'address' && <ProblemMessage problem={problem} />}
      {save.isSuccess && !save.isPending && <Message tone="done" title={save.data.address === '' ? 'Nobody is asked for newer versions.' : 'Newer versions are looked for there.'} />}
      <div><Button kind="primary" submit disabled={save.isPending}>Keep the address</Button></div>
      {here && <UpdateNow state={here.updates} address={address} />}
      <Help>A newer version is fetched beside the work and installed when Pigeonhole is closed. Before it changes the store it keeps a copy of it; an older version does not open a store that a newer one has changed.</Help>
    </form>
  )
}

function UpdateNow({ state, address }: { state: UpdateState; address: string }): ReactNode {
  if (state.why !== '') return <Message icon="info">{state.why}</Message>
  if (state.state === 'ready') return <Message tone="done" title={`Version ${state.version} is here.`} acts={<Button small onClick={() => { tellDesktop({ kind: 'installUpdate' }) }}>Restart and install</Button>}>It is installed by itself when Pigeonhole is closed.</Message>
  const words = { off: '', idle: 'This is the newest version there.', checking: 'Asking.', loading: `Version ${state.version} is being fetched. Work goes on.`, failed: '' }[state.state]
  return (
    <>
      {state.state === 'failed' && <Message tone="act" title="The address did not answer as expected.">{state.message}</Message>}
      {words !== '' && <p role="status">{words}</p>}
      {address !== '' && <div><Button icon="refresh" disabled={state.state === 'checking' || state.state === 'loading'} onClick={() => { tellDesktop({ kind: 'checkUpdates' }) }}>Look now</Button></div>}
    </>
  )
}
