/**
 * Loaded into the app before its own first line: the app waits with everything until the driver, which
 * calls `__playwright_run`, has attached itself. It does so by itself for an Electron that it found, and
 * not for one that it is told of; a window that opens while it attaches can make it wait for ever.
 */
const { app } = require('electron')

const whenReady = app.whenReady()
const emit = app.emit.bind(app)
let isReady = false
let readyWith = []
let letGo = () => {}
const held = new Promise((resolve) => {
  letGo = resolve
})

app.isReady = () => isReady
app.whenReady = () => held
app.emit = (event, ...values) => {
  if (event !== 'ready' || isReady) return emit(event, ...values)
  readyWith = values
  return app.listenerCount('ready') > 0
}

globalThis.__playwright_run = async () => {
  await whenReady
  isReady = true
  letGo()
  emit('ready', ...readyWith)
}
