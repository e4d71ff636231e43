import '../start-zod.ts'
import '../ui/base.css'
import { createRoot } from 'react-dom/client'
import { createRinger } from '../media/ringer.ts'
import { createCallWindowApp } from './call-window-app.ts'
import { CallWindow } from './call-window.tsx'

const root = document.getElementById('root')
const bridge = window.parleyCall
if (!root) throw new Error('call-window.html has no element with the id "root"')
if (!bridge) throw new Error('This page belongs into the app')

const app = createCallWindowApp(bridge)
const ring = await app.get()
document.title = ring.isTest ? 'Test ring' : `${ring.from} is calling`
const ringer = createRinger({
  createContext: () => new AudioContext(),
  listDevices: () => navigator.mediaDevices.enumerateDevices(),
})
ringer.start(ring)
app.tellHeard(() => ringer.heard())
createRoot(root).render(<CallWindow ring={ring} app={app} />)
