import { useMutation } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { CertifiedSettings } from '../../../shared/contract/certified.ts'
import { ENVELOPES, type EnvelopeId } from '../../../shared/printing/mailpieces.ts'
import { useHeld } from '../../app/kept.ts'
import { printPdf } from '../../app/print.ts'
import { problemOf } from '../../app/problem.ts'
import { client } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Help, Message, ProblemMessage } from '../../ui/parts.tsx'
import css from './settings.module.css'

const SHIFTS = ['envelopeShift', 'cardFront', 'cardBack'] as const
type ShiftName = (typeof SHIFTS)[number]
const SHIFT_WORDS: Record<ShiftName, string> = { envelopeShift: t('certified.settingsPaper.envelope'), cardFront: t('certified.settingsPaper.greenCardFront'), cardBack: t('certified.settingsPaper.greenCardBack') }
const FARTHEST = 30

/** Millimetres of what was typed; null for what is none, or farther than any printer is off. */
function millimetres(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && Number.isFinite(value) && Math.abs(value) <= FARTHEST ? Math.round(value * 10) / 10 : null
}

/** Envelopes and green cards: which envelope, and how far this office's printer puts things beside their place. */
export function PaperSettings({ settings, may, saved, save }: { settings: CertifiedSettings; may: boolean; saved: string | null; save: (field: string, change: Partial<CertifiedSettings>) => void }): ReactNode {
  const [note, setNote] = useHeld('certified.paper.note', settings.envelopeNote)
  const [typed, setTyped] = useHeld<Record<string, string>>('certified.paper.shifts', {})
  const trial = useMutation({
    mutationFn: async (what: 'card' | 'envelope') => {
      const { name, content, missing } = await client.certified.frames({ what })
      return await printPdf({ title: name, content, missing })
    },
  })
  const shift = (name: ShiftName, axis: 'x' | 'y'): ReactNode => {
    const key = `${name}.${axis}`
    const text = typed[key] ?? String(settings[name][axis])
    const value = millimetres(text)
    return (
      <TextField label={`${SHIFT_WORDS[name]}: ${axis === 'x' ? t('certified.settingsPaper.toTheRight') : t('certified.settingsPaper.down')}`} hint={saved === key ? t('common.saved') : t('certified.settingsPaper.mm')} inputMode="decimal" maxLength={6} value={text} disabled={!may} error={value === null ? t('certified.settingsPaper.typeMillimetersValueToFarthest', { value: -FARTHEST, FARTHEST }) : undefined}
        onChange={(event) => { setTyped({ ...typed, [key]: event.currentTarget.value }) }} onBlur={() => { if (value !== null && value !== settings[name][axis]) save(key, { [name]: { ...settings[name], [axis]: value } }) }} />
    )
  }
  return (
    <>
      <h3>{t('certified.settingsPaper.envelopesAndGreenCards')}</h3>
      <div className={css.pair}>
        <SelectField label={t('certified.settingsPaper.envelopesInThePrinter')} hint={saved === 'envelope' ? t('common.saved') : undefined} value={settings.envelope} disabled={!may} data={Object.entries(ENVELOPES).map(([value, { name }]) => ({ value, label: name }))} onChange={(next) => { if (next !== null && next in ENVELOPES && next !== settings.envelope) save('envelope', { envelope: next as EnvelopeId }) }} />
        <TextField label={t('certified.settingsPaper.lineOnTheEnvelope')} about="endorsement" hint={saved === 'envelopeNote' ? t('common.saved') : t('certified.settingsPaper.suchAsElectronicServiceRequested')} value={note} maxLength={100} disabled={!may} onChange={(event) => { setNote(event.currentTarget.value) }} onBlur={() => { if (note !== settings.envelopeNote) save('envelopeNote', { envelopeNote: note }) }} />
        {SHIFTS.flatMap((name) => [<div key={`${name}x`}>{shift(name, 'x')}</div>, <div key={`${name}y`}>{shift(name, 'y')}</div>])}
      </div>
      <div className={css.acts}>
        <Button icon="printer" onClick={() => { trial.mutate('envelope') }}>{t('certified.settingsPaper.trialEnvelope')}</Button>
        <Button icon="printer" onClick={() => { trial.mutate('card') }}>{t('certified.settingsPaper.trialGreenCard')}</Button>
      </div>
      <Help>{t('certified.settingsPaper.printATrialWithFramesOn')}</Help>
      {trial.error && <ProblemMessage problem={problemOf(trial.error)} />}
      {trial.data?.missing && <Message tone="act">{trial.data.missing}</Message>}
    </>
  )
}
