/** `npm test`: from a fresh clone to every check and test, ending with one line that says it all. */
import { continueOnInstalledNode } from './lib/continue-on-installed-node.mjs'

await continueOnInstalledNode('run-tests.ts')
