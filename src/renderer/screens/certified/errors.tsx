import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { Button } from '../../ui/button.tsx'
import type { LetterDraft } from './draft.ts'
import type { Looked } from './number-plate.tsx'

interface Ways { code: string; looked: Looked | null; change: (change: Partial<LetterDraft>) => void; again: () => void; open: (letter: string) => void }

/** What can be done about a refusal of a letter, besides changing what was typed. */
export function WayOut({ code, looked, change, again, open }: Ways): ReactNode {
  if (code === 'check-digit') return <Button small onClick={() => { change({ checkDigitWord: t('common.asPrinted') }); again() }}>{t('certified.errors.itIsAsPrintedLogIt')}</Button>
  if (code === 'not-certified') return <Button small onClick={() => { change({ notCertified: true }); again() }}>{t('certified.errors.logItAllTheSame')}</Button>
  if (code === 'contradicts' && looked?.says) {
    const { mailClass, services, words } = looked.says
    return <Button small onClick={() => { change({ mailClass, services }); again() }}>{t('certified.errors.useWhatTheNumberSaysWords', { words })}</Button>
  }
  if (code === 'used' && looked?.usedBy) {
    const { id } = looked.usedBy
    return <Button small onClick={() => { open(id) }}>{t('certified.errors.openThatLetter')}</Button>
  }
  if (code === 'green-card' && looked) return <Button small onClick={() => { change({ card: looked.number, number: '' }) }}>{t('certified.errors.itIsTheGreenCardOf')}</Button>
  return null
}
