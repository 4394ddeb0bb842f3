import { newId } from '../../shared/ids.ts'
import type { MessageKind } from '../../shared/contract/notify.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { tailOf } from '../../shared/mail/grouping.ts'
import type { NoticeKind, Template } from '../../shared/mail/templates.ts'
import { headerLine, mailbox, render } from '../../shared/mail/templates.ts'
import { plural } from '../../shared/words.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb, WritableDb } from '../store/db.ts'
import type { Actor, EventDraft } from '../store/events.ts'
import { OFFICE, setting } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import * as queries from './queries.ts'
import { MAIL, templateOf } from './settings.ts'

/** Who a message goes to. `address` is what the directory says, which may be nothing; then `why` tells why nobody can be told. */
export interface Addressee { person: string | null; department: string | null; name: string; address: string; why?: string }

/** The end of a `Message-ID`: the domain of the sender, so that servers know where it came from. */
function domainOf(db: ReadableDb): string {
  const domain = setting(db, MAIL)?.sender.split('@')[1] ?? ''
  return /^[A-Za-z0-9.-]+$/.test(domain) ? domain.toLowerCase() : 'pigeonhole.invalid'
}

/** A piece in one line of a message: what it is, the end of its number, who sent it. */
export function lineOf(piece: PieceRow): string {
  const what = [piece.carrier === 'unknown' ? '' : piece.carrierName, piece.service].filter((word, i, all) => word !== '' && all.findIndex((other) => other.includes(word)) === i).join(' ') || 'Piece'
  return `- ${headerLine(`${what}${piece.type ? `, ${piece.type}` : ''} \u2026 ${tailOf(piece.grouped)}${piece.sender ? `, from ${piece.sender}` : ''}${piece.count > 1 ? `, ${piece.count} items` : ''}`)}`
}

/** The values that every kind of message has. */
export function valuesOf(db: ReadableDb, pieces: readonly PieceRow[]): Record<string, string> {
  return { office: setting(db, OFFICE)?.name ?? '', count: plural(pieces.length, 'piece'), pieces: pieces.map(lineOf).join('\n') }
}

/** A new message of a template, for a decision. */
export function noticeOf(store: Store, actor: Actor, kind: NoticeKind, to: Addressee, pieces: readonly PieceRow[], values: Readonly<Record<string, string>>): { id: string; tables: (db: WritableDb) => void; event: EventDraft } {
  return messageOf(store, actor, kind, to, pieces.map((piece) => piece.id), render(templateOf(store.db, kind), { ...valuesOf(store.db, pieces), ...values }))
}

/** A new message, for a decision: queued where there is an address, otherwise listed for a person to tell it another way. */
export function messageOf(store: Store, actor: Actor, kind: MessageKind, to: Addressee, pieces: readonly string[], { subject, body }: Template): { id: string; tables: (db: WritableDb) => void; event: EventDraft } {
  const at = store.now()
  const id = newId(at)
  const address = to.why === undefined ? mailbox(to.address) : null
  const why = to.why ?? (to.address.trim() === '' ? `The directory has no e-mail address for ${to.name}.` : `The directory says "${headerLine(to.address)}", which is no e-mail address.`)
  return {
    id,
    tables: (db) => queries.addMessage(db, {
      id, messageId: `<${id}.${store.device}@${domainOf(store.db)}>`, kind, person: to.person, department: to.department, name: to.name, address: address ?? '', subject, body, pieces, device: store.device,
      state: address === null ? 'no-address' : 'queued', reason: address === null ? why : null, at, actor,
    }),
    event: recordChanged.draft(null, { table: 'message', record: id, action: 'added', fields: ['kind', 'address', 'subject', 'body', 'pieces'] }),
  }
}
