import { client } from '../../app/station.ts'

/** Opens a kept file by itself, as the system shows such files. */
export async function openKept(hash: string): Promise<void> {
  const { type, content } = await client.pieces.file({ hash })
  const url = URL.createObjectURL(new Blob([Uint8Array.from(atob(content), (char) => char.charCodeAt(0))], { type }))
  window.open(url, '_blank', 'noopener')
  // The new window has read it by then.
  setTimeout(() => { URL.revokeObjectURL(url) }, 60_000)
}
