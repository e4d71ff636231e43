import './start-zod.ts'
import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { createServices } from './app/create-services.ts'
import { createPlatform } from './platform/create-platform.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')

const services = createServices(createPlatform(window))
createRoot(root).render(<App services={services} />)
void services.start()
