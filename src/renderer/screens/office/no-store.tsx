import { useEffect, useRef, useState, type ReactNode } from 'react'
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
  const details = what ? [`Pigeonhole ${version}`, `code: ${what.code}`, `folder: ${what.folder}`, what.message, what.detail].filter(Boolean).join('\n') : ''
  const copy = (): void => { navigator.clipboard.writeText(details).then(() => { setCopied(true) }, () => undefined) }
  useKeys([
    { key: 'Enter', label: 'Try again', when: !busy, run: act('again') },
    { key: 'R', label: 'Restore a backup', when: !busy, run: act('restore') },
    { key: 'O', label: 'Open another folder', when: !busy, run: act('folder') },
    { key: 'C', label: 'Copy details', when: what !== null, run: copy },
    { key: 'Esc', label: 'Close Pigeonhole', run: act('quit') },
  ])
  const message = what?.message ?? ''
  useEffect(() => { if (message !== '') heading.current?.focus() }, [message])
  if (!what) return null
  return (
    <main className={css.page}>
      <div className={css.card}>
        <Brand size={40} />
        <h1 ref={heading} tabIndex={-1}>Pigeonhole cannot open its store</h1>
        <Message tone="stop">{what.message}</Message>
        <p className={css.folder}>{what.folder}</p>
        {what.busy !== '' && <p role="status">{what.busy}</p>}
        <div className={css.acts}>
          <Button kind="primary" keys="Enter" icon="refresh" disabled={busy} onClick={act('again')}>Try again</Button>
          <Button keys="R" icon="backup" disabled={busy} onClick={act('restore')}>Restore a backup</Button>
          <Button keys="O" icon="file" disabled={busy} onClick={act('folder')}>Open another folder</Button>
          <Button keys="Esc" onClick={act('quit')}>Close Pigeonhole</Button>
        </div>
        <Help>A backup is restored into a new folder. What lies in this one stays as it is.</Help>
        <details><summary>Details</summary><pre>{details}</pre><Button small keys="C" icon="copy" onClick={copy}>{copied ? 'Copied' : 'Copy details'}</Button></details>
      </div>
    </main>
  )
}
