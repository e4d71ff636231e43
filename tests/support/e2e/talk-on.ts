import { closeClients, connect } from '../client.ts'
import { say } from '../conversation.ts'

/** What one person may say in a row, and some to spare. */
const EACH = 90

/**
 * People without windows say "Message number 1" and so on in General, quicker than anybody types. More
 * than 50 are more than a page of history, so that what was said first has to be fetched.
 */
export async function talkOn(origin: string, count = 70): Promise<void> {
  for (let from = 1; from <= count; from += EACH) {
    const talker = await connect(origin)
    await talker.join('general', `Talker ${from}`)
    for (let number = from; number < from + EACH && number <= count; number += 1) {
      await say(talker, 'general', `Message number ${number}`)
    }
  }
  closeClients()
}
