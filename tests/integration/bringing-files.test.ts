import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { connect } from '../support/client.ts'
import { onEveryDeployment, type Participant } from '../support/deployments.ts'
import { upload } from '../support/media.ts'
import { png } from '../support/sounds.ts'

/** On a machine that may be busy with other tests. */
const PATIENCE = { timeout: 15_000 }

onEveryDeployment('bringing files', ({ person: enter, origin }) => {
  const password = 'let me in please'
  const statusFor = async ({ token }: Participant): Promise<number> =>
    (await upload(origin(), token, Uint8Array.from(png))).status

  test('is for those who were let in, and a token alone does not say so', async () => {
    const suffix = randomBytes(3).toString('hex')
    const boss = await enter(`Boss ${suffix}`)
    const anna = await enter(`Anna ${suffix}`)
    // Through whichever instance, and at once.
    expect([await statusFor(anna), await statusFor(anna)]).toEqual([200, 200])
    expect(await boss.client.call('server:update', { password })).toMatchObject({ ok: true })
    expect(await statusFor(anna)).toBe(200)
    anna.client.close()
    await expect.poll(() => statusFor(anna), PATIENCE).toBe(401)
    await expect(connect(origin(), { token: anna.token })).rejects.toThrow()
    expect([await statusFor(anna), await statusFor(anna)]).toEqual([401, 401])
    const back = await connect(origin(), { token: anna.token, password })
    await back.join('general', anna.name)
    expect([await statusFor(anna), await statusFor(anna)]).toEqual([200, 200])
    // To be seen by nobody is to be here all the same.
    const hidden = await back.call('profile:update', { availability: 'invisible' })
    expect(hidden).toMatchObject({ ok: true })
    expect(await statusFor(anna)).toBe(200)
  })
})
