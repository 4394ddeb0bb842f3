import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useKept } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { mayCall } from '../../../shared/contract/roles.ts'
import { SETTINGS_SECTIONS, type SettingsSection } from '../../../shared/desktop/commands.ts'
import { useSession } from '../../app/session.ts'
import { useHead } from '../../app/shell/head.tsx'
import { Icon } from '../../ui/drawings.tsx'
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
import { SECTION, SECTIONS } from './sections.ts'
import { Tasks } from './tasks.tsx'
import { TakeOut } from './take-out.tsx'
import { ReceiptsSettings } from '../receipts/settings.tsx'
import { TrackingSection } from '../tracking/settings.tsx'
import { UpdatesSection } from './updates.tsx'
import { Verify } from './verify.tsx'
import css from './settings.module.css'

/** What the sections of Settings show. */
const SHOWN: Readonly<Record<SettingsSection, () => ReactNode>> = {
  mine: () => <MyPin />,
  desk: () => <ThisDesk />,
  scanners: () => <Scanners />,
  certified: () => <CertifiedMailSettings />,
  fees: () => <FeeSettings />,
  rolls: () => <RollSettings />,
  people: () => <People />,
  notices: () => <NoticeRules />,
  email: () => <Email />,
  'command-line': () => <CommandLine />,
  backup: () => <Backup />,
  'daily-log': () => <DailyLogSettings />,
  usps: () => <TrackingSection />,
  receipts: () => <ReceiptsSettings />,
  tasks: () => <Tasks />,
  keep: () => <Keep />,
  'take-out': () => <TakeOut />,
  updates: () => <UpdatesSection />,
  verify: () => <Verify />,
}

export function Settings(): ReactNode {
  const role = useSession()?.user.role ?? null
  // A role sees only its own.
  const sections = SETTINGS_SECTIONS.filter((section) => mayCall(role, SECTIONS[section].needs))
  const [id, setId] = useKept<SettingsSection>(SECTION, role === 'administrator' ? 'people' : 'mine')
  const at = Math.max(0, sections.indexOf(id))
  const here = sections[at] ?? 'mine'
  const [focus, setFocus] = useState(false)
  const step = (by: number): void => {
    const next = sections[(at + by + sections.length) % sections.length]
    if (next) setId(next)
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
          <button key={section} ref={focus && i === at ? (element) => { element?.focus(); setFocus(false) } : undefined} type="button" aria-current={i === at ? 'true' : undefined} tabIndex={i === at ? 0 : -1} onClick={() => { setId(section) }}><Icon name={SECTIONS[section].icon} />{SECTIONS[section].title}</button>
        ))}
      </nav>
      <div className={css.content} key={here}>{SHOWN[here]()}</div>
    </div>
  )
}
