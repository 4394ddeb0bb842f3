import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { PrinterRow } from '../../../shared/contract/printing.ts'
import { CODE_PAGES, LANGUAGES, PURPOSES, defaultProfile } from '../../../shared/printing/profile.ts'
import type { Profile, Purpose } from '../../../shared/printing/profile.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Help, ProblemMessage, Segments } from '../../ui/parts.tsx'
import { type Numbers, readNumbers, textsOf, withNumbers } from './numbers.ts'
import { CODE_PAGE_CHOICES, LANGUAGE_WORDS, MEDIA_CHOICES, PURPOSE_WORDS } from './words.ts'

import css from './devices.module.css'

const LANGUAGE_CHOICES = LANGUAGES.map((value) => ({ value, label: LANGUAGE_WORDS[value] }))
const TYPED = 'typed'

/** Sets a printer up, or changes one: where it is, what it understands, what it is for. */
export function PrinterForm({ printer, onClose, onSaved }: { printer: PrinterRow | null; onClose: () => void; onSaved: (printer: PrinterRow) => void }): ReactNode {
  const [name, setName] = useHeld(`printer.name.${printer?.id ?? ''}`, printer?.name ?? '')
  const [target, setTarget] = useHeld(`printer.target.${printer?.id ?? ''}`, printer?.target ?? '')
  const [profile, setProfile] = useHeld<Profile>(`printer.profile.${printer?.id ?? ''}`, printer?.profile ?? defaultProfile('zpl'))
  const [purposes, setPurposes] = useHeld<readonly Purpose[]>(`printer.purposes.${printer?.id ?? ''}`, printer?.purposes ?? ['piece'])
  const [numbers, setNumbers] = useHeld<Numbers>(`printer.numbers.${printer?.id ?? ''}`, textsOf(printer?.profile ?? defaultProfile('zpl')))
  const [tried, setTried] = useState(false)
  const [errors, setErrors] = useState<{ name?: string; target?: string }>({})
  const found = useQuery(station.printing.found.queryOptions({ staleTime: 0 }))
  const save = useMutation(station.printing.savePrinter.mutationOptions({
    onSuccess: async (saved) => {
      onSaved(saved)
      await queries.invalidateQueries({ queryKey: station.printing.key() })
    },
  }))
  const submit = (): void => {
    const read = readNumbers(numbers, profile.language)
    setTried(true)
    const wrong = { ...(name.trim() ? {} : { name: t('devices.printerForm.giveThePrinterANamePeople') }), ...(target.trim() ? {} : { target: t('devices.printerForm.chooseAPrinterAboveOrType') }) }
    setErrors(wrong)
    if (Object.keys(wrong).length === 0 && read.profile && !save.isPending) save.mutate({ ...(printer ? { id: printer.id } : {}), name, target, profile: withNumbers(profile, read.profile), purposes: [...purposes] })
  }
  const wrongNumber = (field: keyof Numbers): string | undefined => (tried ? readNumbers(numbers, profile.language).errors[field] : undefined)
  const problem = save.error ? problemOf(save.error) : null
  const usable = found.data?.printers.filter((one) => one.usable) ?? []
  const choose = (value: string | null): void => {
    const one = usable.find((each) => each.target === value)
    if (!one) return
    setTarget(one.target)
    if (name.trim() === '') setName(one.name)
  }
  return (
    <Dialog name="printer" wide title={printer ? t('devices.printerForm.changeName', { name: printer.name }) : t('devices.printerForm.addAPrinter')} onClose={onClose} keys={[{ key: 'Ctrl Enter', label: t('devices.printerForm.saveThePrinter'), run: submit }]}
      acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Ctrl Enter" disabled={save.isPending} onClick={submit}>{t('devices.printerForm.saveThePrinter')}</Button></>}>
      <form className={css.form} onSubmit={(event: FormEvent) => { event.preventDefault(); submit() }}>
        <div className={css.two}>
          <TextField label={t('common.name')} data-autofocus value={name} maxLength={80} error={errors.name ?? (problem?.field === 'name' ? problem.message : undefined)} onChange={(event) => { setName(event.currentTarget.value) }} />
          {usable.length > 0 && <SelectField label={t('devices.printerForm.foundOnThisComputer')} data={[...usable.map((one) => ({ value: one.target, label: one.name })), { value: TYPED, label: t('devices.printerForm.anotherAddress') }]} value={usable.some((one) => one.target === target) ? target : TYPED} onChange={choose} />}
        </div>
        <TextField label={t('common.address')} about="printerAddress" hint={t('devices.printerForm.tcphost9100FilepathCupsqueueOrWindowsprinter')} value={target} maxLength={400} error={errors.target ?? (problem?.field === 'target' ? problem.message : undefined)} onChange={(event) => { setTarget(event.currentTarget.value) }} />
        {usable.length === 0 && found.data?.notes.map((note) => <Help key={note}>{note}</Help>)}
        <Segments label={t('devices.printerForm.whatItUnderstands')} value={profile.language} options={LANGUAGE_CHOICES} onChange={(language) => { setProfile(defaultProfile(language)); setNumbers(textsOf(defaultProfile(language))) }} />
        <div className={css.three}>
          <SelectField label={t('common.paper')} data={MEDIA_CHOICES} value={profile.media} onChange={(value) => { const media = MEDIA_CHOICES.find((choice) => choice.value === value)?.value; if (media) setProfile({ ...profile, media }) }} />
          <SelectField label={t('devices.printerForm.dotsPerInch')} data={['203', '300', '600']} value={String(profile.dpi)} onChange={(value) => { setProfile({ ...profile, dpi: Number(value ?? 203) }) }} />
          <NumberField label={t('devices.printerForm.copies')} value={numbers.copies} error={wrongNumber('copies')} onChange={(copies) => { setNumbers({ ...numbers, copies }) }} />
          <NumberField label={t('devices.printerForm.shiftRight')} hint={t('devices.printerForm.mm')} value={numbers.offsetX} error={wrongNumber('offsetX')} onChange={(offsetX) => { setNumbers({ ...numbers, offsetX }) }} />
          <NumberField label={t('devices.printerForm.shiftDown')} hint={t('devices.printerForm.mm')} value={numbers.offsetY} error={wrongNumber('offsetY')} onChange={(offsetY) => { setNumbers({ ...numbers, offsetY }) }} />
          {profile.language === 'zpl' && <NumberField label={t('devices.printerForm.darkness')} hint={t('devices.printerForm.0To30')} value={numbers.darkness} error={wrongNumber('darkness')} onChange={(darkness) => { setNumbers({ ...numbers, darkness }) }} />}
          {profile.language === 'escpos' && (
            <>
              <NumberField label={t('devices.printerForm.lettersInALine')} value={numbers.columns} error={wrongNumber('columns')} onChange={(columns) => { setNumbers({ ...numbers, columns }) }} />
              <SelectField label={t('devices.printerForm.codePage')} data={CODE_PAGE_CHOICES} value={profile.codePage} onChange={(value) => { const codePage = CODE_PAGES.find((one) => one === value); if (codePage) setProfile({ ...profile, codePage }) }} />
              <label className={css.tick}><input type="checkbox" checked={profile.cut} onChange={(event) => { setProfile({ ...profile, cut: event.currentTarget.checked }) }} />{t('devices.printerForm.cutThePaperAfterEach')}</label>
            </>
          )}
        </div>
        <fieldset className={css.purposes}>
          <legend>{t('devices.printerForm.whatItIsFor')}</legend>
          {PURPOSES.map((purpose) => (
            <label key={purpose}><input type="checkbox" checked={purposes.includes(purpose)} onChange={(event) => { setPurposes(event.currentTarget.checked ? [...purposes, purpose] : purposes.filter((one) => one !== purpose)) }} />{PURPOSE_WORDS[purpose]}</label>
          ))}
        </fieldset>
      </form>
      {problem && problem.field === undefined && <ProblemMessage problem={problem} />}
    </Dialog>
  )
}

/** A number as it is typed; what it means is read when the form is saved. */
function NumberField({ label, hint, value, error, onChange }: { label: string; hint?: string; value: string; error: string | undefined; onChange: (value: string) => void }): ReactNode {
  return <TextField label={label} hint={hint} inputMode="decimal" value={value} maxLength={8} error={error} onChange={(event) => { onChange(event.currentTarget.value) }} />
}
