import { useState, type FormEvent, type ReactNode } from 'react'
import type { VerifyReport } from '../../../shared/contract/office.ts'
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
  const [against, setAgainst] = useState('')
  const work = useLongWork<VerifyReport>((signal) => client.office.verify(against.trim() ? { against: against.trim().toLowerCase().replace(/\s/g, '') } : {}, { signal }), 'Check of the log')
  useKeys([{ key: 'Esc', label: 'Stop the check', when: work.running, run: work.cancel }])
  return (
    <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); if (!work.running) work.start() }}>
      <h2>Check the log</h2>
      <p>Every entry carries the hash of the one before it. The check reads them all, and that the lists follow from them.</p>
      <TextField label="Anchor" hint="the hash on a signed daily log or a backup, if you have one" value={against} onChange={(event) => { setAgainst(event.currentTarget.value) }} help="With an anchor, the check also finds a log that was cut short or rewritten up to it." className={css.anchor} />
      {work.progress && <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} meanwhile="Scanning goes on." onCancel={work.cancel} />}
      {work.problem && <ProblemMessage problem={work.problem} title="The check did not finish." />}
      {work.report && <VerifyResult report={work.report} />}
      <div><Button kind="primary" icon="shield" submit disabled={work.running}>Check now</Button></div>
    </form>
  )
}

function VerifyResult({ report }: { report: VerifyReport }): ReactNode {
  const sum = `${count(report.events, 'entry', 'entries')}, ${count(report.pieces, 'piece')}, ${count(report.files, 'file')}, in ${report.seconds.toFixed(1)} s`
  if (report.ok) {
    return (
      <Message tone="done" icon="shield" title={`Chain verified${report.head ? ` to entry ${report.head.sequence.toLocaleString('en-US')}` : ''}.`}>
        {sum}.{report.anchor ? ` The anchor is entry ${report.anchor.sequence}.` : ''}{report.head ? ` Head: ${report.head.hash}` : ''}
      </Message>
    )
  }
  return (
    <>
      <Message tone="stop" title={`${count(report.problems.length, 'problem')} found.`}>{sum}. Keep this computer as it is, make no repairs, and call whoever keeps your records.</Message>
      <ul className={css.rows}>{report.problems.slice(0, 100).map((problem, i) => <li key={i}><b>{problem.part}</b><span>{problem.message}</span><em>{problem.sequence === null ? '' : `entry ${problem.sequence}`}</em></li>)}</ul>
    </>
  )
}
