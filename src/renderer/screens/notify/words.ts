import type { Message, MessageKind, OutboxFilter } from '../../../shared/contract/notify.ts'
import type { IconName, Tone } from '../../ui/drawings.tsx'

export const KIND_WORDS: Record<MessageKind, string> = { arrival: 'Mail arrived', reminder: 'Reminder', escalation: 'To the department', receipt: 'Receipt', test: 'Test message' }
export const FILTER_WORDS: Record<OutboxFilter, string> = { waiting: 'Waiting', person: 'Needs a person', sent: 'Sent', failed: 'Failed' }
export const FILTERS: readonly OutboxFilter[] = ['waiting', 'person', 'sent', 'failed']

/** What became of a message, as the list says it. */
export function messageWords(message: Message): { word: string; icon: IconName; tone: Tone } {
  switch (message.state) {
    case 'queued':
      return { word: message.attempts === 0 ? 'Waiting' : 'Waiting, will be tried again', icon: 'clock', tone: 'move' }
    case 'sending':
      return { word: 'Sending', icon: 'outbox', tone: 'move' }
    case 'sent':
      return { word: 'Sent', icon: 'check', tone: 'done' }
    case 'failed':
      return { word: 'Refused', icon: 'stop', tone: 'stop' }
    case 'no-address':
      return { word: 'Cannot be told', icon: 'warn', tone: 'act' }
    case 'dropped':
      return { word: 'Dropped', icon: 'x', tone: 'idle' }
    case 'unknown':
    default:
      return { word: 'Did it arrive?', icon: 'warn', tone: 'act' }
  }
}

/** What may be done with a message in its state. */
export function mayDo(message: Message | null): { decide: boolean; retry: boolean; drop: boolean } {
  const state = message?.state
  return { decide: state === 'unknown', retry: state === 'queued' || state === 'failed' || state === 'no-address', drop: state === 'queued' || state === 'failed' || state === 'no-address' || state === 'unknown' }
}
