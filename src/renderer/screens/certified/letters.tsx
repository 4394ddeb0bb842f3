import { useMemo, type ReactNode } from 'react'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useHead } from '../../app/shell/head.tsx'
import { Segments } from '../../ui/parts.tsx'
import { Batch } from './batch.tsx'
import { LetterList } from './letter-list.tsx'
import { LogLetter } from './log-letter.tsx'

type Way = 'log' | 'list' | 'import'
const WAYS = [{ value: 'log', label: 'Log a letter' }, { value: 'list', label: 'All letters' }, { value: 'import', label: 'Import a list' }] as const

/** Certified Mail that goes out: logged one by one or from a list, and found again. */
export function Letters(): ReactNode {
  const [way, setWay] = useKept<Way>('letters.way', 'log')
  useHead('Letters', useMemo(() => <Segments label="What to do" small value={way} options={WAYS} onChange={setWay} />, [way, setWay]))
  useKeys([
    { key: 'F3', label: way === 'list' ? 'Log a letter' : 'All letters', run: () => { setWay(way === 'list' ? 'log' : 'list') } },
    { key: 'Ctrl I', label: 'Import a list', when: way !== 'import', strip: way === 'log', run: () => { setWay('import') } },
  ])
  if (way === 'list') return <LetterList />
  return way === 'import' ? <Batch onClose={() => { setWay('log') }} /> : <LogLetter />
}
