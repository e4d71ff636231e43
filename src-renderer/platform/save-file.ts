/** The address of a file is given back after this time, when the browser has begun to read it; in milliseconds. */
const FORGET_AFTER_MS = 60_000

/** A browser that is handed several files at the same moment keeps the first one only; in milliseconds. */
const PAUSE_MS = 500

/** Hands a file to the downloads: the app puts it into the folder of the system, a browser does as it is set. */
export async function saveFile(name: string, content: Blob): Promise<void> {
  const address = URL.createObjectURL(content)
  saveFrom(address, name)
  setTimeout(() => URL.revokeObjectURL(address), FORGET_AFTER_MS)
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
}

/** Has the browser save what is at an address of its own origin, and not show it. */
export function saveFrom(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  // Of another origin it would be shown after all: then not in place of the app.
  if (!address.startsWith('blob:')) link.target = '_blank'
  link.rel = 'noopener'
  link.click()
}
