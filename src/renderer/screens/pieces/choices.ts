import type { PieceCounts, PieceFilter } from '../../../shared/contract/pieces.ts'
import { CARRIERS } from '../../../shared/mail/carriers.ts'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import { stateWords } from '../../ui/words.ts'

export interface Choice { value: string; label: string }

/** A carrier as people say it. */
export function carrierWord(carrier: string): string {
  return CARRIERS.find((one) => one.id === carrier)?.name ?? carrier
}

/** The choices of one field with their counts, "any" first. What is chosen stays a choice when nothing is left of it. */
export function facetChoices(any: string, facet: PieceCounts['states'] | undefined, chosen: readonly string[] | undefined, word: (value: string) => string): Choice[] {
  const listed = (facet ?? []).filter((one) => one.value !== '')
  const absent = (chosen ?? []).filter((value) => !listed.some((one) => one.value === value))
  return [
    { value: '', label: any },
    ...(chosen && chosen.length > 1 ? [{ value: chosen.join(' '), label: chosen.map(word).join(', ') }] : []),
    ...listed.map((one) => ({ value: one.value, label: `${word(one.value)} (${number(one.count)})` })),
    ...absent.map((value) => ({ value, label: word(value) })),
  ]
}

export const stateChoice = (state: string): string => stateWords(state).word

export const AGES: readonly Choice[] = [{ value: '', label: t('pieces.choices.any') }, ...[1, 2, 3, 5, 7, 14, 30].map((days) => ({ value: String(days), label: t('pieces.choices.daysValueOrMore', { days, value: days === 1 ? t('common.day2') : t('common.days2') }) }))]

/** What somebody has to do about a piece, as one choice. */
export const TODO: readonly Choice[] = [
  { value: '', label: t('pieces.choices.anything') }, { value: 'questions', label: t('pieces.choices.aQuestionIsOpen') }, { value: 'none', label: t('pieces.choices.forNobodyYet') }, { value: 'several', label: t('pieces.choices.severalOfTheName') }, { value: 'unknown', label: t('pieces.choices.nameNotKnown') },
]

export function todoOf(filter: PieceFilter): string {
  if (filter.questions === true) return 'questions'
  const only = filter.assignment?.length === 1 ? filter.assignment[0] : undefined
  return only === 'none' || only === 'several' || only === 'unknown' ? only : ''
}

/** What a choice of {@link TODO} narrows a filter to. */
export function todoPatch(value: string | null): Pick<PieceFilter, 'questions' | 'assignment'> {
  if (value === 'questions') return { questions: true }
  return value === 'none' || value === 'several' || value === 'unknown' ? { assignment: [value] } : {}
}
