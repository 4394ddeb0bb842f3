import { t } from '../../catalogue/index.ts'
/** A size in bytes as people say it. */
export function megabytes(bytes: number): string {
  if (bytes < 1_000_000) return t('office.sizes.ceilKb', { ceil: Math.ceil(bytes / 1000) })
  return bytes < 1_000_000_000 ? t('office.sizes.tofixedMb', { toFixed: (bytes / 1_000_000).toFixed(1) }) : t('office.sizes.tofixedGb', { toFixed: (bytes / 1_000_000_000).toFixed(2) })
}
