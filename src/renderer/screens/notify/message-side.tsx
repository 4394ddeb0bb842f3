import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { Message as OutboxMessage } from '../../../shared/contract/notify.ts'
import { useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Message, Unchosen } from '../../ui/parts.tsx'
import { count, fullTime, when } from '../../ui/words.ts'
import css from './notices.module.css'
import { KIND_WORDS, mayDo, messageWords } from './words.ts'

export interface MessageActs { arrived: () => void; again: () => void; retry: () => void; drop: () => void }

/** One message: what became of it, what a person can do about it, and what it says. */
export function MessageSide({ message, reading, acts, busy }: { message: OutboxMessage | null; reading: boolean; acts: MessageActs; busy: boolean }): ReactNode {
  const zone = useZone()
  if (!message) return <Unchosen label={t('notify.messageSide.theChosenMessage')} reading={reading} icon="mail" title={t('notify.messageSide.noMessageChosen')}>{t('notify.messageSide.chooseAMessageToReadIt')}</Unchosen>
  const may = mayDo(message)
  const words = messageWords(message)
  const waits = message.state === 'queued' && message.attempts > 0
  return (
    <aside className={css.side} aria-label={t('notify.messageSide.theChosenMessage')}>
      <h2>{message.name}</h2>
      {may.decide ? (
        <Message tone="act" title={t('notify.messageSide.didItArrive')} acts={<><Button small keys="Y" disabled={busy} onClick={acts.arrived}>{t('notify.messageSide.itArrived')}</Button><Button small keys="N" disabled={busy} onClick={acts.again}>{t('common.sendItAgain')}</Button><Button small keys="Del" disabled={busy} onClick={acts.drop}>{t('notify.messageSide.dropIt')}</Button></>}>
          {t('notify.messageSide.wordsAskNameItIsNot', { words: message.words, name: message.name })}
        </Message>
      ) : message.words !== null && message.state !== 'sent' ? (
        <Message tone={message.state === 'failed' ? 'stop' : 'act'} title={words.word} acts={(may.retry || may.drop) && <Acts acts={acts} busy={busy} message={message} />}>{message.words}{waits ? t('notify.messageSide.triedAttemptsAgainAtNotbefore', { attempts: count(message.attempts, t('notify.messageSide.time')), notBefore: when(message.notBefore, zone) }) : ''}</Message>
      ) : (
        <>
          <p>{words.word}{message.state === 'sent' ? `, ${fullTime(message.changedAt, zone)}` : ''}.</p>
          {(may.retry || may.drop) && <div className={css.acts}><Acts acts={acts} busy={busy} message={message} /></div>}
        </>
      )}
      <dl>
        <dt>{t('common.what')}</dt><dd>{KIND_WORDS[message.kind]}{message.pieces.length > 0 ? `, ${count(message.pieces.length, t('common.piece'))}` : ''}</dd>
        <dt>{t('common.to')}</dt><dd>{message.address || t('notify.messageSide.noAddress')}</dd>
        <dt>{t('notify.messageSide.written')}</dt><dd>{fullTime(message.createdAt, zone)}, {message.by}</dd>
        <dt>{t('notify.messageSide.messageid')}</dt><dd>{message.messageId}</dd>
        {message.pieces.length > 0 && <><dt>{t('common.pieces')}</dt><dd>{message.pieces.slice(0, 12).map((id, i) => <span key={id}>{i > 0 && ', '}<Link to="/pieces/$id" params={{ id }}>{i + 1}</Link></span>)}{message.pieces.length > 12 ? t('notify.messageSide.andValueMore', { value: message.pieces.length - 12 }) : ''}</dd></>}
      </dl>
      <div className={css.letter}><b>{message.subject}</b><pre>{message.body}</pre></div>
    </aside>
  )
}

function Acts({ acts, busy, message }: { acts: MessageActs; busy: boolean; message: OutboxMessage }): ReactNode {
  const may = mayDo(message)
  return (
    <>
      {may.retry && <Button small icon="refresh" keys="R" disabled={busy} onClick={acts.retry}>{message.state === 'no-address' ? t('notify.messageSide.lookForTheAddressAgain') : t('common.tryNow')}</Button>}
      {may.drop && <Button small icon="trash" keys="Del" disabled={busy} onClick={acts.drop}>{message.state === 'no-address' ? t('notify.messageSide.theyWereToldAnotherWay') : t('notify.messageSide.dropIt')}</Button>}
    </>
  )
}
