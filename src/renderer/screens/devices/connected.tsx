import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ScannerRow } from '../../../shared/contract/scanning.ts'
import { useKeys } from '../../app/keys.ts'
import { problemOf } from '../../app/problem.ts'
import { useMay } from '../../app/session.ts'
import { client, queries, station, useZone } from '../../app/station.ts'
import { useStore } from '../../app/store.ts'
import { canHid, chooseScanner, pageScanners } from '../../scan/devices.ts'
import { Button } from '../../ui/button.tsx'
import type { Tone } from '../../ui/drawings.tsx'
import { ProblemMessage, Tag } from '../../ui/parts.tsx'
import { when } from '../../ui/words.ts'
import css from './scan-test.module.css'
import { ScannerForm } from './scanner-form.tsx'

const STATES: Record<ScannerRow['state'], { word: string; tone: Tone }> = {
  open: { word: 'Connected', tone: 'done' }, opening: { word: 'Opening', tone: 'move' }, missing: { word: 'Not plugged in', tone: 'act' }, busy: { word: 'Port in use', tone: 'act' },
  denied: { word: 'Not allowed', tone: 'stop' }, failed: { word: 'Does not open', tone: 'stop' }, off: { word: 'Off', tone: 'idle' },
}

/** Every scanner of this workstation and how it is doing. */
export function Connected(): ReactNode {
  const zone = useZone()
  const administrator = useMay('administrator')
  const serial = useQuery(station.scanning.scanners.queryOptions())
  const own = useStore(pageScanners)
  const [form, setForm] = useState<ScannerRow | 'new' | null>(null)
  const choose = useMutation({ mutationFn: chooseScanner })
  const remove = useMutation({ mutationFn: async (id: string) => await client.scanning.removeScanner({ id }), onSettled: async () => await queries.invalidateQueries({ queryKey: station.scanning.key() }) })
  useKeys([
    { key: 'F2', label: 'Add a serial scanner', when: administrator, run: () => { setForm('new') } },
    { key: 'F4', label: 'Allow a HID scanner', when: canHid(), run: () => { choose.mutate() } },
  ])
  const rows = serial.data ?? []
  return (
    <section className={css.connected} aria-label="Scanners of this workstation">
      <ul>
        <li><b>Scanners that type like a keyboard</b><Tag tone="done">Always heard</Tag><span>Nothing to set up. Prefix, suffix, pace and keyboard stand under Settings, Scanners.</span></li>
        {rows.map((row) => (
          <li key={row.id}><b>{row.name}</b><Tag tone={STATES[row.state].tone}>{STATES[row.state].word}</Tag><span>Serial, {row.path}, {row.baud} baud. {row.words}{row.lastAt === null ? '' : ` Last heard ${when(row.lastAt, zone)}.`}</span>
            {administrator && <span className={css.rowActs}><Button small aria-label={`Change ${row.name}`} onClick={() => { setForm(row) }}>Change</Button><Button small kind="quiet" aria-label={`Take away ${row.name}`} disabled={remove.isPending} onClick={() => { remove.mutate(row.id) }}>Take away</Button></span>}
          </li>
        ))}
        {own.map((row, i) => <li key={i}><b>{row.name}</b><Tag tone={row.open ? 'done' : 'act'}>{row.open ? 'Connected' : 'Not open'}</Tag><span>HID POS. {row.words}</span></li>)}
      </ul>
      {(serial.error ?? remove.error) && <ProblemMessage problem={problemOf(serial.error ?? remove.error)} />}
      {choose.data === false && <p role="status">No scanner was chosen. One that types like a keyboard is not in this list; set it to HID POS with the barcode of its manual.</p>}
      <div className={css.acts}>
        {administrator && <Button small icon="plus" keys="F2" onClick={() => { setForm('new') }}>Add a serial scanner</Button>}
        {canHid() && <Button small icon="plus" keys="F4" onClick={() => { choose.mutate() }}>Allow a HID scanner</Button>}
      </div>
      {form && <ScannerForm scanner={form === 'new' ? null : form} onClose={() => { setForm(null) }} />}
    </section>
  )
}
