import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ScannerRow } from '../../../shared/contract/scanning.ts'
import { useOpen } from '../../app/kept.ts'
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
  open: { word: t('devices.connected.connected'), tone: 'done' }, opening: { word: t('devices.connected.opening'), tone: 'move' }, missing: { word: t('devices.connected.notPluggedIn'), tone: 'act' }, busy: { word: t('devices.connected.portInUse'), tone: 'act' },
  denied: { word: t('devices.connected.notAllowed'), tone: 'stop' }, failed: { word: t('devices.connected.doesNotOpen'), tone: 'stop' }, off: { word: t('common.off'), tone: 'idle' },
}

/** Every scanner of this workstation and how it is doing. */
export function Connected(): ReactNode {
  const zone = useZone()
  const administrator = useMay('administrator')
  const serial = useQuery(station.scanning.scanners.queryOptions())
  const own = useStore(pageScanners)
  const [form, setForm] = useOpen<ScannerRow | 'new' | null>('scanner.form', null)
  const choose = useMutation({ mutationFn: chooseScanner })
  const remove = useMutation({ mutationFn: async (id: string) => await client.scanning.removeScanner({ id }), onSettled: async () => await queries.invalidateQueries({ queryKey: station.scanning.key() }) })
  useKeys([
    { key: 'F4', label: t('devices.connected.addASerialScanner'), when: administrator, run: () => { setForm('new') } },
    { key: 'Shift F4', label: t('devices.connected.allowAHidScanner'), when: canHid(), run: () => { choose.mutate() } },
  ])
  const rows = serial.data ?? []
  return (
    <section className={css.connected} aria-label={t('devices.connected.scannersOfThisWorkstation')}>
      <ul>
        <li><b>{t('devices.connected.scannersThatTypeLikeAKeyboard')}</b><Tag tone="done">{t('devices.connected.alwaysHeard')}</Tag><span>{t('devices.connected.nothingToSetUpPrefixSuffix')}</span></li>
        {rows.map((row) => (
          <li key={row.id}><b>{row.name}</b><Tag tone={STATES[row.state].tone}>{STATES[row.state].word}</Tag><span>{t('devices.connected.serialPathBaudBaudWords', { path: row.path, baud: row.baud, words: row.words })}{row.lastAt === null ? '' : t('devices.connected.lastHeardLastat', { lastAt: when(row.lastAt, zone) })}</span>
            {administrator && <span className={css.rowActs}><Button small aria-label={t('devices.connected.changeName', { name: row.name })} onClick={() => { setForm(row) }}>{t('common.change')}</Button><Button small kind="quiet" aria-label={t('devices.connected.takeAwayName', { name: row.name })} disabled={remove.isPending} onClick={() => { remove.mutate(row.id) }}>{t('devices.connected.takeAway')}</Button></span>}
          </li>
        ))}
        {own.map((row, i) => <li key={i}><b>{row.name}</b><Tag tone={row.open ? 'done' : 'act'}>{row.open ? t('devices.connected.connected') : t('devices.connected.notOpen')}</Tag><span>{t('devices.connected.hidPosWords', { words: row.words })}</span></li>)}
      </ul>
      {serial.error && <ProblemMessage problem={problemOf(serial.error)} onRetry={() => { void serial.refetch() }} />}
      {(remove.error ?? choose.error) && <ProblemMessage problem={problemOf(remove.error ?? choose.error)} />}
      {choose.data === false && <p role="status">{t('devices.connected.noScannerWasChosenOneThat')}</p>}
      <div className={css.acts}>
        {administrator && <Button small icon="plus" keys="F4" onClick={() => { setForm('new') }}>{t('devices.connected.addASerialScanner')}</Button>}
        {canHid() && <Button small icon="plus" keys="Shift F4" onClick={() => { choose.mutate() }}>{t('devices.connected.allowAHidScanner')}</Button>}
      </div>
      {form && <ScannerForm scanner={form === 'new' ? null : form} onClose={() => { setForm(null) }} />}
    </section>
  )
}
