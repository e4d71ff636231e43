import { expect, test } from 'vitest'
import type { MediaKey, MessageId } from '#shared/domain/ids.ts'
import type { Person } from '#shared/domain/people.ts'
import { createMedia } from './media.ts'

const messageId = 'message' as MessageId
const [anna, eve] = [{ id: 'anna' }, { id: 'eve' }] as unknown as [Person, Person]
const right = 'right' as MediaKey

test.each(['file', 'preview'] as const)(
  'a %s is fetched with one look at its message, whoever fetches it',
  async (of) => {
    const preview = { blobId: 'small' }
    const file = { key: right, name: 'photo.png', preview }
    let looks = 0
    const media = createMedia({
      messages: {
        async find(id: MessageId) {
          looks += 1
          return id === messageId ? { roomId: 'vault', attachments: [file] } : null
        },
      },
      access: {
        mayRead: async (person: Person, roomId: string) =>
          roomId === 'vault' && person.id === anna.id,
      },
      secrets: { isSame: (one: string, other: string) => one === other },
    } as never)
    const fetched = async (key: string | null, reader: Person | null, id: string = messageId) => {
      looks = 0
      const request = {
        messageId: id as MessageId,
        index: 0,
        of,
        key: key as MediaKey | null,
        reader,
      }
      return [(await media.attachment(request)).ok, looks]
    }
    expect(await fetched(null, anna)).toEqual([true, 1])
    expect(await fetched(right, null)).toEqual([true, 1])
    expect(await fetched(right, eve)).toEqual([false, 1])
    expect(await fetched('wrong', null)).toEqual([false, 1])
    expect(await fetched(null, null)).toEqual([false, 1])
    expect(await fetched(right, anna, 'another')).toEqual([false, 1])
  },
)
