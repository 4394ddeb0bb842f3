import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import type { ScannerRow } from '../../../shared/contract/scanning.ts'
import { BAUD_RATES, TERMINATORS, type Terminator } from '../../../shared/scanning/serial.ts'
import { problemOf } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Help, ProblemMessage } from '../../ui/parts.tsx'
import css from './devices.module.css'

const ENDS: Record<Terminator, string> = { enter: 'Enter (CR, LF or both)', tab: 'Tab', etx: 'ETX', pause: 'Nothing, only a pause' }
const END_CHOICES = TERMINATORS.map((value) => ({ value, label: ENDS[value] }))
const BAUD_CHOICES = BAUD_RATES.map((rate) => ({ value: String(rate), label: rate.toLocaleString('en-US') }))

/** Adds a serial scanner, or changes one. */
export function ScannerForm({ scanner, onClose }: { scanner: ScannerRow | null; onClose: () => void }): ReactNode {
  const form = useId()
  const ports = useQuery(station.scanning.ports.queryOptions({ refetchInterval: 2_000 }))
  const [now, setNow] = useState<Pick<ScannerRow, 'name' | 'path' | 'usb' | 'baud' | 'terminator' | 'prefix' | 'suffix'>>(scanner ?? { name: '', path: '', usb: null, baud: 9_600, terminator: 'enter', prefix: '', suffix: '' })
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
    <Dialog title={scanner ? `How is ${scanner.name} set up?` : 'Which serial scanner?'} onClose={onClose} acts={<><Button keys="Esc" onClick={onClose}>Leave it</Button><Button kind="primary" keys="Enter" submit form={form}>{scanner ? 'Keep it' : 'Add it'}</Button></>}>
      <form id={form} className={css.form} onSubmit={send}>
        {free.length > 0 && <SelectField label="Ports of this computer" data={free.map((port) => ({ value: port.path, label: port.name }))} value={free.some((port) => port.path === now.path) ? now.path : null} placeholder="Choose, or type below"
          onChange={(value) => { const port = free.find((one) => one.path === value); if (port) set({ path: port.path, usb: port.usb, name: now.name || port.name.slice(0, 80) }) }} />}
        {ports.data && free.length === 0 && <Help icon="info">No free serial port is seen. Plug the scanner in, and set it to USB-COM with the barcode of its manual.</Help>}
        <div className={css.two}>
          <TextField label="Name" data-autofocus value={now.name} maxLength={80} error={problem?.field === 'name' ? problem.message : missing(now.name, 'Say what it is called.')} onChange={(event) => { set({ name: event.currentTarget.value }) }} />
          <TextField label="Port" hint="COM3, /dev/ttyACM0" value={now.path} maxLength={400} error={problem?.field === 'path' ? problem.message : missing(now.path, 'Say which port.')} onChange={(event) => { set({ path: event.currentTarget.value, usb: null }) }} />
          <SelectField label="Speed" hint="baud; any on USB" data={BAUD_CHOICES} value={String(now.baud)} onChange={(value) => { if (value !== null) set({ baud: Number(value) }) }} />
          <SelectField label="What ends each code" data={END_CHOICES} value={now.terminator} onChange={(value) => { const terminator = TERMINATORS.find((one) => one === value); if (terminator) set({ terminator }) }} />
          <TextField label="Sent before each code" hint="prefix" value={now.prefix} maxLength={10} onChange={(event) => { set({ prefix: event.currentTarget.value }) }} />
          <TextField label="Sent after each code" hint="suffix" value={now.suffix} maxLength={10} onChange={(event) => { set({ suffix: event.currentTarget.value }) }} />
        </div>
        <Help icon="info">An AIM identifier, such as ]C1, is understood by itself.</Help>
      </form>
      {problem && problem.field !== 'name' && problem.field !== 'path' && <ProblemMessage problem={problem} />}
    </Dialog>
  )
}
