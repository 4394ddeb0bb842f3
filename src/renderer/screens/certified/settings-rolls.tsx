import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
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
const WAYS = [{ value: 'add', label: 'Add a roll' }, { value: 'spoiled', label: 'A spoiled label' }] as const

/** Rolls of pre-printed labels: how many are used, voided and left, and what was spoiled. */
export function RollSettings(): ReactNode {
  const zone = useZone()
  const query = useQuery(station.certified.rolls.queryOptions())
  const retire = useMutation({ mutationFn: (id: string) => client.certified.retireRoll({ id }), onSuccess: refresh })
  const [way, setWay] = useState<Way>('add')
  useKeys([{ key: 'F3', label: way === 'add' ? 'A spoiled label' : 'Add a roll', run: () => { setWay(way === 'add' ? 'spoiled' : 'add') } }])
  const rows = query.data ?? []
  const low = rows.filter((row) => row.low)
  return (
    <>
      <h2>Label rolls <span>{count(rows.filter((row) => !row.retired).length, 'roll')} in use</span></h2>
      <p>Rolls and boxes of labels that came with their numbers. A number outside every roll is taken as well; only labels of a roll are counted.</p>
      {low.map((row) => <Message key={row.id} tone="act" title={`${row.name}: ${count(row.left, 'label')} left.`}>Order the next roll from USPS and add it here.</Message>)}
      {query.error && <ProblemMessage problem={problemOf(query.error)} onRetry={() => { void query.refetch() }} />}
      {retire.error && <ProblemMessage problem={problemOf(retire.error)} />}
      {query.isPending ? <Loading rows={3} label="Reading the rolls" /> : rows.length === 0 ? <Empty icon="tag" title="No roll yet">Scan the first and the last label of a roll below.</Empty> : (
        <div className={css.scroll} tabIndex={0} role="group" aria-label="Rolls">
          <table className={css.table}>
            <thead><tr><th scope="col">Roll</th><th scope="col">From and to</th><th scope="col" className={css.right}>Used</th><th scope="col" className={css.right}>Voided</th><th scope="col" className={css.right}>Left</th><th scope="col"><span className={css.hidden}>Do</span></th></tr></thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">{row.name} {row.retired ? <Tag small>Retired</Tag> : row.low && <Tag tone="act" small>Low</Tag>}<small>{date(row.addedAt, zone)}, {row.addedBy}</small></th>
                  <td className={css.numbers}><Num grouped={row.firstGrouped} /><Num grouped={row.lastGrouped} /></td>
                  <td className={css.right}>{row.used.toLocaleString('en-US')}</td><td className={css.right}>{row.voided.toLocaleString('en-US')}</td><td className={css.right}>{row.left.toLocaleString('en-US')}</td>
                  <td>{!row.retired && <Button small aria-label={`Retire ${row.name}`} onClick={() => { retire.mutate(row.id) }}>Retire</Button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className={css.acts}><Segments label="What to do with labels" value={way} options={WAYS} onChange={setWay} /></div>
      {way === 'add' ? <AddRoll /> : <Spoiled />}
    </>
  )
}

function AddRoll(): ReactNode {
  const [name, setName] = useState('')
  const [first, setFirst] = useState('')
  const [last, setLast] = useState('')
  const [tried, setTried] = useState(false)
  const run = useMutation({
    mutationFn: () => client.certified.addRoll({ name, first, last }),
    onSuccess: async () => {
      setName(''); setFirst(''); setLast(''); setTried(false)
      await refresh()
    },
  })
  useScanHint(first === '' ? 'Scan the first label of the roll' : 'Scan the last label of the roll')
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
    <form className={css.pair} aria-label="Add a roll" onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
      <TextField label="First label" about="labelRoll" hint="scan it" className={css.mono} value={first} maxLength={200} error={error('first', first, 'Scan the first label.')} onChange={(event) => { setFirst(event.currentTarget.value) }} />
      <TextField label="Last label" hint="scan it" className={css.mono} value={last} maxLength={200} error={error('last', last, 'Scan the last label.')} onChange={(event) => { setLast(event.currentTarget.value) }} />
      <TextField label="Name" hint="as people call it" placeholder="Roll 7" value={name} maxLength={100} error={error('name', name, 'Say what it is called.')} onChange={(event) => { setName(event.currentTarget.value) }} />
      <div className={css.end}><Button kind="primary" submit keys="Enter">Add the roll</Button></div>
      {problem && !['first', 'last', 'name'].includes(problem.field ?? '') && <div className={css.both}><ProblemMessage problem={problem} /></div>}
    </form>
  )
}

function Spoiled(): ReactNode {
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const run = useMutation({
    mutationFn: () => client.certified.voidLabel({ text, reason }),
    onSuccess: async () => {
      setText(''); setReason(''); setTried(false)
      await refresh()
    },
  })
  useScanHint('Scan the spoiled label')
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
    <form className={css.pair} aria-label="A spoiled label" onSubmit={(event: FormEvent) => { event.preventDefault(); send() }}>
      <TextField label="Spoiled label" hint="scan it" className={css.mono} value={text} maxLength={200} error={problem?.field === 'text' ? problem.message : tried && text.trim() === '' ? 'Scan the label.' : undefined} onChange={(event) => { setText(event.currentTarget.value) }} />
      <TextField label="What happened to it" value={reason} maxLength={300} error={tried && reason.trim() === '' ? 'Say it in a few words, such as torn.' : undefined} onChange={(event) => { setReason(event.currentTarget.value) }} />
      <div className={css.both}><Button kind="primary" submit keys="Enter">Void the label</Button></div>
      {run.data && !problem && <div className={css.both}><Message tone="done" title={`Voided. ${run.data.name}: ${count(run.data.left, 'label')} left.`} /></div>}
      {problem && problem.field !== 'text' && <div className={css.both}><ProblemMessage problem={problem} /></div>}
    </form>
  )
}
