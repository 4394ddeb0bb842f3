import { useEffect, useMemo, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useWaiting } from '../../app/incoming.ts'
import { useKeys } from '../../app/keys.ts'
import { useHead } from '../../app/shell/head.tsx'
import { useStore } from '../../app/store.ts'
import { Segments } from '../../ui/parts.tsx'
import { AddressBook } from './address-book.tsx'
import { Batch } from './batch.tsx'
import { LetterList } from './letter-list.tsx'
import { LogLetter } from './log-letter.tsx'
import { lettersWay, type Way } from './way.ts'

const WAYS: ReadonlyArray<{ value: Way; label: string }> = [{ value: 'log', label: t('common.logALetter') }, { value: 'list', label: t('certified.letters.allLetters') }, { value: 'import', label: t('certified.letters.importAList') }, { value: 'book', label: t('common.addressBook') }]

/** Certified Mail that goes out: logged one by one or from a list, and found again; and to whom the office writes. */
export function Letters(): ReactNode {
  const way = useStore(lettersWay)
  const handed = useWaiting('letters')
  useEffect(() => { if (handed) lettersWay.set('import') }, [handed])
  useHead(t('common.letters'), useMemo(() => <Segments label={t('certified.letters.whatToDo')} small value={way} options={WAYS} onChange={lettersWay.set} />, [way]))
  useKeys([
    { key: 'F3', label: way === 'list' ? t('common.logALetter') : t('certified.letters.allLetters'), run: () => { lettersWay.set(way === 'list' ? 'log' : 'list') } },
    { key: 'Ctrl I', label: t('certified.letters.importAList'), when: way !== 'import', strip: way === 'log', run: () => { lettersWay.set('import') } },
    { key: 'Ctrl B', label: t('common.addressBook'), when: way !== 'book', strip: false, run: () => { lettersWay.set('book') } },
  ])
  if (way === 'list') return <LetterList />
  if (way === 'book') return <AddressBook onClose={() => { lettersWay.set('log') }} />
  return way === 'import' ? <Batch onClose={() => { lettersWay.set('log') }} /> : <LogLetter />
}
