import { useNavigate } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { scanPictures } from '../../scan/pictures.ts'
import { spoiled } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { IconName } from '../../ui/drawings.tsx'
import { firstDone, given, incoming, refusalSeen, takeKind, type Taker } from '../incoming.ts'
import { useMay } from '../session.ts'
import { useStore } from '../store.ts'
import css from './frame.module.css'

interface Way { key: string; icon: IconName; label: string; run: () => void }

/** Brings files that were dropped or opened to the screen that takes them; asks what a table or a picture is, because its ending does not say. */
export function IncomingFiles(): ReactNode {
  const { files, refused } = useStore(incoming)
  const navigate = useNavigate()
  const mayImport = useMay('administrator')
  const [first] = files
  const kind = first?.kind
  useEffect(() => {
    if (kind !== 'news' && kind !== 'document') return
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
  if (first?.kind !== 'table' && first?.kind !== 'picture') return null
  const pictures = files.filter((one) => one.kind === 'picture')
  const go = (to: Taker, which: readonly File[]): void => {
    given.set({ to, files: which })
    void navigate({ to: `/${to}` })
  }
  const one = (to: Taker) => (): void => { firstDone(); go(to, [first.file]) }
  const ways: Way[] = first.kind === 'table' ? [
    { key: '1', icon: 'letters', label: 'Letters to log', run: one('letters') },
    { key: '2', icon: 'tracking', label: 'News from a carrier', run: one('tracking') },
    ...(mayImport ? [{ key: '3', icon: 'directory' as const, label: 'People of the office', run: one('directory') }] : []),
  ] : [
    { key: '1', icon: 'scan', label: 'Barcodes to scan', run: () => { scanPictures(takeKind('picture')).then((words) => { if (words !== null) spoiled(words) }, () => undefined) } },
    { key: '2', icon: 'card', label: 'Green cards to file', run: () => { go('receipts', takeKind('picture')) } },
  ]
  const leave = first.kind === 'table' ? firstDone : (): void => { takeKind('picture') }
  return (
    <Dialog title={first.kind === 'picture' && pictures.length > 1 ? `What do these ${pictures.length} pictures show?` : first.kind === 'picture' ? `What does ${first.file.name} show?` : `What is in ${first.file.name}?`} onClose={leave} keys={ways}
      acts={<Button keys="Esc" data-autofocus onClick={leave}>Leave it</Button>}>
      <p>{first.kind === 'table' ? 'Nothing is changed before you have seen what is in it.' : 'Barcodes count as scanned, one after the other. Green cards are matched to their letters.'}</p>
      <div className={css.ways}>{ways.map((way) => <Button key={way.key} icon={way.icon} keys={way.key} onClick={way.run}>{way.label}</Button>)}</div>
    </Dialog>
  )
}
