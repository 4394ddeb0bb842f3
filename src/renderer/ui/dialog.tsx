import { Modal } from '@mantine/core'
import { useEffect, useLayoutEffect, useState, type ReactNode } from 'react'
import { t } from '../catalogue/index.ts'
import { giveBack } from '../app/focus.ts'
import { useKeys, type KeySpec } from '../app/keys.ts'
import { holdScans, useWaitingScans } from '../scan/scans.ts'
import css from './dialog.module.css'
import type { DialogName } from './dialogs.ts'
import { count } from './words.ts'

export interface DialogProps {
  name: DialogName
  /** The question. */
  title: string
  onClose: () => void
  /** What the keys do while it is open; Esc closes it. */
  keys?: readonly KeySpec[]
  children: ReactNode
  /** The buttons, the safe one first. */
  acts?: ReactNode
  wide?: boolean
}

/**
 * Moves the focus into what has just covered the screen. The trap that keeps it there moves it only in its next turn, and a key that is
 * pressed before that would go into the field below.
 */
export function focusFirst(cover: HTMLElement | null): void {
  if (cover && !cover.contains(document.activeElement)) (cover.querySelector<HTMLElement>('[data-autofocus]') ?? cover).focus({ preventScroll: true })
}

/** Asks before what cannot be taken back, for a PIN, for a reason. What had the focus has it again afterwards. Scans that come in wait meanwhile and are counted. */
export function Dialog({ name, title, onClose, keys = [], children, acts, wide = false }: DialogProps): ReactNode {
  useKeys([...keys, { key: 'Esc', label: t('common.close'), run: onClose }], 'dialog')
  const [before] = useState(() => document.activeElement)
  useEffect(() => () => { giveBack(before) }, [before])
  // Before the screen under it asks for what waits.
  useLayoutEffect(() => holdScans(), [])
  const waiting = useWaitingScans()
  return (
    <Modal.Root opened onClose={onClose} centered closeOnEscape={false} lockScroll={false} yOffset={24} transitionProps={{ duration: 0 }}
      classNames={{ content: wide ? css.wide : css.content, body: css.body }}>
      <Modal.Overlay backgroundOpacity={0.38} />
      <Modal.Content ref={focusFirst} aria-label={title} data-dialog={name}>
        <Modal.Body>
      <h2 className={css.title}>{title}</h2>
      {children}
      {waiting > 0 && <p className={css.wait} role="status">{t('ui.dialog.waitingUntilThisIsClosed', { waiting: count(waiting, t('ui.dialog.scanWaits'), t('ui.dialog.scansWait')) })}</p>}
      {acts && <div className={css.acts}>{acts}</div>}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
