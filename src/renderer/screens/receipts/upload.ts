/** A file as the station takes it: its bytes in base64, and its name. */
export async function uploadOf(file: File): Promise<{ content: string; name: string }> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return { content: btoa(text), name: file.name }
}

/** What a scan of paper may be. */
export const SCAN_TYPES = 'image/jpeg,image/png,image/webp,image/tiff,application/pdf'
