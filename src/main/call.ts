import { ORPCError, os, ValidationError } from '@orpc/server'
import { randomBytes } from 'node:crypto'
import type { ProcedureMeta } from '../shared/contract/base.ts'
import type { Role } from '../shared/contract/roles.ts'
import { mayCall } from '../shared/contract/roles.ts'
import { StoreError } from './store/errors.ts'
import type { Actor } from './store/events.ts'
import type { Services } from './services.ts'

/** A signed-in person or command line. */
export interface SignedIn extends Actor { role: Role }

/** One connection of one face, and who is signed in on it. */
export interface Connection {
  /** Null until somebody signed in. */
  signedIn: SignedIn | null
  token: string | null
}

/** What every handler is given. */
export interface Call { services: Services; connection: Connection }

/** A call after the role was checked. `actor` is nobody only in procedures that anyone may call. */
export interface CheckedCall extends Call { actor: SignedIn }

const NOBODY: SignedIn = { id: 'nobody', name: '', role: 'operator' }

/** An expected refusal in the user's words; it reaches the screen as it is. */
export class Refusal extends Error {
  readonly code: string
  readonly field: string | undefined
  readonly waitMs: number | undefined
  constructor(code: string, message: string, detail: { field?: string; waitMs?: number } = {}) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.field = detail.field
    this.waitMs = detail.waitMs
  }
}

/** The record that was named does not exist. */
export class NotFound extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NotFound'
  }
}

function asAnswer(error: unknown, services: Services, path: readonly string[]): ORPCError<string, unknown> {
  // What the contract does not let out as an answer is no fault of whoever asked, and no word for them.
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error
  if (error instanceof Refusal)
    return new ORPCError('REFUSED', {
      defined: true, status: 409, message: error.message,
      data: { code: error.code, ...(error.field === undefined ? {} : { field: error.field }), ...(error.waitMs === undefined ? {} : { waitMs: error.waitMs }) },
    })
  if (error instanceof NotFound) return new ORPCError('NOT_FOUND', { defined: true, status: 404, message: error.message })
  if (error instanceof StoreError) {
    services.log.error('store', { code: error.code, path: path.join('.') })
    return new ORPCError('STORE', { defined: true, status: 507, message: error.message, data: { code: error.code } })
  }
  const id = randomBytes(4).toString('hex')
  const unfit = error instanceof ORPCError && error.cause instanceof ValidationError ? { unfit: error.cause.issues.map((issue) => [issue.path?.map((at) => (typeof at === 'object' ? String(at.key) : String(at))).join('.') ?? '', issue.message]) } : {}
  const detail = error instanceof Error ? { name: error.name, message: error.message, stack: error.stack, ...unfit } : { message: String(error) }
  services.log.error('unexpected', { id, path: path.join('.'), ...detail })
  return new ORPCError('INTERNAL_SERVER_ERROR', { message: `Something went wrong in the station. The log has the details under ${id}.`, data: { id } })
}

/**
 * The gate in front of every procedure: checks the role the contract names for it, and turns what goes wrong into an answer
 * without internals. A procedure without a role is closed to everybody.
 */
export const guard = os.$context<Call>().$meta<ProcedureMeta>({}).middleware(async ({ context, path, procedure, next }) => {
  const needs = procedure['~orpc'].meta.needs
  const { connection } = context
  // A session that was closed elsewhere or lay unused too long ends for every page that holds its token.
  if (connection.token !== null && context.services.sessions.find(connection.token) === null) {
    connection.signedIn = null
    connection.token = null
  }
  const { signedIn } = connection
  if (needs === undefined) throw new Error(`${path.join('.')} names no role.`)
  if (!mayCall(signedIn?.role ?? null, needs)) {
    if (!signedIn) throw new ORPCError('SIGN_IN', { defined: true, status: 401, message: 'Sign in first.' })
    throw new ORPCError('ROLE', { defined: true, status: 403, message: `This needs ${needs === 'supervisor' ? 'a' : 'an'} ${needs}.`, data: { needs } })
  }
  try {
    return await next({ context: { actor: signedIn ?? NOBODY } })
  } catch (error) {
    throw asAnswer(error, context.services, path)
  }
})

/** A stream whose failures are answered like those of a call. */
export async function* answering<T>(context: Call, path: readonly string[], stream: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* stream
  } catch (error) {
    throw asAnswer(error, context.services, path)
  }
}
