import { useState, type ReactNode } from 'react'
import { useKeys } from '../../app/keys.ts'
import { useStation, useZone } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Message } from '../../ui/parts.tsx'
import { fullTime } from '../../ui/words.ts'
import css from './access.module.css'

/** Shows a recovery code, once, to be printed or written down. */
export function RecoveryCode({ code, onKept }: { code: string; onKept: () => void }): ReactNode {
  const office = useStation()?.office?.name ?? ''
  const zone = useZone()
  const [made] = useState(() => Date.now())
  const print = (): void => { window.print() }
  useKeys([{ key: 'F8', label: 'Print', run: print }, { key: 'Ctrl Enter', label: 'I have kept it', run: onKept }], 'dialog')
  return (
    <section className={css.form} aria-labelledby="recovery-title">
      <h2 id="recovery-title">Keep this recovery code</h2>
      <p>It opens this station when the administrator's PIN is forgotten. It is shown only now.</p>
      <output className={css.code} aria-label="Recovery code">{code}</output>
      <div className={css.noPrint}><Message tone="act" title="Nobody can look it up later.">Print it or write it down, and lock it away from this computer.</Message></div>
      <p className={css.sheet}>Pigeonhole recovery code of {office}, made {fullTime(made, zone)}. Keep it locked away. It can be used once.</p>
      <div className={css.acts}>
        <Button kind="primary" big keys="Ctrl Enter" onClick={onKept}>I have kept it</Button>
        <Button big icon="printer" keys="F8" onClick={print}>Print</Button>
      </div>
    </section>
  )
}
