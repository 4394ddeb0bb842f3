// What the desktop app and its page say to each other beside the contract: a menu's commands, files that were opened with the
// app, dialogs of the system. Both ends check every message against these schemas and ignore what does not fit.
import * as z from 'zod'
import { ID_PATTERN } from '../ids.ts'
import { COMMANDS, PLACES, SETTINGS_SECTIONS, type CommandId, type Place } from './commands.ts'

const commandId = z.enum(COMMANDS.map((command) => command.id) as [CommandId, ...CommandId[]])
const placeId = z.enum(PLACES.map((place) => place.id) as [Place['id'], ...Place['id'][]])
const short = z.string().max(200)

/** Where to lead a person: a place, and there one letter or piece, or one section of Settings, where it is about one. */
const spot = z.object({ to: placeId, id: z.string().regex(ID_PATTERN).optional(), section: z.enum(SETTINGS_SECTIONS).optional() })
export type Spot = z.infer<typeof spot>

/** What keeps the store from being opened. */
export const trouble = z.object({
  code: z.string().max(40),
  /** In the user's words: what is, and what to do. */
  message: z.string().max(2_000),
  detail: z.string().max(8_000),
  folder: z.string().max(4_000),
  /** Something is being done about it: the buttons wait. */
  busy: z.string().max(200),
})
export type Trouble = z.infer<typeof trouble>

export const updateState = z.object({
  /** Why this installation is not updated by the app itself; empty where it is. */
  why: z.string().max(400),
  state: z.enum(['off', 'idle', 'checking', 'loading', 'ready', 'failed']),
  version: z.string().max(60),
  message: z.string().max(1_000),
})
export type UpdateState = z.infer<typeof updateState>

/** What the page knows of the desktop it is shown on. */
export const about = z.object({ version: short, platform: short, startAtLogin: z.object({ can: z.boolean(), on: z.boolean() }), updates: updateState })
export type About = z.infer<typeof about>

export const heldFile = z.object({ name: z.string().min(1).max(255), type: short, bytes: z.instanceof(Uint8Array) })
export type HeldFile = z.infer<typeof heldFile>

/** From the desktop to the page. */
export const toPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('about'), about }),
  z.object({ kind: z.literal('trouble'), trouble }),
  z.object({ kind: z.literal('command'), id: commandId }),
  spot.extend({ kind: z.literal('go') }),
  /** A key of the screen that is shown, chosen from the menu. */
  z.object({ kind: z.literal('key'), key: z.string().max(40) }),
  z.object({ kind: z.literal('files'), files: z.array(heldFile).max(20), refused: z.array(z.object({ name: z.string().max(255), why: short })).max(20) }),
  /** The answer to `folder`: null when the person closed the dialog. */
  z.object({ kind: z.literal('folder'), id: z.number().int(), path: z.string().max(4_000).nullable() }),
  /** The computer woke up. */
  z.object({ kind: z.literal('resumed') }),
])
export type ToPage = z.infer<typeof toPage>

export const shownKey = z.object({ key: z.string().min(1).max(40), label: z.string().min(1).max(120) })

/** From the page to the desktop. */
export const toDesktop = z.discriminatedUnion('kind', [
  /** What the menu offers now: all of it empty while nobody is signed in. `working`: something is in hand that a restart would interrupt. */
  z.object({ kind: z.literal('state'), signedIn: z.boolean(), places: z.array(placeId).max(PLACES.length), keys: z.array(shownKey).max(80), working: z.boolean() }),
  z.object({ kind: z.literal('folder'), id: z.number().int(), title: short, from: z.string().max(4_000) }),
  z.object({ kind: z.literal('startAtLogin'), on: z.boolean() }),
  z.object({ kind: z.literal('checkUpdates') }),
  z.object({ kind: z.literal('installUpdate') }),
  z.object({ kind: z.literal('trouble'), act: z.enum(['again', 'folder', 'restore', 'quit']) }),
])
export type ToDesktop = z.infer<typeof toDesktop>
export type PageState = Extract<ToDesktop, { kind: 'state' }>
