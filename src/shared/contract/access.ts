import * as z from 'zod'
import { id, line, pin, procedure, role, text } from './base.ts'

export const person = z.object({ id: z.string(), name: z.string(), role })
export type Person = z.infer<typeof person>

/** Somebody who signs in here, or did until an administrator switched it off. */
export const member = person.extend({ active: z.boolean() })
export type Member = z.infer<typeof member>

export const accessSettings = z.object({
  /** A page that nobody used for so many minutes locks itself, and the station ends its session; 0 for never. */
  lockAfterMinutes: z.number().int().min(0).max(480),
})
export type AccessSettings = z.infer<typeof accessSettings>

/** A signed-in session. The token lets the same page sign in again after a lost connection, until it is locked or signs out. */
export const session = z.object({ token: z.string(), user: person })
export type Session = z.infer<typeof session>

/** A time zone of the IANA database, such as `America/New_York`. */
export const zone = z.string().min(1).max(64).refine((value) => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: value }).format(0)
    return true
  } catch {
    return false
  }
}, 'This time zone is not known. Use a name such as America/New_York.')

export const officeInput = z.object({ name: line(120), address: text(500), zone })

export const access = {
  /** First run: the office and its first administrator. Answers a recovery code that is shown once. */
  setUp: procedure('anyone')
    .input(z.object({ office: officeInput, administrator: z.object({ name: line(80), pin }) }))
    .output(z.object({ recoveryCode: z.string(), session })),
  /** The people who can sign in here, for the sign-in screen. */
  people: procedure('anyone').output(z.array(person)),
  signIn: procedure('anyone').input(z.object({ user: id, pin: z.string().max(64) })).output(session),
  /** Signs in again with a token after the connection was lost. */
  resume: procedure('anyone').input(z.object({ token: z.string().max(128) })).output(session),
  /** Ends the session; the token is worth nothing afterwards. */
  signOut: procedure('anyone').output(z.object({})),
  /** Sets a new PIN for an administrator with the printed recovery code, which is used up; answers a new one. */
  recover: procedure('anyone').input(z.object({ user: id, code: z.string().max(64), pin })).output(z.object({ recoveryCode: z.string(), session })),
  addPerson: procedure('administrator').input(z.object({ name: line(80), role, pin })).output(person),
  /** Everybody, also those whose sign-in is switched off. */
  everyone: procedure('administrator').output(z.array(member)),
  /** These three end the person's open sessions. Refused as `last-administrator`, `yourself`. */
  changeRole: procedure('administrator').input(z.object({ id, role })).output(member),
  resetPin: procedure('administrator').input(z.object({ id, pin })).output(member),
  setActive: procedure('administrator').input(z.object({ id, active: z.boolean() })).output(member),
  /** Says that somebody uses this page: until it is left alone for too long, its session holds. */
  touch: procedure('operator').output(z.object({})),
  settings: procedure('operator').output(accessSettings),
  saveSettings: procedure('administrator').input(accessSettings).output(accessSettings),
  changePin: procedure('operator').input(z.object({ old: z.string().max(64), pin })).output(z.object({})),
  /** Command-line callers by the name of their OS user, and the role an administrator granted them. */
  commandLine: procedure('administrator').output(z.array(z.object({ osUser: z.string(), role }))),
  grantCommandLine: procedure('administrator').input(z.object({ osUser: line(120), role: role.nullable() })).output(z.object({})),
}
