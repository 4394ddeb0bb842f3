import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
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
  useKeys([{ key: 'F8', label: t('common.print'), run: print }, { key: 'Ctrl Enter', label: t('access.recoveryCode.iHaveKeptIt'), run: onKept }], 'dialog')
  return (
    <section className={css.form} aria-labelledby="recovery-title">
      <h2 id="recovery-title">{t('access.recoveryCode.keepThisRecoveryCode')}</h2>
      <p>{t('access.recoveryCode.itOpensThisStationWhenThe')}</p>
      <output className={css.code} aria-label={t('access.recoveryCode.recoveryCode')}>{code}</output>
      <div className={css.noPrint}><Message tone="act" title={t('access.recoveryCode.nobodyCanLookItUpLater')}>{t('access.recoveryCode.printItOrWriteItDown')}</Message></div>
      <p className={css.sheet}>{t('access.recoveryCode.pigeonholeRecoveryCodeOfOfficeMade', { office, made: fullTime(made, zone) })}</p>
      <div className={css.acts}>
        <Button kind="primary" big keys="Ctrl Enter" onClick={onKept}>{t('access.recoveryCode.iHaveKeptIt')}</Button>
        <Button big icon="printer" keys="F8" onClick={print}>{t('common.print')}</Button>
      </div>
    </section>
  )
}
