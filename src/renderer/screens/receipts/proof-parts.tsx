import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ProofPart, ProofStep } from '../../../shared/contract/proof.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon, type IconName } from '../../ui/drawings.tsx'
import { HiddenText, Loading, PaneHead, ProblemMessage } from '../../ui/parts.tsx'
import { openKept } from '../certified/open-kept.ts'
import css from './receipts.module.css'

const ICONS: Record<ProofPart['state'], IconName> = { there: 'check', part: 'warn', missing: 'minus' }
const WORDS: Record<ProofPart['state'], string> = { there: t('receipts.proofParts.there'), part: t('receipts.proofParts.inPart'), missing: t('receipts.proofParts.missing') }

/** What proves a letter, part by part: what is there opens, what is missing says what to do. The digit in front of a part does its first act. */
export function ProofParts({ letter, keyed, mayStep, onStep }: { letter: string; keyed: boolean; mayStep: (to: ProofStep) => boolean; onStep: (to: ProofStep) => void }): ReactNode {
  const query = useQuery(station.proof.parts.queryOptions({ input: { letter } }))
  const show = useMutation({ mutationFn: openKept })
  const parts = query.data ?? []
  const stepOf = (part: ProofPart): ProofPart['step'] => (part.step && mayStep(part.step.to) ? part.step : null)
  const act = (part: ProofPart): void => {
    const step = stepOf(part)
    const [file] = part.files
    if (part.state !== 'missing' && file) show.mutate(file.file)
    else if (step) onStep(step.to)
  }
  const acting = parts.filter((part) => part.files.length > 0 || stepOf(part) !== null)
  useKeys(keyed ? acting.slice(0, 9).map((part, i) => ({ key: String(i + 1), label: part.files.length > 0 && part.state !== 'missing' ? t('receipts.proofParts.openName', { name: part.name }) : (stepOf(part)?.words ?? part.name), strip: false, run: () => { act(part) } })) : [])
  const there = parts.filter(({ state }) => state === 'there').length
  return (
    <section aria-label={t('receipts.proofParts.whatProvesIt')}>
      <PaneHead title={t('receipts.proofParts.whatProvesIt')} after={query.data ? t('receipts.proofParts.thereOfParts', { there, parts: parts.length }) : undefined} />
      {query.error && <div className={css.pad}><ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} /></div>}
      {show.error && <div className={css.pad}><ProblemMessage title={t('receipts.proofParts.theFileCannotBeOpened')} problem={problemOf(show.error)} /></div>}
      {query.isPending && <Loading rows={4} label={t('receipts.proofParts.readingWhatProvesIt')} />}
      <ul className={css.parts}>
        {parts.map((part) => {
          const at = acting.indexOf(part)
          const key = at >= 0 && at < 9 && keyed ? { keys: String(at + 1) } : {}
          const step = stepOf(part)
          const opens = part.state !== 'missing' && part.files.length > 0
          return (
            <li key={part.part} data-state={part.state}>
              <Icon name={ICONS[part.state]} />
              <div>
                <b>{part.name}</b><span className={css.partWords}>{part.words}</span>
                {(part.files.length > 0 || step) && (
                  <div className={css.acts}>
                    {part.files.map((file, i) => <Button key={file.file} small icon="file" {...(opens && i === 0 ? key : {})} onClick={() => { show.mutate(file.file) }}>{part.files.length > 1 ? t('receipts.proofParts.openValue', { value: i + 1 }) : t('common.open')}<HiddenText> {file.name}</HiddenText></Button>)}
                    {step && <Button small {...(opens ? {} : key)} onClick={() => { onStep(step.to) }}>{step.words}</Button>}
                  </div>
                )}
              </div>
              <span className={css.partState}>{WORDS[part.state]}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
