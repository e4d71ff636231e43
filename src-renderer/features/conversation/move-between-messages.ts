import type { KeyboardEvent } from 'react'

/**
 * Up and Down go from message to message, so that each one's actions can be reached without a stop
 * for each of them on the way with Tab.
 */
export function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (!(event.target instanceof HTMLElement)) return
  const log = event.currentTarget
  const isOnMessage = event.target.matches('article')
  if (event.target !== log && !isOnMessage) return
  const messages = [...log.querySelectorAll<HTMLElement>('article')]
  const next = isOnMessage
    ? messages[messages.indexOf(event.target) + step]
    : lastInView(messages, log)
  if (!next) return
  event.preventDefault()
  next.focus()
}

function lastInView(messages: readonly HTMLElement[], log: HTMLElement): HTMLElement | undefined {
  const { bottom } = log.getBoundingClientRect()
  return messages.findLast((message) => message.getBoundingClientRect().top < bottom - 20)
}
