import { FAKE_DEVICES, type AppOfTest } from '../support/e2e/apps.ts'
import { expect, test } from '../support/e2e/test.ts'

let desktop: AppOfTest

test.beforeEach(async ({ apps }) => {
  desktop = await apps.open({ switches: [FAKE_DEVICES] })
})

test('the page sees two functions of the app and nothing of Node or Electron', async () => {
  const seen = await desktop.page.evaluate(() => ({
    bridge: Object.keys((globalThis as { parley?: object }).parley ?? {}).toSorted(),
    node: ['require', 'process', 'Buffer', 'module', 'global', '__dirname'].filter(
      (name) => name in globalThis,
    ),
    isSecure: globalThis.isSecureContext,
    origin: location.origin,
  }))
  expect(seen).toEqual({
    bridge: ['on', 'request'],
    node: [],
    isSecure: true,
    origin: 'app://parley',
  })
})

test('every page is isolated and without Node', async () => {
  const preferences = await desktop.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const used = (
        contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences()
      return {
        sandbox: used['sandbox'],
        contextIsolation: used['contextIsolation'],
        nodeIntegration: used['nodeIntegration'],
        webSecurity: used['webSecurity'],
        webviewTag: used['webviewTag'] ?? false,
      }
    }),
  )
  expect(preferences.length).toBeGreaterThan(0)
  for (const used of preferences) {
    expect(used).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
  }
})

test('the page can neither leave nor open windows nor run text as code', async () => {
  const { page, app } = desktop
  const before = page.url()
  const outcome = await page.evaluate(async () => {
    const opened = window.open('https://example.invalid/')
    location.href = 'data:text/html,hello'
    const link = document.createElement('a')
    link.href = 'http://127.0.0.1:9/'
    document.body.append(link)
    link.click()

    // Each way in which text of a message could become code, if somebody forgot to be careful.
    const image = document.createElement('img')
    const attempts: (() => void)[] = [
      () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="ranText = true">'),
      () => document.write('<script>ranText = true</script>'),
      () => {
        const script = document.createElement('script')
        script.text = 'ranText = true'
        document.body.append(script)
      },
      () => {
        const script = document.createElement('script')
        script.src = 'data:text/javascript,ranText = true'
        document.body.append(script)
      },
      () => image.setAttribute('onerror', 'ranText = true'),
    ]
    for (const attempt of attempts) {
      try {
        attempt()
      } catch {
        // Refused, as it should be.
      }
    }
    image.src = 'x:'
    await new Promise((resolve) => image.addEventListener('error', resolve))
    return { opened: opened !== null, ranText: 'ranText' in globalThis }
  })
  expect(outcome).toEqual({ opened: false, ranText: false })
  // Both navigations were asked for before this answer; a page that had left could not give it.
  await expect.poll(() => page.evaluate(() => document.readyState)).toBe('complete')
  expect(page.url()).toBe(before)
  expect(app.windows()).toHaveLength(1)
})

test('of the permissions the page has microphone and camera, and none that Parley does not need', async () => {
  const states = await desktop.page.evaluate(async () => {
    const ask = async (name: string): Promise<string> =>
      (await navigator.permissions.query({ name: name as PermissionName })).state
    const place = await new Promise<string>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        () => resolve('denied'),
      )
    })
    const open = (wishes: MediaStreamConstraints): Promise<string> =>
      navigator.mediaDevices.getUserMedia(wishes).then(
        (stream) => {
          for (const track of stream.getTracks()) track.stop()
          return 'granted'
        },
        (error: unknown) => (error instanceof Error ? error.name : 'denied'),
      )
    return {
      place,
      camera: await open({ video: true }),
      both: await open({ audio: true, video: true }),
      microphone: await open({ audio: true }),
      geolocation: await ask('geolocation'),
      screen: await navigator.mediaDevices.getDisplayMedia().then(
        () => 'granted',
        () => 'denied',
      ),
    }
  })
  expect(states).toEqual({
    place: 'denied',
    camera: 'granted',
    both: 'granted',
    microphone: 'granted',
    geolocation: 'denied',
    screen: 'denied',
  })
})

test('a malformed or unknown request gets a sentence, not a crash', async () => {
  const answers = await desktop.page.evaluate(async () => {
    const { request } = (
      globalThis as unknown as {
        parley: { request(name: string, input: unknown): Promise<unknown> }
      }
    ).parley
    const inputs = [
      null,
      7,
      'x',
      [],
      { theme: 'pink' },
      { recentServers: [{ origin: 'file:///' }] },
    ]
    const results: unknown[] = []
    for (const input of inputs) results.push(await request('settings:update', input))
    results.push(await request('links:open', { url: 'file:///etc/passwd' }))
    results.push(await request('credentials:set', { origin: 'javascript:1', token: 'x' }))
    results.push(await request('no:such', {}).catch(() => ({ ok: false, message: 'unknown' })))
    return results
  })
  for (const answer of answers.filter((_, index) => index !== 3)) {
    expect(answer).toMatchObject({ ok: false, message: expect.stringMatching(/./) as unknown })
  }
})

test('a crashed page comes back', async () => {
  const { app } = desktop
  // The driver loses sight of a page that crashed, so the main process tells what became of it.
  const url = await app.evaluate(
    ({ webContents }) =>
      new Promise<string>((resolve) => {
        const contents = webContents.getAllWebContents()[0]
        if (!contents) return resolve('no page')
        contents.once('render-process-gone', () => {
          contents.once('did-finish-load', () => resolve(contents.getURL()))
        })
        contents.forcefullyCrashRenderer()
      }),
  )
  expect(url).toBe('app://parley/index.html')
})

test('a second start of the same profile shows the window of the first', async ({ apps }) => {
  const second = await apps.open({ userData: desktop.userData }).catch((error: unknown) => error)
  expect(second).toBeInstanceOf(Error)
  expect(desktop.app.windows()).toHaveLength(1)
})
