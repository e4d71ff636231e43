import type { ActionContext } from './context.ts'
import { showNotice } from './notices.ts'

/** Copies a text and says so. @param what names it, such as "Address" */
export async function copyText(context: ActionContext, text: string, what: string): Promise<void> {
  const isCopied = await context.platform.copyText(text)
  if (isCopied) showNotice(context, `${what} copied`, 'success')
  else showNotice(context, `Could not copy. Select it and copy by hand: ${text}`, 'problem')
}
