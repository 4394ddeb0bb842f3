/** Bytes as base64, in pieces small enough for a call with as many arguments. */
export function base64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(binary)
}

/** The bytes of what {@link base64} made. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

/** A file as the station takes it: its bytes in base64, and its name. */
export async function uploadOf(file: File): Promise<{ content: string; name: string }> {
  return { content: base64(new Uint8Array(await file.arrayBuffer())), name: file.name }
}

/** What a scan of paper may be. */
export const SCAN_TYPES = 'image/jpeg,image/png,image/webp,image/tiff,application/pdf'
