/** A sender that remembers which printers do not answer questions, so that only the first job waits for an answer. */
import type { Language } from '../../shared/printing/profile.ts'
import { statusProtocol } from './status.ts'
import { formatTarget } from './target.ts'
import type { Outcome, Target } from './target.ts'
import type { TcpOptions } from './tcp.ts'
import { send } from './transports.ts'

export type Sender = (target: Target, language: Language, bytes: Uint8Array, options?: Omit<TcpOptions, 'status' | 'answerMs' | 'onSilent'>) => Promise<Outcome>

const ASK_AGAIN_MS = 10 * 60_000

/** Make a sender. `answerMs`: longest wait for an answer of a printer that was not asked lately. */
export function createSender(now: () => number = Date.now, answerMs = 1_500): Sender {
  const silent = new Map<string, number>()
  return async (target, language, bytes, options = {}) => {
    const protocol = target.kind === 'tcp' ? statusProtocol(language) : undefined
    const key = `${language} ${formatTarget(target)}`
    if (protocol === undefined || now() < (silent.get(key) ?? 0)) return await send(target, bytes, options)
    return await send(target, bytes, { ...options, status: protocol, answerMs, onSilent: () => silent.set(key, now() + ASK_AGAIN_MS) })
  }
}
