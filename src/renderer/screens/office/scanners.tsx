import { useState, type ReactNode } from 'react'
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

const AFFIX_WRONG = `Up to ${AFFIX} letters, digits and signs of an English keyboard.`

type TypedField = Exclude<keyof ScannerSetup, 'layout'>

const LAYOUTS: Array<{ value: ScannerSetup['layout']; label: string }> = [{ value: 'auto', label: 'By what fits the number' }, { value: 'us', label: 'As on a US keyboard' }, { value: 'typed', label: 'As on the keyboard of this computer' }]

/** How the scanner of this workstation types, with a place to try it. */
export function Scanners(): ReactNode {
  const setup = useStore(scannerSetup)
  const [gap, setGap] = useState(String(setup.gap))
  const [affix, setAffix] = useState({ prefix: setup.prefix, suffix: setup.suffix })
  const [saved, setSaved] = useState<TypedField | null>(null)
  const [caught, setCaught] = useState<string | null>(null)
  useScanHint('Scan something to try it', 'Nothing is taken in')
  useScanTaker((text) => {
    setCaught(text)
    play('right')
  })
  const wrong = {
    prefix: isAffix(affix.prefix) ? undefined : AFFIX_WRONG, suffix: isAffix(affix.suffix) ? undefined : AFFIX_WRONG,
    gap: /^\d{1,3}$/.test(gap) && Number(gap) >= GAPS.least && Number(gap) <= GAPS.most ? undefined : `Say ${GAPS.least} to ${GAPS.most} milliseconds.`,
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
  const hint = (field: TypedField, usual: string): string => (saved === field ? 'Saved' : usual)
  const different = setup.prefix !== WEDGE.prefix || setup.suffix !== WEDGE.suffix || setup.gap !== WEDGE.gap || setup.layout !== USUAL.layout
  return (
    <div className={css.form}>
      <h2>Scanners <span>of this workstation</span></h2>
      <p>A scanner that types like a keyboard is told from a person by its speed. Most need nothing set here.</p>
      <div className={css.two}>
        <TextField label="Typed before each number" hint={hint('prefix', 'prefix')} value={affix.prefix} maxLength={AFFIX} error={wrong.prefix} onChange={(event) => { setAffix({ ...affix, prefix: event.currentTarget.value }) }} onBlur={() => { keep('prefix') }} />
        <TextField label="Typed after each number" hint={hint('suffix', 'before Enter or Tab')} value={affix.suffix} maxLength={AFFIX} error={wrong.suffix} onChange={(event) => { setAffix({ ...affix, suffix: event.currentTarget.value }) }} onBlur={() => { keep('suffix') }} />
      </div>
      <TextField label="Longest pause between two keys" hint={hint('gap', `milliseconds, usually ${WEDGE.gap}`)} type="number" min={GAPS.least} max={GAPS.most} value={gap} error={wrong.gap} onChange={(event) => { setGap(event.currentTarget.value) }} onBlur={() => { keep('gap') }}
        help="More for a slow wireless scanner whose numbers come in halves. The more, the more easily fast typing is taken for a scan." />
      <SelectField label="How its keys are read" data={LAYOUTS} value={setup.layout} help="A scanner types as on an English (US) keyboard unless it was told otherwise. Numbers that arrive with wrong letters or signs, such as Y for Z, come from that."
        onChange={(value) => { const layout = LAYOUTS.find((one) => one.value === value)?.value; if (layout) saveSetup({ ...setup, layout }) }} />
      {(setup.prefix !== '' || setup.suffix !== '') && <Message tone="act" title="Only scans with this prefix and suffix are taken.">A scanner that does not send them types into the field with the focus instead.</Message>}
      {caught === null ? <Help icon="scan">Scan something now: it is shown here and not taken in.</Help> : <Message tone="done" title={caught} icon="scan">{`${caught.length} characters arrived. This is what a piece would be taken in with.`}</Message>}
      {different && <div><Button onClick={asUsual}>As usual again</Button></div>}
    </div>
  )
}
