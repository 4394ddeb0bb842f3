import { t } from '../../catalogue/index.ts'
import type { Message, MessageKind, OutboxFilter } from '../../../shared/contract/notify.ts'
import type { IconName, Tone } from '../../ui/drawings.tsx'

export const KIND_WORDS: Record<MessageKind, string> = { arrival: t('notify.words.mailArrived'), reminder: t('notify.words.reminder'), escalation: t('notify.words.toTheDepartment'), receipt: t('common.receipt'), test: t('notify.words.testMessage') }
export const FILTER_WORDS: Record<OutboxFilter, string> = { waiting: t('common.waiting'), person: t('notify.words.needsAPerson'), sent: t('notify.words.sent'), failed: t('notify.words.failed') }
export const FILTERS: readonly OutboxFilter[] = ['waiting', 'person', 'sent', 'failed']

/** What became of a message, as the list says it. */
export function messageWords(message: Message): { word: string; icon: IconName; tone: Tone } {
  switch (message.state) {
    case 'queued':
      return { word: message.attempts === 0 ? t('common.waiting') : t('notify.words.waitingWillBeTriedAgain'), icon: 'clock', tone: 'move' }
    case 'sending':
      return { word: t('notify.words.sending'), icon: 'outbox', tone: 'move' }
    case 'sent':
      return { word: t('notify.words.sent'), icon: 'check', tone: 'done' }
    case 'failed':
      return { word: t('common.refused'), icon: 'stop', tone: 'stop' }
    case 'no-address':
      return { word: t('notify.words.cannotBeTold'), icon: 'warn', tone: 'act' }
    case 'dropped':
      return { word: t('notify.words.dropped'), icon: 'x', tone: 'idle' }
    case 'unknown':
    default:
      return { word: t('notify.words.didItArrive'), icon: 'warn', tone: 'act' }
  }
}

/** What may be done with a message in its state. */
export function mayDo(message: Message | null): { decide: boolean; retry: boolean; drop: boolean } {
  const state = message?.state
  return { decide: state === 'unknown', retry: state === 'queued' || state === 'failed' || state === 'no-address', drop: state === 'queued' || state === 'failed' || state === 'no-address' || state === 'unknown' }
}
