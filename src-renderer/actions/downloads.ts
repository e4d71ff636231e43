import type { Download } from '#shared/ipc/downloads.ts'
import type { Undo } from '#shared/lib/scope.ts'
import type { ActionContext } from './context.ts'
import { offerInNotice, showNotice, withdrawNotice } from './notices.ts'

/** Saves a file of the server on this device, where its owner wants it. */
export async function saveAttachment(
  context: ActionContext,
  { url, name }: { readonly url: string; readonly name: string },
): Promise<void> {
  const asked = await context.platform.downloads.save({ url, name })
  if (!asked.ok) showNotice(context, `“${name}” was not saved. ${asked.error}`, 'problem')
}

/** Tells what becomes of files that are saved, as far as somebody wants to know. */
export const followDownloads = (context: ActionContext): Undo =>
  context.platform.downloads.onChanged((download) => tellOf(context, download))

const savingText = (name: string): string => `Saving “${name}” …`

function tellOf(context: ActionContext, { id, name, phase }: Download): void {
  const { downloads } = context.platform
  if (phase === 'saving') {
    return offerInNotice(context, savingText(name), {
      doing: 'Cancel',
      act: () => void downloads.cancel(id),
    })
  }
  withdrawNotice(context, savingText(name))
  switch (phase) {
    case 'saved':
      return offerInNotice(context, `“${name}” is saved.`, {
        doing: 'Show in folder',
        act: () => void downloads.showInFolder(id),
      })
    case 'cancelled':
      return showNotice(context, `“${name}” was not saved, as you wished.`)
    case 'failed':
      return showNotice(
        context,
        `“${name}” could not be saved. It was deleted, the server cannot be reached, or the disk does not take it.`,
        'problem',
      )
  }
}
