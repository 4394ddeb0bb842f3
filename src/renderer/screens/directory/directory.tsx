import { useEffect, useMemo, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import { useWaiting } from '../../app/incoming.ts'
import { useKept } from '../../app/kept.ts'
import { useMay } from '../../app/session.ts'
import { useHead } from '../../app/shell/head.tsx'
import { Segments } from '../../ui/parts.tsx'
import { Import } from './import.tsx'
import { People } from './people.tsx'
import { Departments, MailStops } from './places.tsx'

type Mode = 'people' | 'departments' | 'stops' | 'import'
const MODES = [{ value: 'people', label: t('common.people') }, { value: 'departments', label: t('directory.directory.departments') }, { value: 'stops', label: t('directory.directory.mailStops') }, { value: 'import', label: t('common.import') }] as const

/** Everybody mail can be for. Administrators also keep departments and mail stops here, and import lists. */
export function Directory(): ReactNode {
  const may = useMay('administrator')
  const [kept, setMode] = useKept<Mode>('directory.mode', 'people')
  const mode = may ? kept : 'people'
  const handed = useWaiting('directory') && may
  useEffect(() => { if (handed) setMode('import') }, [handed, setMode])
  const modes = useMemo(() => (may ? <Segments<Mode> small label={t('directory.directory.whatToShow')} value={mode} options={MODES} onChange={setMode} /> : null), [may, mode, setMode])
  useHead(t('directory.directory.directory'), modes)
  if (mode === 'departments') return <Departments />
  if (mode === 'stops') return <MailStops />
  if (mode === 'import') return <Import />
  return <People />
}
