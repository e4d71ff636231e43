import { addToNotices, type Notice } from '../state/notices.ts'
import type { ActionContext } from './context.ts'

/** Long enough to read a sentence twice; problems need longer because they ask for a decision. */
const SHOWN_FOR_MS = { info: 5_000, success: 3_500, problem: 12_000 } as const

/** Long enough to read it, think about it and get there. */
const OFFERED_FOR_MS = 12_000

/** What can be done about the notices that are shown, by their ids. */
const offers = new Map<number, () => void>()

let lastId = 0

/** Shows one sentence for a while, wherever the person is looking. */
export function showNotice(
  { store }: Pick<ActionContext, 'store'>,
  text: string,
  tone: Notice['tone'] = 'info',
): void {
  add({ store }, { tone, text, doing: null }, SHOWN_FOR_MS[tone])
}

/** Shows one sentence with a button to do something about it. */
export function offerInNotice(
  { store }: Pick<ActionContext, 'store'>,
  text: string,
  offer: { readonly doing: string; readonly act: () => void },
): void {
  const id = add({ store }, { tone: 'info', text, doing: offer.doing }, OFFERED_FOR_MS)
  offers.set(id, offer.act)
}

/** Does what a notice offers, once; it has served then. */
export function takeOffer({ store }: Pick<ActionContext, 'store'>, id: number): void {
  const act = offers.get(id)
  dismissNotice({ store }, id)
  act?.()
}

function add(
  { store }: Pick<ActionContext, 'store'>,
  notice: Omit<Notice, 'id'>,
  shownForMs: number,
): number {
  lastId += 1
  const id = lastId
  store.setState(({ notices }) => ({ notices: addToNotices(notices, { id, ...notice }) }))
  setTimeout(() => dismissNotice({ store }, id), shownForMs)
  return id
}

/** What was said is not so any more. */
export function withdrawNotice({ store }: Pick<ActionContext, 'store'>, text: string): void {
  const { notices } = store.getState()
  for (const notice of notices) if (notice.text === text) dismissNotice({ store }, notice.id)
}

export function dismissNotice({ store }: Pick<ActionContext, 'store'>, id: number): void {
  offers.delete(id)
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}
