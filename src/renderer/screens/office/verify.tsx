import { type FormEvent, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { VerifyReport } from '../../../shared/contract/office.ts'
import { useHeld } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork } from '../../app/long-work.ts'
import { client } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Message, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import css from './settings.module.css'

/** Checks that nothing in the log was changed. */
export function Verify(): ReactNode {
  const [against, setAgainst] = useHeld('verify.against', '')
  const work = useLongWork<VerifyReport>((signal) => client.office.verify(against.trim() ? { against: against.trim().toLowerCase().replace(/\s/g, '') } : {}, { signal }), t('office.verify.checkOfTheLog'))
  useKeys([{ key: 'Esc', label: t('office.verify.stopTheCheck'), when: work.running, run: work.cancel }])
  return (
    <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); if (!work.running) work.start() }}>
      <h2>{t('office.verify.checkTheLog')}</h2>
      <p>{t('office.verify.everyEntryCarriesTheHashOf')}</p>
      <TextField label={t('office.verify.anchor')} hint={t('office.verify.theHashOnASignedDaily')} value={against} onChange={(event) => { setAgainst(event.currentTarget.value) }} help={t('office.verify.withAnAnchorTheCheckAlso')} className={css.anchor} />
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile={t('common.scanningGoesOn')} onCancel={work.cancel} />}
      {work.problem && <ProblemMessage problem={work.problem} title={t('office.verify.theCheckDidNotFinish')} />}
      {work.report && <VerifyResult report={work.report} />}
      <div><Button kind="primary" icon="shield" submit keys="Enter" disabled={work.running}>{t('office.verify.checkNow')}</Button></div>
    </form>
  )
}

function VerifyResult({ report }: { report: VerifyReport }): ReactNode {
  const sum = t('office.verify.eventsPiecesFilesInTofixedS', { events: count(report.events, t('common.entry'), t('common.entries')), pieces: count(report.pieces, t('common.piece')), files: count(report.files, t('common.file')), toFixed: report.seconds.toFixed(1) })
  if (report.ok) {
    return (
      <Message tone="done" icon="shield" title={t('office.verify.chainVerifiedValue', { value: report.head ? t('office.verify.toEntrySequence', { sequence: number(report.head.sequence) }) : '' })}>
        {sum}.{report.anchor ? t('office.verify.theAnchorIsEntrySequence', { sequence: report.anchor.sequence }) : ''}{report.head ? t('office.verify.headHash', { hash: report.head.hash }) : ''}
      </Message>
    )
  }
  return (
    <>
      <Message tone="stop" title={t('office.verify.lengthFound', { length: count(report.problems.length, t('office.verify.problem')) })}>{t('office.verify.sumKeepThisComputerAsIt', { sum })}</Message>
      <ul className={css.rows}>{report.problems.slice(0, 100).map((problem, i) => <li key={i}><b>{problem.part}</b><span>{problem.message}</span><em>{problem.sequence === null ? '' : t('office.verify.entrySequence', { sequence: problem.sequence })}</em></li>)}</ul>
    </>
  )
}
