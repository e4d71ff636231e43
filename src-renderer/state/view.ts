export type DialogName =
  | 'settings'
  | 'about'
  | 'shortcuts'
  | 'switcher'
  | 'host'
  | 'profile'
  | 'server'
  | 'calls'
  | 'add-people'
export type DrawerName = 'rooms' | 'people' | 'search' | 'media'

/** What is on the screen beside the conversation itself. */
export interface View {
  readonly screen: 'starting' | 'welcome' | 'server'
  readonly dialog: DialogName | null
  /** Open side panel on a narrow window, where there is room for one column only. */
  readonly drawer: DrawerName | null
}

export const CLOSED_VIEW: View = { screen: 'starting', dialog: null, drawer: null }
