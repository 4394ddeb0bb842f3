import { useEffect, useRef, useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { tellDesktop, trouble, useDesktop } from '../../app/desktop.ts'
import { useKeys } from '../../app/keys.ts'
import { useStore } from '../../app/store.ts'
import { Brand } from '../../ui/drawings.tsx'
import { Button } from '../../ui/button.tsx'
import { Help, Message } from '../../ui/parts.tsx'
import css from './no-store.module.css'

/** What is shown while no store is open: what is wrong, and the ways out. Nothing of a store is changed from here. */
export function NoStore(): ReactNode {
  const what = useStore(trouble)
  const version = useDesktop()?.version ?? ''
  const [copied, setCopied] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const busy = what === null || what.busy !== ''
  const act = (which: 'again' | 'folder' | 'restore' | 'quit') => (): void => { tellDesktop({ kind: 'trouble', act: which }) }
  const details = what ? [t('office.noStore.pigeonholeVersion', { version }), t('office.noStore.codeCode', { code: what.code }), t('office.noStore.folderFolder', { folder: what.folder }), what.message, what.detail].filter(Boolean).join('\n') : ''
  const copy = (): void => { navigator.clipboard.writeText(details).then(() => { setCopied(true) }, () => undefined) }
  useKeys([
    { key: 'Enter', label: t('common.tryAgain'), when: !busy, run: act('again') },
    { key: 'R', label: t('office.noStore.restoreABackup'), when: !busy, run: act('restore') },
    { key: 'O', label: t('office.noStore.openAnotherFolder'), when: !busy, run: act('folder') },
    { key: 'C', label: t('office.noStore.copyDetails'), when: what !== null, run: copy },
    { key: 'Esc', label: t('office.noStore.closePigeonhole'), run: act('quit') },
  ])
  const message = what?.message ?? ''
  useEffect(() => { if (message !== '') heading.current?.focus() }, [message])
  if (!what) return null
  return (
    <main className={css.page}>
      <div className={css.card}>
        <Brand size={40} />
        <h1 ref={heading} tabIndex={-1}>{t('office.noStore.pigeonholeCannotOpenItsStore')}</h1>
        <Message tone="stop">{what.message}</Message>
        <p className={css.folder}>{what.folder}</p>
        {what.busy !== '' && <p role="status">{what.busy}</p>}
        <div className={css.acts}>
          <Button kind="primary" keys="Enter" icon="refresh" disabled={busy} onClick={act('again')}>{t('common.tryAgain')}</Button>
          <Button keys="R" icon="backup" disabled={busy} onClick={act('restore')}>{t('office.noStore.restoreABackup')}</Button>
          <Button keys="O" icon="file" disabled={busy} onClick={act('folder')}>{t('office.noStore.openAnotherFolder')}</Button>
          <Button keys="Esc" onClick={act('quit')}>{t('office.noStore.closePigeonhole')}</Button>
        </div>
        <Help>{t('office.noStore.aBackupIsRestoredIntoA')}</Help>
        <details><summary>{t('office.noStore.details')}</summary><pre>{details}</pre><Button small keys="C" icon="copy" onClick={copy}>{copied ? t('common.copied') : t('office.noStore.copyDetails')}</Button></details>
      </div>
    </main>
  )
}
