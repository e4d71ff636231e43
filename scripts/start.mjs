/** `npm start`: from a fresh clone to the running app. */
import { continueOnInstalledNode } from './lib/continue-on-installed-node.mjs'

await continueOnInstalledNode('start-app.ts')
