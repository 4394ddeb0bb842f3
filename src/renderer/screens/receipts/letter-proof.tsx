import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { LetterRow } from '../../../shared/contract/letters.ts'
import type { ProofStep } from '../../../shared/contract/proof.ts'
import { keep } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { inHand } from './in-hand.ts'
import { ProofPart } from './proof-part.tsx'
import { ProofParts } from './proof-parts.tsx'
import css from './receipts.module.css'

/** What the page of the letter does itself about a part of its proof. */
export type OwnStep = Exclude<ProofStep, 'book' | 'scan-sheet' | 'tracking' | 'receipts'>

/** On a letter's page: what proves it and what is missing, the way to its receipts and its return, and the proof package. */
export function LetterProof({ letter, keyed, packs, mayStep, onStep }: { letter: LetterRow; keyed: boolean; packs: boolean; mayStep: (to: OwnStep) => boolean; onStep: (to: OwnStep) => void }): ReactNode {
  const navigate = useNavigate()
  const data = useQuery(station.receipts.of.queryOptions({ input: { letter: letter.id } })).data
  const open = (): void => {
    inHand.set({ letter: letter.id, number: '' })
    keep('receipts.state', 'expected')
    void navigate({ to: '/receipts' })
  }
  const handed = letter.state === 'presented' || letter.state === 'accepted'
  const step = (to: ProofStep): void => {
    if (to === 'receipts') open()
    else if (to === 'book' || to === 'scan-sheet') {
      keep('books.which', 'all')
      keep('books.selected', letter.book?.id ?? null)
      void navigate({ to: '/books' })
    } else if (to === 'tracking') document.querySelector<HTMLElement>('#with-the-carrier')?.focus()
    else onStep(to)
  }
  useKeys(keyed ? [{ key: 'R', label: t('receipts.letterProof.receiptsAndReturn'), strip: false, when: handed, run: open }] : [])
  return (
    <>
      <ProofParts letter={letter.id} keyed={keyed} mayStep={(to) => (to === 'receipts' ? handed : to === 'tracking' ? letter.voided === null && letter.number !== '' : to === 'book' || to === 'scan-sheet' ? letter.book !== null : mayStep(to))} onStep={step} />
      {handed && <div className={css.stack}><Button icon="card" keys="R" onClick={open}>{data?.receipts.length ? t('receipts.letterProof.receiveSignerReturn') : t('receipts.letterProof.theLetterCameBack')}</Button></div>}
      <ProofPart of={{ letter: letter.id }} matter={letter.matter} keyed={packs} />
    </>
  )
}
