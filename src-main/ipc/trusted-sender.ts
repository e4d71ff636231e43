import type { IpcMainInvokeEvent, WebContents } from 'electron'

/** Compares whole origins: "app://parley.evil" and "app://parley@evil" must not pass. */
export function originMatches(url: string, appOrigin: string): boolean {
  if (!URL.canParse(url)) return false
  const parsed = new URL(url)
  return `${parsed.protocol}//${parsed.host}` === appOrigin && parsed.username === ''
}

/**
 * Only the top frame of our own window, showing our own page, may call. An empty address or
 * about:blank is refused too: a frame is in that state before it becomes somebody else's.
 */
export function isTrustedSender(
  event: IpcMainInvokeEvent,
  contents: WebContents | null,
  appOrigin: string,
): boolean {
  const frame = event.senderFrame
  return (
    contents !== null &&
    frame !== null &&
    event.sender === contents &&
    frame === contents.mainFrame &&
    originMatches(frame.url, appOrigin)
  )
}
