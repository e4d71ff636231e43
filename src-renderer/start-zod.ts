import { z } from 'zod'

// Compiled validators need `eval`, which the content security policy forbids. This has to run
// before any schema is made, so it is a module of its own, imported first.
z.config({ jitless: true })
