import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { TrackedRow } from '../../../shared/contract/tracking.ts'
import { STEP_WORDS } from '../../../shared/mail/tracking-standing.ts'
import { problemOf } from '../../app/problem.ts'
import { station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { splitNumber } from '../../ui/num.tsx'
import { Loading, PaneActs, ProblemMessage, Tag } from '../../ui/parts.tsx'
import { shortDay, when } from '../../ui/words.ts'
import type { TaskWay } from './dialogs.tsx'
import type { Given } from './take-in.tsx'
import { Events } from './whereabouts.tsx'
import { dueWords, plainDays, sentence, standing } from './words.ts'
import css from './tracking.module.css'

type Ask = { kind: 'type' | 'phone' | 'qr' | 'say' } | { kind: 'take'; given: Given } | { kind: 'task'; way: TaskWay }

/** What is known of the selected piece, what to do about it, and every way to add news. */
export function Side({ row, today, place, of, onStep, onAsk, onOpen, onPage }: { row: TrackedRow; today: string; place: number; of: number; onStep: () => void; onAsk: (ask: Ask) => void; onOpen: () => void; onPage: () => void }): ReactNode {
  const zone = useZone()
  const query = useQuery(station.tracking.of.queryOptions({ input: { piece: row.piece } }))
  const now = standing(row)
  const { head, tail } = splitNumber(row.grouped)
  const item = row.attention[0]
  return (
    <>
      <div className={css.hd}>
        <div><Tag tone={now.tone} mark={now.mark}>{now.word}</Tag>{item && place <= of && <span className={css.d}>{t('tracking.side.placeOfOf', { place, of })}</span>}</div>
        <p className={css.digits}>{row.grouped === '' ? <b>{t('common.noNumberYet')}</b> : <>{head && <span>{head}</span>}<b>{tail}</b></>}</p>
        <p><b>{row.name || t('common.nobodyNamed')}</b>{row.department !== '' && `, ${row.department}`}<span className={css.d}>{[row.matter, row.service].filter(Boolean).join(' \u00b7 ')}</span></p>
      </div>
      {item ? (
        <div className={css.now}>
          <p className={css.big}><b>{dueWords(item.due, today).words}</b>: {item.title}</p>
          <p>{sentence(plainDays(item.because))}{item.kind === 'waiting' && `, ${shortDay(item.due)}`}{item.assigned && t('tracking.side.nameLooksAfterIt', { name: item.assigned.name })}.</p>
          <PaneActs>
            <Button kind="primary" keys="Enter" onClick={onStep}>{STEP_WORDS[item.step]}</Button>
            <Button keys="T" onClick={() => { onAsk({ kind: 'task', way: 'done' }) }}>{t('common.done')}</Button>
            <Button keys="F6" onClick={() => { onAsk({ kind: 'task', way: 'snooze' }) }}>{t('common.putAside')}</Button>
            <Button keys="G" onClick={() => { onAsk({ kind: 'task', way: 'assign' }) }}>{t('tracking.side.giveTo')}</Button>
          </PaneActs>
          {row.attention.length > 1 && <p>{t('tracking.side.alsoJoin', { join: row.attention.slice(1).map((one) => one.title.toLowerCase()).join('; ') })}</p>}
        </div>
      ) : null}
      <p className={css.why}>{row.nextAsk === null ? t('tracking.side.uspsIsNotAskedAboutIt') : t('tracking.side.uspsIsAskedAboutItNextask', { nextAsk: when(row.nextAsk, zone) })}</p>
      {row.problem && <p className={css.why}>{row.problem.message} ({when(row.problem.at, zone)})</p>}
      <p className={css.why}>{plainDays(row.reason)}</p>
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {query.data ? <Events events={query.data.events} words={query.data.words} mailing={query.data.mailing} /> : <Loading rows={3} />}
      <div className={css.add}>
        <b>{t('tracking.side.addNews')}</b>
        <div className={css.four}>
          <Button small icon="keyboard" keys="N" onClick={() => { onAsk({ kind: 'type' }) }}>{t('tracking.side.typeIt')}</Button>
          <Button small icon="phone" keys="P" onClick={() => { onAsk({ kind: 'phone' }) }}>{t('common.telephone')}</Button>
          <Button small icon="note" keys="Ctrl V" onClick={() => { onAsk({ kind: 'take', given: { piece: row.piece } }) }}>{t('tracking.pasted.pastePage')}</Button>
          <Button small icon="file" keys="Ctrl I" onClick={() => { onAsk({ kind: 'take', given: {} }) }}>{t('tracking.side.fromAFile')}</Button>
          {query.data?.page && <Button small icon="external" keys="W" onClick={onPage}>{row.carrier === 'usps' ? t('tracking.side.uspscom') : t('tracking.side.carriernamePage', { carrierName: row.carrierName })}</Button>}
          <Button small icon="qr" keys="Q" onClick={() => { onAsk({ kind: 'qr' }) }}>{t('common.phoneApp')}</Button>
          <Button small icon="copy" keys="C" onClick={() => { void navigator.clipboard.writeText(row.number) }}>{t('tracking.side.copyNumber')}</Button>
          <Button small icon="check" keys="B" onClick={() => { onAsk({ kind: 'say' }) }}>{t('tracking.side.sayTheOutcome')}</Button>
          <Button small icon="letters" keys="O" onClick={onOpen}>{t('common.openThePiece')}</Button>
        </div>
      </div>
    </>
  )
}
