import { Popover } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
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
  const link = state === 'open' ? { icon: 'online' as const, word: t('frame.stationChip.stationReady'), tone: 'ok' } : { icon: 'offline' as const, word: t('frame.stationChip.stationDoesNotAnswer'), tone: 'stop' }
  const backup = status?.lastBackup ?? null
  const old = !backup || status === undefined || status.backupOld
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} shadow="md" trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <button type="button" className={css.station} onClick={() => { setOpen(!open) }}>
          <span data-tone={link.tone}><Icon name={link.icon} size="s" /><em>{link.word}</em></span>
          {((status?.waiting.outbox ?? 0) > 0 || status?.waiting.outboxLook) && <span data-tone={status?.waiting.outboxLook ? 'act' : undefined}><Icon name="outbox" size="s" />{t('frame.stationChip.outboxOutbox', { outbox: status?.waiting.outbox })}</span>}
          <span data-tone={old ? 'act' : undefined}><Icon name="backup" size="s" />{backup ? t('frame.stationChip.backupAt', { at: when(backup.at, zone) }) : t('frame.stationChip.noBackup')}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={css.sheet}>
        <h2>{t('frame.stationChip.thisStation')}</h2>
        <dl>
          <dt>{t('frame.stationChip.link')}</dt><dd>{state === 'open' ? t('frame.stationChip.answersWorksWithoutTheInternet') : t('frame.stationChip.doesNotAnswerWhatYouType')}</dd>
          <dt>{t('common.office')}</dt><dd>{status?.office?.name ?? t('frame.stationChip.notSetUpYet')}{status?.sample ? t('frame.stationChip.sampleOffice') : ''}</dd>
          <dt>{t('frame.stationChip.lastBackup')}</dt><dd>{backup ? <>{fullTime(backup.at, zone)}<br />{backup.folder}</> : t('frame.stationChip.noneYetAnAdministratorMakesOne')}</dd>
          <dt>{t('common.waiting')}</dt><dd>{t('frame.stationChip.countofInTheOutboxCountof2', { countOf: count(status?.waiting.outbox ?? 0, t('frame.stationChip.message')), countOf2: count(status?.waiting.print ?? 0, t('frame.stationChip.printJob')) })}</dd>
          <dt>{t('common.timeZone')}</dt><dd>{zone}</dd>
          <dt>{t('frame.stationChip.device')}</dt><dd className={css.mono}>{status?.deviceId}</dd>
          <dt>{t('frame.stationChip.version')}</dt><dd>{status?.version}</dd>
        </dl>
      </Popover.Dropdown>
    </Popover>
  )
}
