import * as z from 'zod'
import { eventKind } from '../store/events.ts'

const face = z.enum(['electron', 'browser', 'command-line', 'test'])

/** Who allowed with their own PIN what the actor's role was too small for; for a payload's `allowedBy`. */
export const approver = z.object({ id: z.string(), name: z.string() })

/** Somebody signed in with a PIN or a recovery code. */
export const signedIn = eventKind({
  kind: 'access.signed-in',
  version: 1,
  payload: z.object({ face, by: z.enum(['pin', 'recovery-code', 'first-run']) }),
  examples: { 1: { face: 'electron', by: 'pin' } },
  topics: ['access'],
})

export const signedOut = eventKind({
  kind: 'access.signed-out',
  version: 1,
  payload: z.object({ face }),
  examples: { 1: { face: 'electron' } },
  topics: ['access'],
})

/** A wrong PIN or recovery code for a person. */
export const signInFailed = eventKind({
  kind: 'access.sign-in-failed',
  version: 1,
  payload: z.object({ face, person: z.string(), tries: z.number().int() }),
  examples: { 1: { face: 'browser', person: '01hzy3v7q0m4k8x2n6', tries: 3 } },
  topics: ['access'],
})

export const ACCESS_EVENTS = [signedIn, signedOut, signInFailed] as const
