/** Before the first test that starts a server, however the tests were started: a current build. */
export { ensureBuild as setup } from './ensure-build.ts'
