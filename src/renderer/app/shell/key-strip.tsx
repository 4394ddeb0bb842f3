import type { ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { lastScan, useWaitingScans } from '../../scan/scans.ts'
import { Icon } from '../../ui/drawings.tsx'
import { splitNumber } from '../../ui/num.tsx'
import { KeyNow } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { activeLayers, ariaKeys, keyLayers, type KeySpec } from '../keys.ts'
import { useSession } from '../session.ts'
import { useStore } from '../store.ts'
import css from './frame.module.css'
import { scanHint } from './head.tsx'

/** The key that shows those for which the strip has no room. */
const ALL_KEYS = '?'

/** What the keys do here, always at the bottom, each one clickable. */
export function KeyStrip(): ReactNode {
  // While it is locked, the keys are those of the sign-in, which shows them itself.
  const layers = useStore(keyLayers)
  const signedIn = useSession() !== null
  const heard = activeLayers(signedIn ? layers : []).toReversed().flatMap((layer) => layer.specs)
  // A key that two layers know does what the newer one says; the strip says that once.
  const specs = heard.filter((spec, i) => spec.strip !== false && heard.findIndex((other) => other.key === spec.key) === i)
  const hint = useStore(scanHint)
  const waiting = useWaitingScans()
  const last = useStore(lastScan)
  const detail = waiting > 0 ? t('frame.keyStrip.waitingOnTheWay', { waiting: count(waiting, t('common.scan')) })
    : last.kind === 'saved' ? t('frame.keyStrip.lastSavedTail', { tail: splitNumber(last.answer.piece.grouped).tail })
      : hint.detail
  const button = (spec: KeySpec): ReactNode => <button key={spec.key} type="button" aria-keyshortcuts={ariaKeys(spec.key)} onClick={spec.run}><KeyNow of={spec.key} />{spec.label}</button>
  return (
    // A click is the key: the focus stays where it was.
    <footer className={css.keys} aria-label={t('frame.keyStrip.keysOnThisScreen')} onMouseDown={(event) => { event.preventDefault() }}>
      <span className={css.hint}><Icon name="scan" /><b>{hint.what}</b> <span>{detail}</span></span>
      <div className={css.strip}>{specs.filter((spec) => spec.key !== ALL_KEYS).map(button)}</div>
      {specs.filter((spec) => spec.key === ALL_KEYS).map(button)}
    </footer>
  )
}
