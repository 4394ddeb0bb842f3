/** What goes from an entry when its content is removed on request, and what it still does to the lists. */
import { record } from '../days/words.ts'

type Payload = Readonly<Record<string, unknown>>

const WORDS = ['sender', 'reference', 'note'] as const

function withoutWords(fields: Payload): Payload {
  return { ...fields, ...Object.fromEntries(WORDS.filter((name) => name in fields).map((name) => [name, ''])) }
}

function withoutName(recipient: unknown): unknown {
  const of = record(recipient)
  return of ? { ...of, person: null, name: '' } : recipient
}

function withoutVersion(version: unknown): unknown {
  const of = record(version)
  if (!of) return version
  const given = record(of['recipient'])
  return withoutWords({ ...of, ...(given ? { recipient: { ...given, recipient: withoutName(given['recipient']) } } : {}) })
}

/** By kind: the content with everything personal taken out; null where nothing is left of it. Other kinds keep what they say. */
const LEFT: Readonly<Record<string, (payload: Payload) => Payload | null>> = {
  'piece.assigned': (payload) => ({ ...payload, recipient: withoutName(payload['recipient']) }),
  'piece.detailed': withoutWords,
  'piece.corrected': (payload) => ({ ...payload, before: withoutVersion(payload['before']), after: withoutVersion(payload['after']), reason: '' }),
  'piece.question-answered': (payload) => ({ ...payload, word: '' }),
  'piece.photographed': () => null,
}

export const REMOVABLE: readonly string[] = Object.keys(LEFT)
/** Kinds that name somebody and stay. */
export const STAYS: readonly string[] = ['piece.handed-over', 'piece.left-at-stop', 'piece.forwarded', 'piece.returned-to-sender', 'piece.handover-corrected', 'piece.exception-opened', 'piece.held', 'piece.refused']

/** What is left of an entry's content. */
export function leftOf(kind: string, payload: unknown): Payload | null {
  const of = record(payload)
  return of ? (LEFT[kind]?.(of) ?? null) : null
}
