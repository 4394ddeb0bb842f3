import { useNavigate } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { IconName } from '../../ui/drawings.tsx'
import { firstDone, given, incoming, refusalSeen, takeKind, type Taker } from '../incoming.ts'
import { useMay } from '../session.ts'
import { useStore } from '../store.ts'
import css from './frame.module.css'

/** Brings files that were dropped or opened to the screen that takes them; asks what a table is, because its ending does not say. */
export function IncomingFiles(): ReactNode {
  const { files, refused } = useStore(incoming)
  const navigate = useNavigate()
  const mayImport = useMay('administrator')
  const [first] = files
  const kind = first?.kind
  useEffect(() => {
    if (kind !== 'news' && kind !== 'scan') return
    const which = takeKind(kind)
    const to = kind === 'news' ? 'tracking' : 'receipts'
    if (which.length === 0) return
    given.set({ to, files: which })
    void navigate({ to: `/${to}` })
  }, [kind, navigate])
  if (refused.length > 0) return (
    <Dialog title={refused.length === 1 ? 'This file was not taken.' : 'These files were not taken.'} onClose={refusalSeen} acts={<Button keys="Esc" data-autofocus onClick={refusalSeen}>Close</Button>}>
      <ul className={css.notTaken}>{refused.map((one, i) => <li key={`${i} ${one.name}`}><b>{one.name}</b> {one.why}</li>)}</ul>
    </Dialog>
  )
  if (first?.kind !== 'table') return null
  const choose = (to: Taker): void => {
    firstDone()
    given.set({ to, files: [first.file] })
    void navigate({ to: `/${to}` })
  }
  const ways: { to: Taker; key: string; icon: IconName; label: string }[] = [
    { to: 'letters', key: '1', icon: 'letters', label: 'Letters to log' },
    { to: 'tracking', key: '2', icon: 'tracking', label: 'News from a carrier' },
    ...(mayImport ? [{ to: 'directory' as const, key: '3', icon: 'directory' as const, label: 'People of the office' }] : []),
  ]
  return (
    <Dialog title={`What is in ${first.file.name}?`} onClose={firstDone} keys={ways.map((way) => ({ key: way.key, label: way.label, run: () => { choose(way.to) } }))}
      acts={<Button keys="Esc" data-autofocus onClick={firstDone}>Leave it</Button>}>
      <p>Nothing is changed before you have seen what is in it.</p>
      <div className={css.ways}>{ways.map((way) => <Button key={way.to} icon={way.icon} keys={way.key} onClick={() => { choose(way.to) }}>{way.label}</Button>)}</div>
    </Dialog>
  )
}
