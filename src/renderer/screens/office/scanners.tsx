import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useHeld } from '../../app/kept.ts'
import { useScanHint } from '../../app/shell/head.tsx'
import { useStore } from '../../app/store.ts'
import { AFFIX, GAPS, isAffix, saveSetup, scannerSetup, USUAL, type ScannerSetup } from '../../scan/scanner-setup.ts'
import { useScanTaker } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { WEDGE } from '../../scan/wedge.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Help, Message } from '../../ui/parts.tsx'
import css from './settings.module.css'

const AFFIX_WRONG = t('office.scanners.upToAffixLettersDigitsAnd', { AFFIX })

type TypedField = Exclude<keyof ScannerSetup, 'layout'>

const LAYOUTS: Array<{ value: ScannerSetup['layout']; label: string }> = [{ value: 'auto', label: t('office.scanners.byWhatFitsTheNumber') }, { value: 'us', label: t('office.scanners.asOnAUsKeyboard') }, { value: 'typed', label: t('office.scanners.asOnTheKeyboardOfThis') }]

/** How the scanner of this workstation types, with a place to try it. */
export function Scanners(): ReactNode {
  const setup = useStore(scannerSetup)
  const [gap, setGap] = useHeld('scanners.gap', String(setup.gap))
  const [affix, setAffix] = useHeld('scanners.affix', { prefix: setup.prefix, suffix: setup.suffix })
  const [saved, setSaved] = useState<TypedField | null>(null)
  const [caught, setCaught] = useState<string | null>(null)
  useScanHint(t('office.scanners.scanSomethingToTryIt'), t('office.scanners.nothingIsTakenIn'))
  useScanTaker((text) => {
    setCaught(text)
    play('right')
  })
  const wrong = {
    prefix: isAffix(affix.prefix) ? undefined : AFFIX_WRONG, suffix: isAffix(affix.suffix) ? undefined : AFFIX_WRONG,
    gap: /^\d{1,3}$/.test(gap) && Number(gap) >= GAPS.least && Number(gap) <= GAPS.most ? undefined : t('office.scanners.sayLeastToMostMilliseconds', { least: GAPS.least, most: GAPS.most }),
  }
  const keep = (field: TypedField): void => {
    const next = { ...setup, ...(field === 'gap' ? { gap: Number(gap) } : { [field]: affix[field] }) }
    if (wrong[field] || next[field] === setup[field]) return
    saveSetup(next)
    setSaved(field)
  }
  const asUsual = (): void => {
    saveSetup(USUAL)
    setAffix({ prefix: WEDGE.prefix, suffix: WEDGE.suffix })
    setGap(String(WEDGE.gap))
    setSaved(null)
  }
  const hint = (field: TypedField, usual: string): string => (saved === field ? t('common.saved') : usual)
  const different = setup.prefix !== WEDGE.prefix || setup.suffix !== WEDGE.suffix || setup.gap !== WEDGE.gap || setup.layout !== USUAL.layout
  return (
    <div className={css.form}>
      <h2>{t('office.scanners.scanners')} <span>{t('office.scanners.ofThisWorkstation')}</span></h2>
      <p>{t('office.scanners.aScannerThatTypesLikeA')}</p>
      <div className={css.two}>
        <TextField label={t('office.scanners.typedBeforeEachNumber')} hint={hint('prefix', 'prefix')} value={affix.prefix} maxLength={AFFIX} error={wrong.prefix} onChange={(event) => { setAffix({ ...affix, prefix: event.currentTarget.value }) }} onBlur={() => { keep('prefix') }} />
        <TextField label={t('office.scanners.typedAfterEachNumber')} hint={hint('suffix', t('office.scanners.beforeEnterOrTab'))} value={affix.suffix} maxLength={AFFIX} error={wrong.suffix} onChange={(event) => { setAffix({ ...affix, suffix: event.currentTarget.value }) }} onBlur={() => { keep('suffix') }} />
      </div>
      <TextField label={t('office.scanners.longestPauseBetweenTwoKeys')} hint={hint('gap', t('office.scanners.millisecondsUsuallyGap', { gap: WEDGE.gap }))} type="number" min={GAPS.least} max={GAPS.most} value={gap} error={wrong.gap} onChange={(event) => { setGap(event.currentTarget.value) }} onBlur={() => { keep('gap') }}
        help={t('office.scanners.moreForASlowWirelessScanner')} />
      <SelectField label={t('office.scanners.howItsKeysAreRead')} data={LAYOUTS} value={setup.layout} help={t('office.scanners.aScannerTypesAsOnAn')}
        onChange={(value) => { const layout = LAYOUTS.find((one) => one.value === value)?.value; if (layout) saveSetup({ ...setup, layout }) }} />
      {(setup.prefix !== '' || setup.suffix !== '') && <Message tone="act" title={t('office.scanners.onlyScansWithThisPrefixAnd')}>{t('office.scanners.aScannerThatDoesNotSend')}</Message>}
      {caught === null ? <Help icon="scan">{t('office.scanners.scanSomethingNowItIsShown')}</Help> : <Message tone="done" title={caught} icon="scan">{t('office.scanners.caughtCharactersArrivedThisIsWhat', { caught: caught.length })}</Message>}
      {different && <div><Button onClick={asUsual}>{t('office.scanners.asUsualAgain')}</Button></div>}
    </div>
  )
}
