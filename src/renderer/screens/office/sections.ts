import { useNavigate } from '@tanstack/react-router'
import { t } from '../../catalogue/index.ts'
import type { Needs } from '../../../shared/contract/roles.ts'
import type { SettingsSection } from '../../../shared/desktop/commands.ts'
import { keep } from '../../app/kept.ts'
import type { IconName } from '../../ui/drawings.tsx'

/** What a section of Settings is called, and who sees it. What it shows comes with the screen. */
export const SECTIONS: Readonly<Record<SettingsSection, { icon: IconName; title: string; needs: Needs }>> = {
  mine: { icon: 'lock', title: t('office.settings.myPin'), needs: 'operator' },
  desk: { icon: 'sound', title: t('office.settings.thisWorkstation'), needs: 'operator' },
  scanners: { icon: 'scan', title: t('office.settings.scanners'), needs: 'operator' },
  certified: { icon: 'letters', title: t('common.certifiedMail'), needs: 'supervisor' },
  fees: { icon: 'tag', title: t('office.settings.feesAndPostage'), needs: 'supervisor' },
  rolls: { icon: 'scan', title: t('common.labelRolls'), needs: 'operator' },
  people: { icon: 'users', title: t('common.people'), needs: 'administrator' },
  notices: { icon: 'mail', title: t('common.notices'), needs: 'administrator' },
  email: { icon: 'outbox', title: t('common.email'), needs: 'administrator' },
  'command-line': { icon: 'keyboard', title: t('common.commandLine'), needs: 'administrator' },
  backup: { icon: 'backup', title: t('office.settings.backup'), needs: 'administrator' },
  'daily-log': { icon: 'daily', title: t('common.dailyLog'), needs: 'supervisor' },
  usps: { icon: 'tracking', title: t('office.settings.uspsConnection'), needs: 'administrator' },
  receipts: { icon: 'card', title: t('common.receipts'), needs: 'administrator' },
  tasks: { icon: 'clock', title: t('office.settings.scheduledTasks'), needs: 'supervisor' },
  keep: { icon: 'lock', title: t('office.settings.keepAndDispose'), needs: 'supervisor' },
  'take-out': { icon: 'download', title: t('office.settings.exportEverything'), needs: 'administrator' },
  updates: { icon: 'download', title: t('office.settings.updates'), needs: 'administrator' },
  verify: { icon: 'shield', title: t('office.settings.checkTheLog'), needs: 'supervisor' },
}

/** The place where the section that is shown is kept. */
export const SECTION = 'settings.section'

/** Has Settings show a section, now or when it is next opened. */
export function chooseSection(section: SettingsSection): void {
  keep(SECTION, section)
}

/** Shows a section of Settings, from wherever one is. */
export function useGoToSection(): (section: SettingsSection) => void {
  const navigate = useNavigate()
  return (section) => {
    chooseSection(section)
    void navigate({ to: '/settings' })
  }
}
