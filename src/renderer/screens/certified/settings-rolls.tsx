import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import { useHeld } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { client, queries, station, useZone } from '../../app/station.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Num } from '../../ui/num.tsx'
import { Empty, Loading, Message, ProblemMessage, Segments, Tag } from '../../ui/parts.tsx'
import { count, date } from '../../ui/words.ts'
import css from './settings.module.css'

const refresh = (): Promise<unknown> => queries.invalidateQueries({ queryKey: station.certified.key() })
type Way = 'add' | 'spoiled'
const WAYS = [{ value: 'add', label: t('certified.settingsRolls.addARoll') }, { value: 'spoiled', label: t('certified.settingsRolls.aSpoiledLabel') }] as const

/** Rolls of pre-printed labels: how many are used, voided and left, and what was spoiled. */
export function RollSettings(): ReactNode {
  const zone = useZone()
  const query = useQuery(station.certified.rolls.queryOptions())
  const retire = useMutation({ mutationFn: (id: string) => client.certified.retireRoll({ id }), onSuccess: refresh })
  const [way, setWay] = useHeld<Way>('rolls.way', 'add')
  useKeys([{ key: 'F3', label: way === 'add' ? t('certified.settingsRolls.aSpoiledLabel') : t('certified.settingsRolls.addARoll'), run: () => { setWay(way === 'add' ? 'spoiled' : 'add') } }])
  const rows = query.data ?? []
  const low = rows.filter((row) => row.low)
  return (
    <>
      <h2>{t('common.labelRolls')} {query.data && <span>{t('certified.settingsRolls.lengthInUse', { length: count(rows.filter((row) => !row.retired).length, t('certified.settingsRolls.roll')) })}</span>}</h2>
      <p>{t('certified.settingsRolls.rollsAndBoxesOfLabelsThat')}</p>
      {low.map((row) => <Message key={row.id} tone="act" title={t('certified.settingsRolls.nameLeftLeft', { name: row.name, left: count(row.left, t('certified.settingsRolls.label')) })}>{t('certified.settingsRolls.orderTheNextRollFromUsps')}</Message>)}
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {retire.error && <ProblemMessage problem={problemOf(retire.error)} title={t('common.thisWasNotSaved')} />}
      {query.isPending ? <Loading rows={3} label={t('certified.settingsRolls.readingTheRolls')} /> : rows.length === 0 ? !query.error && <Empty icon="tag" title={t('certified.settingsRolls.noRollYet')}>{t('certified.settingsRolls.scanTheFirstAndTheLast')}</Empty> : (
        <div className={css.scroll} tabIndex={0} role="group" aria-label={t('certified.settingsRolls.rolls')}>
          <table className={css.table}>
            <thead><tr><th scope="col">{t('certified.settingsRolls.roll2')}</th><th scope="col">{t('certified.settingsRolls.fromAndTo')}</th><th scope="col" className={css.right}>{t('certified.settingsRolls.used')}</th><th scope="col" className={css.right}>{t('common.voided')}</th><th scope="col" className={css.right}>{t('certified.settingsRolls.left')}</th><th scope="col"><span className={css.hidden}>{t('certified.settingsRolls.do')}</span></th></tr></thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">{row.name} {row.retired ? <Tag small>{t('certified.settingsRolls.retired')}</Tag> : row.low && <Tag tone="act" small>{t('certified.settingsRolls.low')}</Tag>}<small>{date(row.addedAt, zone)}, {row.addedBy}</small></th>
                  <td className={css.numbers}><Num grouped={row.firstGrouped} /><Num grouped={row.lastGrouped} /></td>
                  <td className={css.right}>{number(row.used)}</td><td className={css.right}>{number(row.voided)}</td><td className={css.right}>{number(row.left)}</td>
                  <td>{!row.retired && <Button small aria-label={t('certified.settingsRolls.retireName', { name: row.name })} onClick={() => { retire.mutate(row.id) }}>{t('certified.settingsRolls.retire')}</Button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className={css.acts}><Segments label={t('certified.settingsRolls.whatToDoWithLabels')} value={way} options={WAYS} onChange={setWay} /></div>
      {way === 'add' ? <AddRoll /> : <Spoiled />}
    </>
  )
}

function AddRoll(): ReactNode {
  const [name, setName] = useHeld('rolls.name', '')
  const [first, setFirst] = useHeld('rolls.first', '')
  const [last, setLast] = useHeld('rolls.last', '')
  const [tried, setTried] = useState(false)
  const run = useMutation({
    mutationFn: () => client.certified.addRoll({ name, first, last }),
    onSuccess: async () => {
      setName(''); setFirst(''); setLast(''); setTried(false)
      await refresh()
    },
  })
  useScanHint(first === '' ? t('certified.settingsRolls.scanTheFirstLabelOfThe') : t('certified.settingsRolls.scanTheLastLabelOfThe'))
  useScanTaker((text) => {
    if (first === '') setFirst(text)
    else setLast(text)
    play('right')
  })
  const send = (): void => {
    setTried(true)
    if (name.trim() && first.trim() && last.trim() && !run.isPending) run.mutate()
  }
  const problem = run.error ? problemOf(run.error) : null
  const error = (field: string, value: string, words: string): string | undefined => (problem?.field === field ? problem.message : tried && value.trim() === '' ? words : undefined)
  return (
    <form className={css.pair} aria-label={t('certified.settingsRolls.addARoll')} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
      <TextField label={t('certified.settingsRolls.firstLabel')} about="labelRoll" hint={t('certified.settingsRolls.scanIt')} className={css.mono} value={first} maxLength={200} error={error('first', first, t('certified.settingsRolls.scanTheFirstLabel'))} onChange={(event) => { setFirst(event.currentTarget.value) }} />
      <TextField label={t('certified.settingsRolls.lastLabel')} about="labelRoll" hint={t('certified.settingsRolls.scanIt')} className={css.mono} value={last} maxLength={200} error={error('last', last, t('certified.settingsRolls.scanTheLastLabel'))} onChange={(event) => { setLast(event.currentTarget.value) }} />
      <TextField label={t('common.name')} hint={t('certified.settingsRolls.asPeopleCallIt')} placeholder={t('certified.settingsRolls.roll7')} value={name} maxLength={100} error={error('name', name, t('certified.settingsRolls.sayWhatItIsCalled'))} onChange={(event) => { setName(event.currentTarget.value) }} />
      {problem && !['first', 'last', 'name'].includes(problem.field ?? '') && <div className={css.both}><ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} /></div>}
      <div className={css.both}><Button kind="primary" submit keys="Enter">{t('certified.settingsRolls.addTheRoll')}</Button></div>
    </form>
  )
}

function Spoiled(): ReactNode {
  const [text, setText] = useHeld('rolls.spoiled', '')
  const [reason, setReason] = useHeld('rolls.reason', '')
  const [tried, setTried] = useState(false)
  const run = useMutation({
    mutationFn: () => client.certified.voidLabel({ text, reason }),
    onSuccess: async () => {
      setText(''); setReason(''); setTried(false)
      await refresh()
    },
  })
  useScanHint(t('certified.settingsRolls.scanTheSpoiledLabel'))
  useScanTaker((scanned) => {
    setText(scanned)
    play('right')
  })
  const send = (): void => {
    setTried(true)
    if (text.trim() && reason.trim() && !run.isPending) run.mutate()
  }
  const problem = run.error ? problemOf(run.error) : null
  return (
    <form className={css.pair} aria-label={t('certified.settingsRolls.aSpoiledLabel')} onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
      <TextField label={t('certified.settingsRolls.spoiledLabel')} about="articleNumber" hint={t('certified.settingsRolls.scanIt')} className={css.mono} value={text} maxLength={200} error={problem?.field === 'text' ? problem.message : tried && text.trim() === '' ? t('certified.settingsRolls.scanTheLabel') : undefined} onChange={(event) => { setText(event.currentTarget.value) }} />
      <TextField label={t('certified.settingsRolls.whatHappenedToIt')} value={reason} maxLength={300} error={tried && reason.trim() === '' ? t('certified.settingsRolls.sayItInAFewWords') : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
      {run.data && !problem && <div className={css.both}><Message tone="done" title={t('certified.settingsRolls.voidedNameLeftLeft', { name: run.data.name, left: count(run.data.left, t('certified.settingsRolls.label')) })} /></div>}
      {problem && problem.field !== 'text' && <div className={css.both}><ProblemMessage problem={problem} title={t('common.thisWasNotSaved')} /></div>}
      <div className={css.both}><Button kind="primary" submit keys="Enter">{t('certified.settingsRolls.voidTheLabel')}</Button></div>
    </form>
  )
}
