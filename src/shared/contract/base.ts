import { oc } from '@orpc/contract'
import * as z from 'zod'
import { ID_PATTERN } from '../ids.ts'
import { isDay } from '../mail/days.ts'
import { storable } from '../mail/text.ts'
import { ROLES, type Needs } from './roles.ts'

export const role = z.enum(ROLES)

export interface ProcedureMeta { needs?: Needs }

/** The errors every procedure can answer with. `message` is always in the user's words and says what to do next. */
export const errors = {
  /** Nobody is signed in on this connection. */
  SIGN_IN: { status: 401, message: 'Sign in first.' },
  /** The signed-in person's role is too small. */
  ROLE: { status: 403, data: z.object({ needs: role }) },
  /** What was asked for cannot be done; `code` says which rule, `field` which input. */
  REFUSED: { status: 409, data: z.object({ code: z.string(), field: z.string().optional(), waitMs: z.number().optional() }) },
  /** The record that was named does not exist. */
  NOT_FOUND: { status: 404 },
  /** The store could not keep it: disk full, read-only, damaged. Nothing was saved. */
  STORE: { status: 507, data: z.object({ code: z.string() }) },
} as const

const made = new Map<string, unknown>()

/** What `make` makes, made once for each name: it never changes, and making the contract's hundreds of such parts anew is a tenth of a start. */
function once<Made>(name: string, make: () => Made): Made {
  if (!made.has(name)) made.set(name, make())
  // Each kind of name belongs to one line below.
  return made.get(name) as Made
}

/** The start of every procedure of the contract: the role it needs and the errors it may answer with. */
export function procedure(needs: Needs) {
  return once(`procedure ${needs}`, () => oc.$meta<ProcedureMeta>({}).errors(errors).meta({ needs }))
}

/** Text the store can keep as it is: no NUL, no lone surrogates. */
export function text(max: number, min = 0) {
  return once(`text ${max} ${min}`, () => z.string().min(min).max(max).superRefine((value, context) => {
    const kept = storable(value)
    if (!kept.ok) context.addIssue({ code: 'custom', message: kept.reason })
  }))
}

/** A line of text with something in it, outer blanks removed. */
export function line(max: number) {
  return once(`line ${max}`, () => text(max).transform((value) => value.trim()).pipe(z.string().min(1, 'Type something here.')))
}

export const id = z.string().regex(ID_PATTERN)
const NO_DAY = 'This is no day of the calendar. Type it like 2026-11-24.'
/** A day of the office, `YYYY-MM-DD`, that the calendar has. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, NO_DAY).refine(isDay, NO_DAY)
/** UTC milliseconds. */
export const instant = z.number().int().min(0).max(8_640_000_000_000_000)
/** Four to twelve digits. */
export const pin = z.string().regex(/^\d{4,12}$/, 'A PIN has 4 to 12 digits.')
/** The word of a supervisor at an operator's screen: who allows it, and that person's PIN. */
export const approval = z.object({ user: id, pin: z.string().max(64) })
export type Approval = z.infer<typeof approval>
/** A SHA-256 in lower-case hexadecimal. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/)
