import { number } from '../../shared/words.ts'
import type { Invocation } from './command.ts'

/** Follows a stream of progress; answers the report at its end. Progress goes to standard error when a person watches. */
export async function followed<T>(call: Invocation, stream: AsyncIterable<{ progress: { step: string; done: number; of: number } } | { report: T }>): Promise<T> {
  const watched = process.stderr.isTTY && !call.json
  for await (const message of stream) {
    if ('report' in message) return message.report
    if (watched) process.stderr.write(`\r${message.progress.step}: ${number(message.progress.done)} of ${number(message.progress.of)}\u001B[K`)
  }
  throw new Error('It ended without a report.')
}
