import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { number } from '../../../shared/words.ts'
import { t } from '../../catalogue/index.ts'
import type { ScannerRow } from '../../../shared/contract/scanning.ts'
import { BAUD_RATES, TERMINATORS, type Terminator } from '../../../shared/scanning/serial.ts'
import { useHeld } from '../../app/kept.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Help, ProblemMessage } from '../../ui/parts.tsx'
import css from './devices.module.css'

const ENDS: Record<Terminator, string> = { enter: t('devices.scannerForm.enterCrLfOrBoth'), tab: 'Tab', etx: 'ETX', pause: t('devices.scannerForm.nothingOnlyAPause') }
const END_CHOICES = TERMINATORS.map((value) => ({ value, label: ENDS[value] }))
const BAUD_CHOICES = BAUD_RATES.map((rate) => ({ value: String(rate), label: number(rate) }))

/** Adds a serial scanner, or changes one. */
export function ScannerForm({ scanner, onClose }: { scanner: ScannerRow | null; onClose: () => void }): ReactNode {
  const form = useId()
  const ports = useQuery(station.scanning.ports.queryOptions({ refetchInterval: 2_000 }))
  const [now, setNow] = useHeld<Pick<ScannerRow, 'name' | 'path' | 'usb' | 'baud' | 'terminator' | 'prefix' | 'suffix'>>(`scanner.${scanner?.id ?? ''}`, scanner ?? { name: '', path: '', usb: null, baud: 9_600, terminator: 'enter', prefix: '', suffix: '' })
  const set = (change: Partial<typeof now>): void => { setNow({ ...now, ...change }) }
  const [tried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: async () => {
      const { name, path, usb, baud, terminator, prefix, suffix } = now
      return await client.scanning.saveScanner({ ...(scanner ? { id: scanner.id } : {}), name, path, usb, baud, terminator, prefix, suffix })
    },
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: station.scanning.key() }); onClose() },
  })
  const problem = save.error ? problemOf(save.error) : null
  const missing = (value: string, words: string): string | undefined => (tried && value.trim() === '' ? words : undefined)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (now.name.trim() !== '' && now.path.trim() !== '' && !save.isPending) save.mutate()
  }
  const free = (ports.data ?? []).filter((port) => port.scanner === null || port.scanner === scanner?.name)
  return (
    <Dialog name="scanner" title={scanner ? t('devices.scannerForm.howIsNameSetUp', { name: scanner.name }) : t('devices.scannerForm.whichSerialScanner')} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>{t('common.leaveIt')}</Button><Button kind="primary" keys="Enter" submit form={form}>{scanner ? t('common.save') : t('devices.scannerForm.addIt')}</Button></>}>
      <form id={form} className={css.form} onSubmit={send}>
        {free.length > 0 && <SelectField label={t('devices.scannerForm.portsOfThisComputer')} data={free.map((port) => ({ value: port.path, label: port.name }))} value={free.some((port) => port.path === now.path) ? now.path : null} placeholder={t('devices.scannerForm.chooseOrTypeBelow')}
          onChange={(value) => { const port = free.find((one) => one.path === value); if (port) set({ path: port.path, usb: port.usb, name: now.name || port.name.slice(0, 80) }) }} />}
        {ports.data && free.length === 0 && <Help icon="info">{t('devices.scannerForm.noFreeSerialPortIsSeen')}</Help>}
        <div className={css.two}>
          <TextField label={t('common.name')} data-autofocus value={now.name} maxLength={80} error={problem?.field === 'name' ? problem.message : missing(now.name, t('devices.scannerForm.sayWhatItIsCalled'))} onChange={(event) => { set({ name: event.currentTarget.value }) }} />
          <TextField label={t('devices.scannerForm.port')} hint={t('devices.scannerForm.com3Devttyacm0')} value={now.path} maxLength={400} error={problem?.field === 'path' ? problem.message : missing(now.path, t('devices.scannerForm.sayWhichPort'))} onChange={(event) => { set({ path: event.currentTarget.value, usb: null }) }} />
          <SelectField label={t('devices.scannerForm.speed')} hint={t('devices.scannerForm.baudAnyOnUsb')} data={BAUD_CHOICES} value={String(now.baud)} onChange={(value) => { if (value !== null) set({ baud: Number(value) }) }} />
          <SelectField label={t('devices.scannerForm.whatEndsEachCode')} data={END_CHOICES} value={now.terminator} onChange={(value) => { const terminator = TERMINATORS.find((one) => one === value); if (terminator) set({ terminator }) }} />
          <TextField label={t('devices.scannerForm.sentBeforeEachCode')} hint={t('devices.scannerForm.prefix')} value={now.prefix} maxLength={10} onChange={(event) => { set({ prefix: event.currentTarget.value }) }} />
          <TextField label={t('devices.scannerForm.sentAfterEachCode')} hint={t('devices.scannerForm.suffix')} value={now.suffix} maxLength={10} onChange={(event) => { set({ suffix: event.currentTarget.value }) }} />
        </div>
        <Help icon="info">{t('devices.scannerForm.anAimIdentifierSuchAsC1')}</Help>
      </form>
      {problem && problem.field !== 'name' && problem.field !== 'path' && <ProblemMessage problem={problem} />}
    </Dialog>
  )
}
