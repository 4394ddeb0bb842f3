/** What the app takes of files that are opened with it or dropped on it, and the screens that take them. */
export type FileKind = 'table' | 'news' | 'document' | 'picture'

const KINDS: Readonly<Record<string, { kind: FileKind; type: string }>> = {
  csv: { kind: 'table', type: 'text/csv' }, tsv: { kind: 'table', type: 'text/tab-separated-values' }, eml: { kind: 'news', type: 'message/rfc822' },
  pdf: { kind: 'document', type: 'application/pdf' }, jpg: { kind: 'picture', type: 'image/jpeg' }, jpeg: { kind: 'picture', type: 'image/jpeg' }, png: { kind: 'picture', type: 'image/png' }, webp: { kind: 'picture', type: 'image/webp' },
  tif: { kind: 'picture', type: 'image/tiff' }, tiff: { kind: 'picture', type: 'image/tiff' },
}

/** The endings of files the app takes, without the dot. */
export const FILE_ENDINGS: readonly string[] = Object.keys(KINDS)

/** What a file is by the ending of its name, or null for what the app does not take. */
export function fileKind(name: string): { kind: FileKind; type: string } | null {
  return KINDS[/\.([a-z]{3,4})$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null
}

export const NOT_TAKEN = 'Pigeonhole takes CSV lists, e-mails (.eml), PDFs and pictures.'
export const TOO_LARGE = 'It is larger than 20 MB.'
