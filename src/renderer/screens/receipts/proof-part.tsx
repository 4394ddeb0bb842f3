import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, type ReactNode } from 'react'
import { t } from '../../catalogue/index.ts'
import type { ProofOf, ProofReport } from '../../../shared/contract/proof.ts'
import { useOpen } from '../../app/kept.ts'
import { useKeys } from '../../app/keys.ts'
import { useLongWork, type Progress } from '../../app/long-work.ts'
import { problemOf } from '../../app/problem.ts'
import { client, station } from '../../app/station.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/drawings.tsx'
import { PaneActs, PaneHead, ProblemMessage, Work } from '../../ui/parts.tsx'
import { count } from '../../ui/words.ts'
import { ProofPreview } from './proof-preview.tsx'
import css from './receipts.module.css'

async function* packageOf(what: ProofOf, signal: AbortSignal): AsyncGenerator<{ progress: Progress } | { report: ProofReport }> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const message of await client.proof.package(what, { signal })) {
    if ('part' in message) parts.push(Uint8Array.from(atob(message.part), (char) => char.charCodeAt(0)))
    else if ('progress' in message) yield message
    else {
      const url = URL.createObjectURL(new Blob(parts, { type: 'application/zip' }))
      const link = document.createElement('a')
      link.href = url
      link.download = message.report.name
      link.click()
      // The download has begun by then; until then the address has to live.
      setTimeout(() => { URL.revokeObjectURL(url) }, 60_000)
      yield message
    }
  }
}

/** Lines of what is missing that are shown; the package has all of them. */
const SHOWN = 8

/** What a proof package would say is missing, and the button that shows its pages and makes it. `keyed` false leaves Ctrl Enter to the screen it stands on; `compact` shows how much is missing instead of what. */
export function ProofPart({ of, matter = '', keyed = true, compact = false }: { of: ProofOf; matter?: string; keyed?: boolean; compact?: boolean }): ReactNode {
  const look = useQuery(station.proof.look.queryOptions({ input: of }))
  const what = useRef<ProofOf>(of)
  const work = useLongWork((signal) => Promise.resolve(packageOf(what.current, signal)), t('receipts.proofPart.proofPackage'))
  const part = useRef<HTMLElement>(null)
  // It may have been asked for by its key from further up, and ends with what became of it.
  useEffect(() => { if (work.problem ?? work.report) part.current?.scrollIntoView({ block: 'end' }) }, [work.problem, work.report])
  const [previewed, setPreviewed] = useOpen<ProofOf | null>(`proof.${JSON.stringify(of)}`, null)
  const make = (wanted: ProofOf): void => {
    setPreviewed(null)
    if (work.running) return
    what.current = wanted
    work.start()
  }
  const preview = (wanted: ProofOf): void => { if (!work.running) setPreviewed(wanted) }
  useKeys([{ key: 'Ctrl Enter', label: t('receipts.proofPart.proofPackage'), when: keyed && look.data !== undefined && previewed === null, run: () => { preview(of) } }])
  const several = (look.data?.letters ?? 0) > 1
  const missing = (look.data?.missing ?? []).flatMap((letter) => letter.missing.map((words) => (several ? `${letter.name}: ${words}` : words)))
  return (
    <section ref={part} aria-label={t('receipts.proofPart.proofPackage')}>
      {!compact && <PaneHead title={t('receipts.proofPart.proofPackage')} after={look.data ? `${count(look.data.files, t('common.file'))}, ${missing.length === 0 ? t('receipts.proofPart.nothingMissing') : t('receipts.proofPart.missingMissing', { missing: missing.length })}` : undefined} />}
      <div className={compact ? css.line : css.stack}>
        {missing.length > 0 && !compact && <ul className={css.missing}>{[...missing.slice(0, SHOWN), ...(missing.length > SHOWN ? [t('receipts.proofPart.andValueMoreThePackageNames', { value: missing.length - SHOWN })] : [])].map((words, i) => <li key={`${i} ${words}`}><Icon name="minus" size="s" />{words}</li>)}</ul>}
        {work.progress ? <Work label={work.progress.step} done={work.progress.done} of={work.progress.of} onCancel={work.cancel} /> : (
          <PaneActs inLine={compact}>
            <Button icon="package" {...(keyed ? { keys: 'Ctrl Enter' } : {})} onClick={() => { preview(of) }}>{compact ? t('receipts.proofPart.proofPackage') : t('receipts.proofPart.lookAtItAndPackIt')}</Button>
            {compact && look.data && <span className={css.d}>{missing.length === 0 ? t('receipts.proofPart.nothingIsMissing') : t('receipts.proofPart.missingMissingSaidInIt', { missing: missing.length })}</span>}
            {matter !== '' && <Button icon="package" onClick={() => { preview({ matter }) }}>{t('receipts.proofPart.ofAllItsMatter')}</Button>}
          </PaneActs>
        )}
        {work.report && !work.running && <p role="status">{work.report.name}: {count(work.report.pages, t('common.page'))}, {count(work.report.files, t('common.file'))}.{work.report.damaged.length > 0 ? t('receipts.proofPart.lengthDamagedOrMissingHereRun', { length: count(work.report.damaged.length, t('receipts.proofPart.fileIs'), t('receipts.proofPart.filesAre')) }) : ''}{work.report.withoutFont !== null && ` ${work.report.withoutFont}`}</p>}
        {(look.error ?? null) && <ProblemMessage problem={problemOf(look.error)} onRetry={() => { void look.refetch() }} />}
        {work.problem && <ProblemMessage problem={work.problem} title={t('receipts.proofPart.nothingWasPacked')} onRetry={work.start} />}
        {previewed && <ProofPreview of={previewed} onPack={() => { make(previewed) }} onClose={() => { setPreviewed(null) }} />}
      </div>
    </section>
  )
}
