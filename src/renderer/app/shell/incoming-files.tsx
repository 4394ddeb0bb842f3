import { useNavigate } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { scanPictures } from '../../scan/pictures.ts'
import { spoiled } from '../../scan/scans.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { IconName } from '../../ui/drawings.tsx'
import { giveTo, incoming, refusalSeen, takeOff, waitingOf, type Taker } from '../incoming.ts'
import { useMay } from '../session.ts'
import { useStore } from '../store.ts'
import css from './frame.module.css'

interface Way { key: string; icon: IconName; label: string; run: () => void }

/** Brings files that were dropped or opened to the screen that takes them; asks what a table or a picture is, because its ending does not say. */
export function IncomingFiles(): ReactNode {
  const { files: all, refused } = useStore(incoming)
  const files = all.filter((one) => one.to === null)
  const navigate = useNavigate()
  const mayImport = useMay('administrator')
  const [first] = files
  const kind = first?.kind
  useEffect(() => {
    if (kind !== 'news' && kind !== 'document') return
    const to = kind === 'news' ? 'tracking' : 'receipts'
    giveTo(to, waitingOf(kind))
    void navigate({ to: `/${to}` })
  }, [kind, navigate])
  if (refused.length > 0) return (
    <Dialog name="file-refused" title={refused.length === 1 ? t('frame.incomingFiles.thisFileWasNotTaken') : t('frame.incomingFiles.theseFilesWereNotTaken')} onClose={refusalSeen} acts={<Button keys="Esc" data-autofocus onClick={refusalSeen}>{t('common.close')}</Button>}>
      <ul className={css.notTaken}>{refused.map((one, i) => <li key={`${i} ${one.name}`}><b>{one.name}</b> {one.why}</li>)}</ul>
    </Dialog>
  )
  if (first?.kind !== 'table' && first?.kind !== 'picture') return null
  const pictures = waitingOf('picture')
  const go = (to: Taker, which: readonly File[]): void => {
    giveTo(to, which)
    void navigate({ to: `/${to}` })
  }
  const one = (to: Taker) => (): void => { go(to, [first.file]) }
  const ways: Way[] = first.kind === 'table' ? [
    { key: '1', icon: 'letters', label: t('frame.incomingFiles.lettersToLog'), run: one('letters') },
    { key: '2', icon: 'tracking', label: t('frame.incomingFiles.newsFromACarrier'), run: one('tracking') },
    ...(mayImport ? [{ key: '3', icon: 'directory' as const, label: t('frame.incomingFiles.peopleOfTheOffice'), run: one('directory') }] : []),
  ] : [
    { key: '1', icon: 'scan', label: t('frame.incomingFiles.barcodesToScan'), run: () => { takeOff(pictures); scanPictures(pictures).then((words) => { if (words !== null) spoiled(words) }, () => undefined) } },
    { key: '2', icon: 'card', label: t('frame.incomingFiles.greenCardsToFile'), run: () => { go('receipts', pictures) } },
  ]
  const leave = (): void => { takeOff(first.kind === 'table' ? [first.file] : pictures) }
  return (
    <Dialog name="file-way" title={first.kind === 'picture' && pictures.length > 1 ? t('frame.incomingFiles.whatDoThesePicturesPicturesShow', { pictures: pictures.length }) : first.kind === 'picture' ? t('frame.incomingFiles.whatDoesNameShow', { name: first.file.name }) : t('frame.incomingFiles.whatIsInName', { name: first.file.name })} onClose={leave} keys={ways}
      acts={<Button keys="Esc" data-autofocus onClick={leave}>{t('common.leaveIt')}</Button>}>
      <p>{first.kind === 'table' ? t('frame.incomingFiles.nothingIsChangedBeforeYouHave') : t('frame.incomingFiles.barcodesCountAsScannedOneAfter')}</p>
      <div className={css.ways}>{ways.map((way) => <Button key={way.key} icon={way.icon} keys={way.key} onClick={way.run}>{way.label}</Button>)}</div>
    </Dialog>
  )
}
