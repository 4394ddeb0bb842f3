import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import type { ToldEvent, TrackedPiece } from '../../../shared/contract/tracking.ts'
import { useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { station, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/drawings.tsx'
import { PaneHead, Tag } from '../../ui/parts.tsx'
import { shortDay, when } from '../../ui/words.ts'
import { EVIDENCE_WORDS } from '../certified/words.ts'
import { AddNews, PhoneApp, RawForm, Say } from './dialogs.tsx'
import { pasteKey, usePasted } from './pasted.ts'
import { TakeIn } from './take-in.tsx'
import { markOf, plainDays, SOURCE, standing, whenAndWhere } from './words.ts'
import css from './tracking.module.css'

/** What was said about a piece, newest first; each line says who told it and when, and opens the form in which it came. */
export function Events({ events, words, mailing }: { events: readonly ToldEvent[]; words: TrackedPiece['words']; mailing: TrackedPiece['mailing'] }): ReactNode {
  const zone = useZone()
  const [raw, setRaw] = useOpen<{ device: string; sequence: number } | null>('whereabouts.raw', null)
  return (
    <>
      <ol className={css.ev} aria-label={t('tracking.whereabouts.whatWasSaidNewestFirst')}>
        {words.toReversed().map((word) => <li key={`word${word.at}${word.says}`}><Mark name="held" /><div><b>{t('tracking.whereabouts.bySaid', { by: word.by })} {word.says.replaceAll('-', ' ')}</b><span>{word.reason}{word.evidence !== '' && `. ${word.evidence}`}</span><span>{when(word.at, zone)}</span></div></li>)}
        {events.map((event, i) => (
          <li key={`${event.code ?? ''}${event.local ?? ''}${i}`}>
            <Mark name={markOf(event)} />
            <div>
              {event.meaning === 'unknown' ? `"${event.text === '' ? (event.code ?? '') : event.text}"` : event.text}{event.name !== '' && t('tracking.whereabouts.signedName', { name: event.name })}{event.code !== null && <span className={css.from}>{t('tracking.whereabouts.codeCode', { code: event.code })}</span>}
              <span>{whenAndWhere(event, zone)}</span>
              <span className={css.from}>{event.sources.map((one) => <button key={`${one.source}${one.sequence}`} type="button" title={t('tracking.whereabouts.toldToldLearnedatKeptByBy', { told: one.told, learnedAt: when(one.learnedAt, zone), by: one.by })} onClick={() => { setRaw(one) }}>{SOURCE[one.source]}, {when(one.learnedAt, zone)}</button>)}</span>
            </div>
          </li>
        ))}
        {mailing && <li><Mark name="accepted" /><div>{t('tracking.whereabouts.accepted')} {EVIDENCE_WORDS[mailing.evidence].toLowerCase().replace('ps ', 'PS ')}<span>{[shortDay(mailing.day), mailing.postOffice].filter(Boolean).join(', ')}</span><span className={css.from}>{t('tracking.whereabouts.ourRecordOfTheAcceptance')}</span></div></li>}
        {events.length === 0 && words.length === 0 && mailing === null && <li><Mark name="label" /><div>{t('tracking.whereabouts.nothingHasBeenHeardOfIt')}<span>{t('tracking.whereabouts.addTheFirstNewsBelow')}</span></div></li>}
      </ol>
      {raw && <RawForm device={raw.device} sequence={raw.sequence} onClose={() => { setRaw(null) }} />}
    </>
  )
}

type Open = 'type' | 'phone' | 'paste' | 'qr' | 'say' | { text: string } | null

/** Where a piece is with its carrier, on the page of the piece or letter: status, why, what was said, and the ways to add news. */
export function Whereabouts({ piece }: { piece: PieceRow }): ReactNode {
  const query = useQuery(station.tracking.of.queryOptions({ input: { piece: piece.id } }))
  const [open, setOpen] = useOpen<Open>(`whereabouts.${piece.id}`, null)
  const tracked = query.data
  const named = { piece: piece.id, grouped: piece.grouped, carrier: piece.carrier, name: piece.recipient?.name ?? '' }
  const active = piece.voided === null && piece.number !== ''
  const shown = active && query.data !== undefined && !(piece.direction === 'inbound' && tracked === null && piece.carrier === 'unknown')
  // P and B of a piece that came in are about its custody.
  const letter = piece.direction === 'outbound'
  usePasted(shown && open === null, (text) => { setOpen({ text }) })
  useKeys(open === null && shown ? [
    { key: 'N', label: t('tracking.whereabouts.addNews'), run: () => { setOpen('type') } },
    { key: 'P', label: t('tracking.tracking.byTelephone'), when: letter, strip: false, run: () => { setOpen('phone') } },
    pasteKey(() => { setOpen('paste') }),
    { key: 'Q', label: t('common.phoneApp'), strip: false, run: () => { setOpen('qr') } },
    { key: 'B', label: t('tracking.tracking.sayWhatBecameOfIt'), when: letter && tracked !== null, strip: false, run: () => { setOpen('say') } },
  ] : [])
  if (!shown) return null
  const now = tracked ? standing(tracked.row) : null
  const close = (): void => { setOpen(null) }
  return (
    <section id="with-the-carrier" tabIndex={-1} className={css.where} aria-label={t('tracking.whereabouts.whereItIsWithTheCarrier')}>
      <PaneHead title={t('tracking.whereabouts.withTheCarrier')} after={tracked?.row.lastDay ? t('tracking.whereabouts.lastSeenLastday', { lastDay: shortDay(tracked.row.lastDay) }) : ''} />
      {tracked && now && <p className={css.why}><Tag tone={now.tone} mark={now.mark}>{now.word}</Tag> {tracked.row.status !== 'no-news' && plainDays(tracked.row.reason)}</p>}
      {tracked && <Events events={tracked.events} words={tracked.words} mailing={tracked.mailing} />}
      <div className={css.ways}>
        <Button small icon="keyboard" keys="N" onClick={() => { setOpen('type') }}>{t('tracking.whereabouts.addNews')}</Button>
        <Button small icon="phone" {...(letter ? { keys: 'P' } : {})} onClick={() => { setOpen('phone') }}>{t('common.telephone')}</Button>
        <Button small icon="note" keys="Ctrl V" onClick={() => { setOpen('paste') }}>{t('tracking.pasted.pastePage')}</Button>
        <Button small icon="qr" keys="Q" onClick={() => { setOpen('qr') }}>{t('common.phoneApp')}</Button>
        {tracked && <Button small icon="check" {...(letter ? { keys: 'B' } : {})} onClick={() => { setOpen('say') }}>{t('tracking.whereabouts.sayTheOutcome')}</Button>}
      </div>
      {(open === 'type' || open === 'phone') && <AddNews piece={named} phone={open === 'phone'} onClose={close} />}
      {(open === 'paste' || (open !== null && typeof open === 'object')) && <TakeIn given={{ piece: piece.id, ...(open === 'paste' ? {} : { text: open.text }) }} onClose={close} />}
      {open === 'qr' && <PhoneApp piece={named} onClose={close} />}
      {open === 'say' && <Say piece={named} first="delivered-to-addressee" byPerson={tracked?.row.byPerson ?? false} onClose={close} />}
    </section>
  )
}
