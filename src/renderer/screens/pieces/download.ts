/** Gives a text to the browser as a file to keep. A CSV gets the mark by which spreadsheets know its letters. */
export function download(name: string, parts: readonly string[], type = 'text/csv;charset=utf-8'): void {
  const first = parts[0] ?? ''
  const address = URL.createObjectURL(new Blob(first.startsWith('\uFEFF') ? [...parts] : ['\uFEFF', ...parts], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser reads the address while it handles the click; after that nobody needs it.
  setTimeout(() => { URL.revokeObjectURL(address) }, 0)
}
