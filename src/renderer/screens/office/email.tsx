import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { SECURITIES, type MailSettings, type SecretState } from '../../../shared/contract/notify.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { PasswordField, TextField } from '../../ui/field.tsx'
import { Help, Loading, Message, ProblemMessage, Segments } from '../../ui/parts.tsx'
import css from './settings.module.css'

type Security = (typeof SECURITIES)[number]
const SECURITY: Record<Security, { label: string; port: string; help: string }> = {
  starttls: { label: 'STARTTLS', port: '587', help: 'The connection is protected before anything is said. Without that nothing is sent.' },
  tls: { label: 'TLS', port: '465', help: 'Protected from the first byte.' },
  none: { label: 'None', port: '25', help: 'Names and the password travel readable. Only for a server on this computer or in a network you trust.' },
}

const WHERE: Record<SecretState['where'], (detail: string) => string> = {
  environment: (detail) => `It comes from the environment (${detail}) and is changed there.`,
  file: (detail) => `It is kept in ${detail}, which only your user of this computer can read. It is in no backup.`,
  keychain: () => 'It is kept sealed by the keychain of this computer. It is in no backup.',
}

/** The connection to the mail server, and a message to try it. */
export function Email(): ReactNode {
  const query = useQuery(station.notify.mail.queryOptions())
  if (query.error) return <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />
  return query.data ? <EmailForm settings={query.data.settings} password={query.data.password} /> : <Loading />
}

type Field = 'host' | 'port' | 'user' | 'sender' | 'replyTo'

function EmailForm({ settings, password }: { settings: MailSettings | null; password: SecretState }): ReactNode {
  const [draft, setDraft] = useState({ host: settings?.host ?? '', port: String(settings?.port ?? 587), user: settings?.user ?? '', sender: settings?.sender ?? '', replyTo: settings?.replyTo ?? '' })
  const [security, setSecurity] = useState<Security>(settings?.security ?? 'starttls')
  const [secret, setSecret] = useState('')
  const [to, setTo] = useState('')
  const [errors, setErrors] = useState<Partial<Record<Field, string>>>({})
  const save = useMutation(station.notify.saveMail.mutationOptions({
    onSuccess: async (saved) => {
      queries.setQueryData(station.notify.mail.queryKey(), saved)
      setSecret('')
      await queries.invalidateQueries({ queryKey: station.notify.key() })
    },
  }))
  const test = useMutation(station.notify.test.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: station.notify.outbox.key() }) }))
  const submit = (): void => {
    const port = /^\d{1,5}$/.test(draft.port.trim()) ? Number(draft.port) : 0
    const wrong = {
      ...(draft.host.trim() ? {} : { host: 'Type the name of the mail server, such as smtp.example.com.' }),
      ...(port >= 1 && port <= 65_535 ? {} : { port: '1 to 65535.' }),
      ...(draft.sender.trim() ? {} : { sender: 'Type the address that messages come from.' }),
    }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0 || save.isPending) return
    save.mutate({ settings: { host: draft.host, port, security, user: draft.user, sender: draft.sender, replyTo: draft.replyTo }, ...(secret === '' ? {} : { password: secret }) })
  }
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (to.trim() !== '' && !test.isPending) test.mutate({ to: to.trim() })
  }
  useKeys([{ key: 'Ctrl Enter', label: 'Save the connection', run: submit }])
  const problem = save.error ? problemOf(save.error) : null
  const field = problem?.field?.replace('settings.', '')
  const text = (name: Field) => ({ value: draft[name], error: errors[name] ?? (field === name ? problem?.message : undefined), onChange: (event: { currentTarget: { value: string } }) => { setDraft({ ...draft, [name]: event.currentTarget.value }) } })
  const fixed = password.where === 'environment' && password.has
  return (
    <>
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); submit() }}>
        <h2>E-mail</h2>
        <p>{settings ? 'Messages go out through this mail server and nowhere else.' : 'No mail server is set up. Nothing is sent until one is.'}</p>
        <div className={css.two}>
          <TextField label="Mail server" about="smtp" hint="such as smtp.example.com" maxLength={255} {...text('host')} />
          <TextField label="Port" inputMode="numeric" {...text('port')} />
        </div>
        <div className={css.choice}>
          <Segments<Security> label="Protection" value={security} options={SECURITIES.map((value) => ({ value, label: SECURITY[value].label }))} onChange={(next) => {
            // A port that nobody chose by hand follows the kind of protection.
            if (draft.port === SECURITY[security].port) setDraft({ ...draft, port: SECURITY[next].port })
            setSecurity(next)
          }} />
          <Help icon={security === 'none' ? 'warn' : 'info'}>{SECURITY[security].help}</Help>
        </div>
        <div className={css.two}>
          <TextField label="User" hint="empty when the server asks for none" maxLength={254} {...text('user')} />
          <PasswordField label="Password" hint={fixed ? 'from the environment' : password.has ? 'kept; type to change it' : 'none is kept'} disabled={fixed} value={secret} error={field === 'password' ? problem?.message : undefined} onChange={(event) => { setSecret(event.currentTarget.value) }} />
        </div>
        <Help icon="lock">{WHERE[password.where](password.detail)}</Help>
        <div className={css.two}>
          <TextField label="Sender" hint="messages come from here" maxLength={254} {...text('sender')} />
          <TextField label="Answers go to" hint="empty for the sender" maxLength={254} {...text('replyTo')} />
        </div>
        {problem && !(field && (field in draft || field === 'password')) && <ProblemMessage problem={problem} title="This was not saved." />}
        {save.isSuccess && <Message tone="done" title="The connection is saved.">Send a test message to see whether it works.</Message>}
        <div className={css.sounds}>
          <Button kind="primary" submit keys="Ctrl Enter" disabled={save.isPending}>Save the connection</Button>
          {password.has && !fixed && settings && <Button disabled={save.isPending} onClick={() => { save.mutate({ settings, password: null }) }}>Forget the password</Button>}
        </div>
      </form>
      <form className={css.form} onSubmit={send}>
        <h3>Test message</h3>
        <TextField label="Send it to" hint="your own address" value={to} maxLength={254} onChange={(event) => { setTo(event.currentTarget.value) }} error={test.error && problemOf(test.error).field === 'to' ? problemOf(test.error).message : undefined} />
        {test.error && problemOf(test.error).field !== 'to' && <ProblemMessage problem={problemOf(test.error)} />}
        {test.data && (test.data.state === 'sent'
          ? <Message tone="done" title={`The server has taken the message to ${test.data.address}.`}>Look whether it arrived, also among unwanted mail.</Message>
          : <Message tone="stop" title={test.data.state === 'unknown' ? 'Nobody knows whether it arrived.' : 'It did not go out.'}>{test.data.words ?? 'The outbox is stopped. Start it under Notices.'}</Message>)}
        <div><Button submit icon="mail" disabled={!settings || test.isPending}>{test.isPending ? 'Sending' : 'Send a test message'}</Button>{!settings && <Help>Save the connection first.</Help>}</div>
      </form>
    </>
  )
}
