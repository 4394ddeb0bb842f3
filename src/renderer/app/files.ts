/** A file as the station answers it: its name, its kind, and its bytes in base64. */
export interface StationFile { name: string; type: string; content: string }

/** Hands a file to the browser's downloads. */
export function saveFile(file: StationFile): void {
  const url = URL.createObjectURL(new Blob([Uint8Array.from(atob(file.content), (char) => char.charCodeAt(0))], { type: file.type }))
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  // The download has begun by the next turn; until then the address has to live.
  setTimeout(() => { URL.revokeObjectURL(url) }, 60_000)
}
