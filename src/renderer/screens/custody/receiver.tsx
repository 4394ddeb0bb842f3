import type { ReactNode } from 'react'
import { useId } from 'react'
import type { PersonCard } from '../../../shared/contract/directory.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Help, Key, PaneHead, Tag } from '../../ui/parts.tsx'
import { SignatureField, type Signature } from '../../ui/signature.tsx'
import { count, date } from '../../ui/words.ts'
import css from './custody.module.css'

/** Somebody who may take the pile. */
export interface ReceiverChoice { kind: 'recipient' | 'delegate' | 'other'; person: string | null; name: string; second: string }

/** Who may take the mail of several people: each of them with their delegates, nobody twice, and anybody else with an ID. */
export function receiversOfAll(people: ReadonlyArray<{ name: string; person: string; card: PersonCard | null }>, today: string): ReceiverChoice[] {
  const several = people.length > 1
  const found = people.flatMap(({ name, person, card }) => receiversOf(name, person, card, today).filter((one) => one.kind !== 'other').map((one) => (several && one.kind === 'delegate' ? { ...one, second: `${one.second}, for ${name}` } : one)))
  return [...new Map(found.map((one) => [one.person, one])).values(), ...receiversOf('', null, null, today)]
}

/**
 * Who may take somebody's mail: they themselves, their delegates of today, and anybody else with an ID.
 *
 * @param today the office's day, `YYYY-MM-DD`
 */
export function receiversOf(name: string, person: string | null, card: PersonCard | null, today: string): ReceiverChoice[] {
  const self: ReceiverChoice[] = person ? [{ kind: 'recipient', person, name, second: 'Recipient' }] : []
  const delegates = (card?.delegates ?? []).filter((one) => (one.from === null || one.from <= today) && (one.until === null || one.until >= today))
    .map((one): ReceiverChoice => ({ kind: 'delegate', person: one.person.id, name: one.person.name, second: `Delegate${one.until ? ` until ${date(Date.parse(`${one.until}T12:00:00Z`), 'UTC')}` : ''}` }))
  return [...self, ...delegates, { kind: 'other', person: null, name: 'Another person', second: 'Name, and the ID you saw' }]
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
    <aside className={css.side} aria-label="Who receives">
      <PaneHead title="Who receives" />
      <div className={css.recv} role="radiogroup" aria-label="Who receives">
        {receivers.map((one, i) => (
          <label key={`${one.kind}${one.person ?? ''}`} className={css.opt}>
            <input type="radio" name={group} checked={one === chosen} onChange={() => { onPick(i) }} />
            <span><b>{one.name}</b><span>{one.second}</span></span>
            {i < 9 && <Key of={String(i + 1)} />}
          </label>
        ))}
        {chosen?.kind === 'other' && (
          <div className={css.two}>
            <TextField label="Name" value={other.name} maxLength={200} onChange={(event) => { onOther({ ...other, name: event.currentTarget.value }) }} />
            <TextField label="ID seen" about="idSeen" hint="badge, license" value={other.idSeen} maxLength={200} onChange={(event) => { onOther({ ...other, idSeen: event.currentTarget.value }) }} />
          </div>
        )}
      </div>
      <PaneHead title="Signature">{signature ? <Tag tone="done" small>Signed</Tag> : mustSign ? <Tag tone="act" small>Has to be signed</Tag> : null}</PaneHead>
      <div className={css.sign}>
        <SignatureField key={drawn} value={signature} onChange={onSignature} label="Signature" below={pieces > 0 ? `${name}, for ${count(pieces, 'piece')}` : name} />
        <div className={css.signActs}>
          <Button small icon="undo" onClick={() => { onSignature(null) }}>Clear</Button>
          {onPad && <Button small keys="F11" onClick={onPad}>{onDisplay === null ? 'Second display' : 'Pad, full screen'}</Button>}
          {onDisplay && <Button small icon="external" onClick={onDisplay} keys="Shift F11">Second display</Button>}
        </div>
        <Help>{pieces > 1 ? `One signature covers all ${pieces}.` : 'The signature is kept with the piece.'}{left > 0 && pieces > 0 ? ` ${left === 1 ? 'One stays' : `${left} stay`} here.` : ''}</Help>
      </div>
      <div className={css.note}><TextField label="Note" hint="stays with the handover" value={note} maxLength={1000} onChange={(event) => { onNote(event.currentTarget.value) }} /></div>
      <div className={css.fin}>{children}</div>
    </aside>
  )
}
