import { t } from '../../catalogue/index.ts'
import type { ImportField, PersonRow } from '../../../shared/contract/directory.ts'
import { createKeptStore } from '../../app/kept.ts'
import { shortDay } from '../../ui/words.ts'

/** The person whose card the directory shows; set from elsewhere before going there. */
export const shownPerson = createKeptStore<string | null>('directory.person', null)

/** What the directory's search field holds; set from elsewhere before going there. */
export const directoryText = createKeptStore('directory.text', '')

/** "Nov 23 to Dec 1", "from Nov 23", "always". */
export function spanWords(from: string | null, until: string | null): string {
  if (from === null) return until === null ? 'always' : t('directory.words.untilUntil', { until: shortDay(until) })
  if (from === until) return shortDay(from)
  return until === null ? t('directory.words.fromFrom', { from: shortDay(from) }) : t('directory.words.fromToUntil', { from: shortDay(from), until: shortDay(until) })
}

/** Whether a person is here: "Here", "Away until Dec 1", "Left on Nov 3". */
export function presence(person: Pick<PersonRow, 'active' | 'leftOn' | 'away' | 'awayUntil'>): string {
  if (!person.active) return person.leftOn ? t('directory.words.leftOnLefton', { leftOn: shortDay(person.leftOn) }) : t('directory.words.hasLeft')
  if (person.away) return person.awayUntil ? t('directory.words.awayUntilAwayuntil', { awayUntil: shortDay(person.awayUntil) }) : t('common.away')
  return t('common.here2')
}

/** What a column of an import, or a field of a person, is called. */
export const FIELD_WORDS: Record<ImportField, string> = {
  employeeId: t('common.employeeNumber'), given: t('directory.words.firstName'), family: t('directory.words.lastName'), name: t('directory.words.wholeName'), email: 'E-mail', phone: t('common.phone'), department: t('common.department'), departmentCode: t('directory.words.departmentCode'),
  mailStop: t('common.mailStop'), building: t('common.building'), floor: t('common.floor'), location: t('common.location'), aliases: t('common.otherNames'), badge: t('common.badge'), forwarding: t('common.forwarding'), notice: t('directory.words.notice'), note: t('common.note'), status: t('directory.words.hereOrLeft'), leftOn: t('directory.words.leftOn'),
}

export const NOTICE_WORDS = { office: t('directory.words.asTheOfficeDoes'), email: 'E-mail', slip: t('directory.words.slip'), none: t('common.none2') } as const
