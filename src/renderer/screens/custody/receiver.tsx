import type { ReactNode } from 'react'
import { useId } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PersonCard } from '../../../shared/contract/directory.ts'
import { Button } from '../../ui/button.tsx'
import { Explained } from '../../ui/explain.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, KeyNow, PaneHead, Tag } from '../../ui/parts.tsx'
import { SignatureField, type Signature } from '../../ui/signature.tsx'
import { count, date } from '../../ui/words.ts'
import css from './custody.module.css'

/** Somebody who may take the pile. */
export interface ReceiverChoice { kind: 'recipient' | 'delegate' | 'other'; person: string | null; name: string; second: string }

/** Who may take the mail of several people: each of them with their delegates, nobody twice, and anybody else with an ID. */
export function receiversOfAll(people: ReadonlyArray<{ name: string; person: string; card: PersonCard | null }>, today: string): ReceiverChoice[] {
  const several = people.length > 1
  const found = people.flatMap(({ name, person, card }) => receiversOf(name, person, card, today).filter((one) => one.kind !== 'other').map((one) => (several && one.kind === 'delegate' ? { ...one, second: t('custody.receiver.secondForName', { second: one.second, name }) } : one)))
  return [...new Map(found.map((one) => [one.person, one])).values(), ...receiversOf('', null, null, today)]
}

/**
 * Who may take somebody's mail: they themselves, their delegates of today, and anybody else with an ID.
 *
 * @param today the office's day, `YYYY-MM-DD`
 */
export function receiversOf(name: string, person: string | null, card: PersonCard | null, today: string): ReceiverChoice[] {
  const self: ReceiverChoice[] = person ? [{ kind: 'recipient', person, name, second: t('common.recipient') }] : []
  const delegates = (card?.delegates ?? []).filter((one) => (one.from === null || one.from <= today) && (one.until === null || one.until >= today))
    .map((one): ReceiverChoice => ({ kind: 'delegate', person: one.person.id, name: one.person.name, second: t('custody.receiver.delegateValue', { value: one.until ? t('custody.receiver.untilDate', { date: date(Date.parse(`${one.until}T12:00:00Z`), 'UTC') }) : '' }) }))
  return [...self, ...delegates, { kind: 'other', person: null, name: t('custody.receiver.anotherPerson'), second: t('custody.receiver.nameAndTheIdYouSaw') }]
}

export interface ReceiverPaneProps {
  receivers: readonly ReceiverChoice[]
  picked: number
  onPick: (index: number) => void
  other: { name: string; idSeen: string }
  onOther: (other: { name: string; idSeen: string }) => void
  signature: Signature | null
  onSignature: (signature: Signature | null) => void
  /** Changes when the signature came from elsewhere, so that the field shows it. */
  drawn?: number
  /** Left out where there is no room for the pad. */
  onPad?: () => void
  /** Opens the second display; null while it is open, and F11 goes there. */
  onDisplay?: (() => void) | null
  pieces: number
  left: number
  mustSign: boolean
  name: string
  /** A note that stays with the handover. */
  note: string
  onNote: (note: string) => void
  children: ReactNode
}

/** Who receives, and the signature: the right side of the counter, of a run's stop, and of a mail stop. */
export function ReceiverPane({ receivers, picked, onPick, other, onOther, signature, onSignature, drawn = 0, onPad, onDisplay, pieces, left, mustSign, name, note, onNote, children }: ReceiverPaneProps): ReactNode {
  const group = useId()
  const chosen = receivers[picked] ?? receivers[0]
  return (
    <aside className={css.side} aria-label={t('custody.receiver.whoReceives')}>
      <PaneHead title={t('custody.receiver.whoReceives')} />
      <div className={css.recv} role="radiogroup" aria-label={t('custody.receiver.whoReceives')}>
        {receivers.map((one, i) => (
          <label key={`${one.kind}${one.person ?? ''}`} className={css.opt}>
            <input type="radio" name={group} checked={one === chosen} onChange={() => { onPick(i) }} />
            <span><b>{one.name}</b><span>{one.second}</span></span>
            {i < 9 && <KeyNow of={String(i + 1)} />}
          </label>
        ))}
        {chosen?.kind === 'other' && (
          <div className={css.two}>
            <TextField label={t('common.name')} value={other.name} maxLength={200} onChange={(event) => { onOther({ ...other, name: event.currentTarget.value }) }} />
            <TextField label={t('common.idSeen')} about="idSeen" hint={t('custody.receiver.badgeLicense')} value={other.idSeen} maxLength={200} onChange={(event) => { onOther({ ...other, idSeen: event.currentTarget.value }) }} />
          </div>
        )}
      </div>
      <Explained about="accountable" className={css.signing}>
        {(sign) => (
          <>
            <PaneHead title={t('common.signature')}>{signature ? <Tag tone="done" small>{t('custody.receiver.signed')}</Tag> : mustSign ? <Tag tone="act" small>{t('custody.receiver.hasToBeSigned')}</Tag> : null}<Button small icon="undo" onClick={() => { onSignature(null) }}>{t('custody.receiver.clear')}</Button>{sign}</PaneHead>
            <div className={css.sign}>
              <SignatureField key={drawn} value={signature} onChange={onSignature} label={t('common.signature')} below={pieces > 0 ? t('custody.receiver.nameForPieces', { name, pieces: count(pieces, t('common.piece')) }) : name} />
              {onPad && (
                <div className={css.signActs}>
                  <Button small keys="F11" onClick={onPad}>{onDisplay === null ? t('custody.receiver.secondDisplay') : t('custody.receiver.pad')}</Button>
                  {onDisplay && <Button small icon="external" onClick={onDisplay} keys="Shift F11">{t('custody.receiver.secondDisplay')}</Button>}
                </div>
              )}
              <Help>{pieces > 1 ? t('custody.receiver.oneSignatureCoversAllPieces', { pieces }) : t('custody.receiver.theSignatureIsKeptWithThe')}{left > 0 && pieces > 0 ? t('custody.receiver.valueHere', { value: left === 1 ? t('custody.receiver.oneStays') : t('custody.receiver.leftStay', { left }) }) : ''}</Help>
            </div>
          </>
        )}
      </Explained>
      <div className={css.note}><TextField label={t('common.note')} hint={t('custody.receiver.staysWithTheHandover')} value={note} maxLength={1000} onChange={(event) => { onNote(event.currentTarget.value) }} /></div>
      <div className={css.fin}>{children}</div>
    </aside>
  )
}
