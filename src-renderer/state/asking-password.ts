/** A password that is needed to come in, asked for in a dialog. */
export interface AskingPassword {
  readonly of: 'server' | 'name'
  /** The server or the person it belongs to. */
  readonly owner: string
  /** One sentence, after one that was not the right one. */
  readonly problem: string | null
}
