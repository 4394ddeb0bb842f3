import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { SECURITIES, type MailSettings, type SecretState } from '../../../shared/contract/notify.ts'
import { useHeld } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { PasswordField, TextField } from '../../ui/field.tsx'
import { Help, Message, ProblemMessage, Segments, Unread } from '../../ui/parts.tsx'
import css from './settings.module.css'

type Security = (typeof SECURITIES)[number]
const SECURITY: Record<Security, { label: string; port: string; help: string }> = {
  starttls: { label: t('office.email.starttls'), port: '587', help: t('office.email.theConnectionIsProtectedBeforeAnything') },
  tls: { label: t('office.email.tls'), port: '465', help: t('office.email.protectedFromTheFirstByte') },
  none: { label: t('common.none2'), port: '25', help: t('office.email.namesAndThePasswordTravelReadable') },
}

const WHERE: Record<SecretState['where'], (detail: string) => string> = {
  environment: (detail) => t('office.email.itComesFromTheEnvironmentDetail', { detail }),
  file: (detail) => t('office.email.itIsKeptInDetailWhich', { detail }),
  keychain: () => t('office.email.itIsKeptSealedByThe'),
}

/** The connection to the mail server, and a message to try it. */
export function Email(): ReactNode {
  const query = useQuery(station.notify.mail.queryOptions())
  return query.data ? <EmailForm settings={query.data.settings} password={query.data.password} /> : <Unread title={t('common.email')} of={[query]} />
}

type Field = 'host' | 'port' | 'user' | 'sender' | 'replyTo'

function EmailForm({ settings, password }: { settings: MailSettings | null; password: SecretState }): ReactNode {
  const [draft, setDraft] = useHeld('email.draft', { host: settings?.host ?? '', port: String(settings?.port ?? 587), user: settings?.user ?? '', sender: settings?.sender ?? '', replyTo: settings?.replyTo ?? '' })
  const [security, setSecurity] = useHeld<Security>('email.security', settings?.security ?? 'starttls')
  const [secret, setSecret] = useState('')
  const [to, setTo] = useHeld('email.to', '')
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
      ...(draft.host.trim() ? {} : { host: t('office.email.typeTheNameOfTheMail') }),
      ...(port >= 1 && port <= 65_535 ? {} : { port: t('office.email.1To65535') }),
      ...(draft.sender.trim() ? {} : { sender: t('office.email.typeTheAddressThatMessagesCome') }),
    }
    setErrors(wrong)
    if (Object.keys(wrong).length > 0 || save.isPending) return
    save.mutate({ settings: { host: draft.host, port, security, user: draft.user, sender: draft.sender, replyTo: draft.replyTo }, ...(secret === '' ? {} : { password: secret }) })
  }
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (to.trim() !== '' && !test.isPending) test.mutate({ to: to.trim() })
  }
  useKeys([{ key: 'Ctrl Enter', label: t('office.email.saveTheConnection'), run: submit }])
  const problem = save.error ? problemOf(save.error) : null
  const field = problem?.field?.replace('settings.', '')
  const text = (name: Field) => ({ value: draft[name], error: errors[name] ?? (field === name ? problem?.message : undefined), onChange: (event: { currentTarget: { value: string } }) => { setDraft({ ...draft, [name]: event.currentTarget.value }) } })
  const fixed = password.where === 'environment' && password.has
  return (
    <>
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); submit() }}>
        <h2>{t('common.email')}</h2>
        <p>{settings ? t('office.email.messagesGoOutThroughThisMail') : t('office.email.noMailServerIsSetUp')}</p>
        <div className={css.two}>
          <TextField label={t('office.email.mailServer')} about="smtp" hint={t('office.email.suchAsSmtpexamplecom')} maxLength={255} {...text('host')} />
          <TextField label={t('office.email.port')} inputMode="numeric" {...text('port')} />
        </div>
        <div className={css.choice}>
          <Segments<Security> label={t('office.email.protection')} value={security} options={SECURITIES.map((value) => ({ value, label: SECURITY[value].label }))} onChange={(next) => {
            // A port that nobody chose by hand follows the kind of protection.
            if (draft.port === SECURITY[security].port) setDraft({ ...draft, port: SECURITY[next].port })
            setSecurity(next)
          }} />
          <Help icon={security === 'none' ? 'warn' : 'info'}>{SECURITY[security].help}</Help>
        </div>
        <div className={css.two}>
          <TextField label={t('office.email.user')} hint={t('office.email.emptyWhenTheServerAsksFor')} maxLength={254} {...text('user')} />
          <PasswordField label={t('office.email.password')} hint={fixed ? t('office.email.fromTheEnvironment') : password.has ? t('office.email.keptTypeToChangeIt') : t('office.email.noneIsKept')} disabled={fixed} value={secret} error={field === 'password' ? problem?.message : undefined} onChange={(event) => { setSecret(event.currentTarget.value) }} />
        </div>
        <Help icon="lock">{WHERE[password.where](password.detail)}</Help>
        <div className={css.two}>
          <TextField label={t('common.sender')} hint={t('office.email.messagesComeFromHere')} maxLength={254} {...text('sender')} />
          <TextField label={t('office.email.answersGoTo')} hint={t('office.email.emptyForTheSender')} maxLength={254} {...text('replyTo')} />
        </div>
        {problem && !(field && (field in draft || field === 'password')) && <ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} />}
        {save.isSuccess && <Message tone="done" title={t('office.email.theConnectionIsSaved')}>{t('office.email.sendATestMessageToSee')}</Message>}
        <div className={css.sounds}>
          <Button kind="primary" submit keys="Ctrl Enter" disabled={save.isPending}>{t('office.email.saveTheConnection')}</Button>
          {password.has && !fixed && settings && <Button disabled={save.isPending} onClick={() => { save.mutate({ settings, password: null }) }}>{t('office.email.forgetThePassword')}</Button>}
        </div>
      </form>
      <form className={css.form} onSubmit={send}>
        <h3>{t('office.email.testMessage')}</h3>
        <TextField label={t('office.email.sendItTo')} hint={t('office.email.yourOwnAddress')} value={to} maxLength={254} onChange={(event) => { setTo(event.currentTarget.value) }} error={test.error && problemOf(test.error).field === 'to' ? problemOf(test.error).message : undefined} />
        {test.error && problemOf(test.error).field !== 'to' && <ProblemMessage problem={problemOf(test.error)} />}
        {test.data && (test.data.state === 'sent'
          ? <Message tone="done" title={t('office.email.theServerHasTakenTheMessage', { address: test.data.address })}>{t('office.email.lookWhetherItArrivedAlsoAmong')}</Message>
          : <Message tone="stop" title={test.data.state === 'unknown' ? t('office.email.nobodyKnowsWhetherItArrived') : t('office.email.itDidNotGoOut')}>{test.data.words ?? t('office.email.theOutboxIsStoppedStartIt')}</Message>)}
        <div><Button submit keys="Enter" icon="mail" disabled={!settings || test.isPending}>{test.isPending ? t('office.email.sending') : t('office.email.sendATestMessage')}</Button>{!settings && <Help>{t('office.email.saveTheConnectionFirst')}</Help>}</div>
      </form>
    </>
  )
}
