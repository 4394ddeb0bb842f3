import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import type { Needs } from '../../../shared/contract/roles.ts'
import { mayCall } from '../../../shared/contract/roles.ts'
import { useSession } from '../../app/session.ts'
import { useHead } from '../../app/shell/head.tsx'
import { Icon, type IconName } from '../../ui/drawings.tsx'
import { CertifiedMailSettings } from '../certified/settings-certified.tsx'
import { FeeSettings } from '../certified/settings-fees.tsx'
import { RollSettings } from '../certified/settings-rolls.tsx'
import { Backup } from './backup.tsx'
import { DailyLogSettings } from './daily-log.tsx'
import { CommandLine } from './command-line.tsx'
import { Keep } from './keep.tsx'
import { Email } from './email.tsx'
import { MyPin, ThisDesk } from './my-pin.tsx'
import { NoticeRules } from './notice-rules.tsx'
import { People } from './people.tsx'
import { Scanners } from './scanners.tsx'
import { Tasks } from './tasks.tsx'
import { TakeOut } from './take-out.tsx'
import { ReceiptsSettings } from '../receipts/settings.tsx'
import { TrackingSection } from '../tracking/settings.tsx'
import { UpdatesSection } from './updates.tsx'
import { Verify } from './verify.tsx'
import css from './settings.module.css'

interface Section { id: string; icon: IconName; title: string; needs: Needs; show: () => ReactNode }

/** The sections of Settings; a role sees only its own. Adding one is one line. */
const SECTIONS: readonly Section[] = [
  { id: 'mine', icon: 'lock', title: t('office.settings.myPin'), needs: 'operator', show: () => <MyPin /> },
  { id: 'desk', icon: 'sound', title: t('office.settings.thisWorkstation'), needs: 'operator', show: () => <ThisDesk /> },
  { id: 'scanners', icon: 'scan', title: t('office.settings.scanners'), needs: 'operator', show: () => <Scanners /> },
  { id: 'certified', icon: 'letters', title: t('common.certifiedMail'), needs: 'supervisor', show: () => <CertifiedMailSettings /> },
  { id: 'fees', icon: 'tag', title: t('office.settings.feesAndPostage'), needs: 'supervisor', show: () => <FeeSettings /> },
  { id: 'rolls', icon: 'scan', title: t('common.labelRolls'), needs: 'operator', show: () => <RollSettings /> },
  { id: 'people', icon: 'users', title: t('common.people'), needs: 'administrator', show: () => <People /> },
  { id: 'notices', icon: 'mail', title: t('common.notices'), needs: 'administrator', show: () => <NoticeRules /> },
  { id: 'email', icon: 'outbox', title: t('common.email'), needs: 'administrator', show: () => <Email /> },
  { id: 'command-line', icon: 'keyboard', title: t('common.commandLine'), needs: 'administrator', show: () => <CommandLine /> },
  { id: 'backup', icon: 'backup', title: t('office.settings.backup'), needs: 'administrator', show: () => <Backup /> },
  { id: 'daily-log', icon: 'daily', title: t('common.dailyLog'), needs: 'supervisor', show: () => <DailyLogSettings /> },
  { id: 'usps', icon: 'tracking', title: t('office.settings.uspsConnection'), needs: 'administrator', show: () => <TrackingSection /> },
  { id: 'receipts', icon: 'card', title: t('common.receipts'), needs: 'administrator', show: () => <ReceiptsSettings /> },
  { id: 'tasks', icon: 'clock', title: t('office.settings.scheduledTasks'), needs: 'supervisor', show: () => <Tasks /> },
  { id: 'keep', icon: 'lock', title: t('office.settings.keepAndDispose'), needs: 'supervisor', show: () => <Keep /> },
  { id: 'take-out', icon: 'download', title: t('office.settings.exportEverything'), needs: 'administrator', show: () => <TakeOut /> },
  { id: 'updates', icon: 'download', title: t('office.settings.updates'), needs: 'administrator', show: () => <UpdatesSection /> },
  { id: 'verify', icon: 'shield', title: t('office.settings.checkTheLog'), needs: 'supervisor', show: () => <Verify /> },
]

export function Settings(): ReactNode {
  const role = useSession()?.user.role ?? null
  const sections = SECTIONS.filter((section) => mayCall(role, section.needs))
  const [id, setId] = useKept('settings.section', role === 'administrator' ? 'people' : 'mine')
  const at = Math.max(0, sections.findIndex((section) => section.id === id))
  const [focus, setFocus] = useState(false)
  const step = (by: number): void => {
    const next = sections[(at + by + sections.length) % sections.length]
    if (next) setId(next.id)
    setFocus(true)
  }
  const along = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    step(event.key === 'ArrowDown' ? 1 : -1)
  }
  useHead(t('office.settings.settings'))
  useKeys([{ key: 'PgUp', label: t('office.settings.sectionBefore'), run: () => { step(-1) } }, { key: 'PgDn', label: t('office.settings.nextSection'), run: () => { step(1) } }])
  return (
    <div className={css.settings}>
      {/* One stop for Tab, so that the fields are near; the keys of a list go along it. */}
      <nav className={css.sections} aria-label={t('office.settings.settings')} onKeyDown={along}>
        {sections.map((section, i) => (
          <button key={section.id} ref={focus && i === at ? (element) => { element?.focus(); setFocus(false) } : undefined} type="button" aria-current={i === at ? 'true' : undefined} tabIndex={i === at ? 0 : -1} onClick={() => { setId(section.id) }}><Icon name={section.icon} />{section.title}</button>
        ))}
      </nav>
      <div className={css.content} key={sections[at]?.id}>{sections[at]?.show()}</div>
    </div>
  )
}
