import type { DialogName, DrawerName, View } from '../state/view.ts'
import type { ActionContext } from './context.ts'

const changeView = ({ store }: ActionContext, change: Partial<View>): void =>
  store.setState(({ view }) => ({ view: { ...view, ...change } }))

export const openDialog = (context: ActionContext, dialog: DialogName): void =>
  changeView(context, { dialog, drawer: null })

export const closeDialog = (context: ActionContext): void => changeView(context, { dialog: null })

/** The same key that opens a dialog closes it. */
export const toggleDialog = (context: ActionContext, dialog: DialogName): void =>
  changeView(context, {
    dialog: context.store.getState().view.dialog === dialog ? null : dialog,
    drawer: null,
  })

export const openDrawer = (context: ActionContext, drawer: DrawerName): void =>
  changeView(context, { drawer })

export const closeDrawer = (context: ActionContext): void => changeView(context, { drawer: null })

/** Shows the first screen without leaving the server, to join or host another one. */
export const showWelcome = (context: ActionContext): void => {
  context.store.setState(({ joinForm }) => ({ joinForm: { ...joinForm, problem: null } }))
  changeView(context, { screen: 'welcome', dialog: null, drawer: null })
}

export const backToServer = (context: ActionContext): void =>
  changeView(context, { screen: 'server' })
