import { ORPCError } from '@orpc/client'
import { t } from '../catalogue/index.ts'
import { ConnectionLost } from './connection.ts'

/** What a person is told when something could not be done. */
export interface Problem {
  /** One or two sentences: what is, then what to do. */
  message: string
  /** `lost` when the station did not answer, `unknown` for a fault with an id, otherwise the code of the answer. */
  code: string
  /** The id under which the station wrote the fault down. */
  id?: string
  /** The input that has to be changed, such as `pin` or `office.name`. */
  field?: string
  /** How long to wait before trying again, milliseconds. */
  waitMs?: number
}

interface IssueLike { message: string; path?: readonly unknown[] }

/** Turns whatever was thrown into words for the screen. Never shows the inner text of a fault that is not meant for people. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ConnectionLost) return { code: 'lost', message: t('app.problem.theStationDoesNotAnswerNothing') }
  if (!(error instanceof ORPCError)) return { code: 'unknown', message: t('app.problem.somethingWentWrongInThisWindow') }
  const data = record(error.data)
  if (error.code === 'BAD_REQUEST') {
    const issue = firstIssue(data['issues'])
    return { code: error.code, message: issue?.message ?? t('app.problem.theStationCouldNotReadThis'), ...(issue?.field ? { field: issue.field } : {}) }
  }
  if (error.code === 'INTERNAL_SERVER_ERROR') {
    const id = typeof data['id'] === 'string' ? data['id'] : undefined
    return { code: 'unknown', message: t('app.problem.somethingWentWrongHereValueWhat', { value: id ? ` (${id})` : '' }), ...(id ? { id } : {}) }
  }
  return {
    code: typeof data['code'] === 'string' ? data['code'] : error.code,
    message: error.message,
    ...(typeof data['field'] === 'string' ? { field: data['field'] } : {}),
    ...(typeof data['waitMs'] === 'number' ? { waitMs: data['waitMs'] } : {}),
  }
}

/** Whether the station failed or did not answer: nothing that was typed is wrong. */
export function isFault(problem: Problem): boolean {
  return problem.code === 'unknown' || problem.code === 'lost'
}

/** The text for "Copy details": enough for whoever keeps the station, and nothing that was typed. */
export function detailsOf(problem: Problem, version: string): string {
  return [t('app.problem.pigeonholeVersion', { version }), new Date().toISOString(), t('app.problem.codeCode', { code: problem.code }), problem.id ? t('app.problem.idId', { id: problem.id }) : null, problem.message].filter((line) => line !== null).join('\n')
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function firstIssue(issues: unknown): { message: string; field: string } | null {
  if (!Array.isArray(issues)) return null
  const issue = (issues as IssueLike[])[0]
  if (!issue || typeof issue.message !== 'string') return null
  const path = (issue.path ?? []).map((step) => (typeof step === 'object' && step !== null && 'key' in step ? String(step.key) : String(step)))
  return { message: issue.message, field: path.join('.') }
}
