import type * as z from 'zod'
import type { WritableDb } from './db.ts'

/** Who did it: the id of a person, `cli:NAME` for a command line, or `station` for the station itself; and the name as it was shown. */
export interface Actor { id: string; name: string }

/** Time and source that a person stated for something that was first written on paper. */
export interface Stated { at: number; source: string }

/** An event as an operation asks for it; the store adds device, sequence, time, zone, actor and hashes. */
export interface EventDraft {
  kind: string
  piece: string | null
  payload: unknown
  stated: Stated | null
}

/** What stands beside an event's payload and is hashed with it. */
export interface EventHeader {
  device: string
  sequence: number
  recordedAt: number
  zone: string
  stated: Stated | null
  actor: Actor
  kind: string
  version: number
  piece: string | null
}

/** An event as it stands in the log, with its payload upgraded to the newest version of its kind. */
export interface LoggedEvent<Payload = unknown> extends Omit<EventHeader, 'version'> {
  payload: Payload
}

/**
 * One kind of event: what its payload is, how older versions of it are read, and what follows from it.
 *
 * `project` changes projections and search rows and nothing else, and depends on nothing but its arguments and the
 * projections, so that replaying the log gives the same rows again.
 */
export interface EventKind<Payload = unknown> {
  readonly kind: string
  readonly version: number
  readonly payload: z.ZodType<Payload>
  /** `upgrades[n]` turns a payload of version n into version n + 1. */
  readonly upgrades: Readonly<Record<number, (old: unknown) => unknown>>
  /** A payload of every released version, kept under test. */
  readonly examples: Readonly<Record<number, unknown>>
  /** What open screens are told has changed. */
  readonly topics: readonly string[]
  project(db: WritableDb, event: LoggedEvent<Payload>): void
  /** True when `project` does nothing but change rows that are kept back and written once, and what is run after them (behind.ts): it runs no SQL of its own. */
  readonly behind: boolean
  /** An event of this kind, to be recorded. */
  draft(piece: string | null, payload: Payload, stated?: Stated | null): EventDraft
}

/** Defines a kind of event. See {@link EventKind}. */
export function eventKind<Payload>(definition: {
  kind: string
  version: number
  payload: z.ZodType<Payload>
  upgrades?: Record<number, (old: unknown) => unknown>
  examples: Record<number, unknown>
  topics: string[]
  project?: (db: WritableDb, event: LoggedEvent<Payload>) => void
  behind?: boolean
}): EventKind<Payload> {
  const { kind, version } = definition
  return {
    kind,
    version,
    payload: definition.payload,
    upgrades: definition.upgrades ?? {},
    examples: definition.examples,
    topics: definition.topics,
    project: definition.project ?? (() => {}),
    behind: definition.behind ?? definition.project === undefined,
    draft: (piece, payload, stated = null) => ({ kind, piece, payload, stated }),
  }
}

/** Every kind of event a station knows, by name. */
export type EventRegistry = ReadonlyMap<string, EventKind>

/** Puts the kinds of all areas together; a name may be defined once. */
export function registry(...areas: ReadonlyArray<readonly EventKind[]>): EventRegistry {
  const known = new Map<string, EventKind>()
  for (const definition of areas.flat()) {
    if (known.has(definition.kind)) throw new Error(`Event kind ${definition.kind} is defined twice.`)
    known.set(definition.kind, definition)
  }
  return known
}

/** A payload of `version` as the newest version of its kind. Unknown kinds are answered as they are. */
export function upgraded(kinds: EventRegistry, kind: string, version: number, payload: unknown): unknown {
  const definition = kinds.get(kind)
  if (!definition) return payload
  if (version > definition.version) throw new Error(`Event ${kind} has version ${version}; this Pigeonhole knows ${definition.version}.`)
  let value = payload
  for (let v = version; v < definition.version; v++) {
    const upgrade = definition.upgrades[v]
    if (!upgrade) throw new Error(`Event ${kind} has no upgrade from version ${v}.`)
    value = upgrade(value)
  }
  return value
}
