import { Popover } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Icon } from '../../ui/drawings.tsx'
import { count, fullTime, when } from '../../ui/words.ts'
import { connection, useStation, useZone } from '../station.ts'
import { useStore } from '../store.ts'
import css from './frame.module.css'


/** Link, outbox and backup of the station in one line; a click opens the details. */
export function StationChip(): ReactNode {
  const [open, setOpen] = useState(false)
  const state = useStore(connection.state)
  const status = useStation()
  const zone = useZone()
  const link = state === 'open' ? { icon: 'online' as const, word: 'Station ready', tone: 'ok' } : { icon: 'offline' as const, word: 'Station does not answer', tone: 'stop' }
  const backup = status?.lastBackup ?? null
  const old = !backup || status === undefined || status.backupOld
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} shadow="md" trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <button type="button" className={css.station} onClick={() => { setOpen(!open) }}>
          <span data-tone={link.tone}><Icon name={link.icon} size="s" /><em>{link.word}</em></span>
          {((status?.waiting.outbox ?? 0) > 0 || status?.waiting.outboxLook) && <span data-tone={status?.waiting.outboxLook ? 'act' : undefined}><Icon name="outbox" size="s" />Outbox {status?.waiting.outbox}</span>}
          <span data-tone={old ? 'act' : undefined}><Icon name="backup" size="s" />{backup ? `Backup ${when(backup.at, zone)}` : 'No backup'}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={css.sheet}>
        <h2>This station</h2>
        <dl>
          <dt>Link</dt><dd>{state === 'open' ? 'Answers. Works without the internet.' : 'Does not answer. What you type stays here.'}</dd>
          <dt>Office</dt><dd>{status?.office?.name ?? 'Not set up yet'}{status?.sample ? ' (sample office)' : ''}</dd>
          <dt>Last backup</dt><dd>{backup ? <>{fullTime(backup.at, zone)}<br />{backup.folder}</> : 'None yet. An administrator makes one under Settings, Backup.'}</dd>
          <dt>Waiting</dt><dd>{count(status?.waiting.outbox ?? 0, 'message')} in the outbox, {count(status?.waiting.print ?? 0, 'print job')}</dd>
          <dt>Time zone</dt><dd>{zone}</dd>
          <dt>Device</dt><dd className={css.mono}>{status?.deviceId}</dd>
          <dt>Version</dt><dd>{status?.version}</dd>
        </dl>
      </Popover.Dropdown>
    </Popover>
  )
}
