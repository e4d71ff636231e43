import { addToNotices, type Notice } from '../state/notices.ts'
import type { ActionContext } from './context.ts'

/** Long enough to read a sentence twice; problems need longer because they ask for a decision. */
const SHOWN_FOR_MS = { info: 5_000, success: 3_500, problem: 12_000 } as const

let lastId = 0

/** Shows one sentence for a while, wherever the person is looking. */
export function showNotice(
  { store }: Pick<ActionContext, 'store'>,
  text: string,
  tone: Notice['tone'] = 'info',
): void {
  lastId += 1
  const notice: Notice = { id: lastId, tone, text }
  store.setState(({ notices }) => ({ notices: addToNotices(notices, notice) }))
  setTimeout(() => dismissNotice({ store }, notice.id), SHOWN_FOR_MS[tone])
}

export function dismissNotice({ store }: Pick<ActionContext, 'store'>, id: number): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}
