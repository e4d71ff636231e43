import { groupCallIdOf } from '#shared/domain/group-calls.ts'
import type { CallId } from '#shared/domain/ids.ts'
import { removeTemporaryFolders } from '../tests/support/start-server.ts'
import type { Benchmark, Row } from './benchmark.ts'
import { startOnSqlite } from './targets.ts'
import { enterVoice, joinForVoice, type VoiceGuest } from './voice-guest.ts'
import { enterBare, measurePackets, type Enter } from './voice.ts'

/** People, and how many of them have their camera on. */
const SHAPES = [
  [3, 3],
  [8, 1],
  [8, 4],
  [8, 8],
] as const
const PICTURES_PER_SECOND = 125

const CLIENT = { tellsMedia: true, joinsGroups: true }

/** One of them has asked all others, one after the other, and all are in the group call. */
const enterParley: Enter = async (clients, people, cameras) => {
  const server = await startOnSqlite()
  const [port = 0] = server.ports
  const guests: VoiceGuest[] = []
  for (let id = 0; id < people; id += 1) guests.push(await joinForVoice(port, id))
  const [host] = guests
  if (!host) throw new Error('Nobody is there')

  const ring = async (request: string, id: number, more: object): Promise<string> => {
    const { call } = await host.ask(request, { to: `Guest ${id}`, ...more })
    const callId = call?.id ?? ''
    await guests[id]?.ask('call:accept', { to: 'Guest 0', callId, ...CLIENT })
    return callId
  }
  const origin = await ring('call:request', 1, CLIENT)
  await host.ask('call:connected', { to: 'Guest 1', callId: origin })
  const groupId = groupCallIdOf(origin as CallId)
  const enter = async (id: number): Promise<void> => {
    const guest = guests[id] as VoiceGuest
    const sends = id < cameras ? 'picture' : 'nothing'
    const stay = await enterVoice(clients, guest, { id, sends, roomId: groupId })
    if (id < cameras) await guest.ask('voice:state', { stay, isCameraOn: true })
  }
  for (let id = 2; id < people; id += 1) {
    await ring('call:invite', id, { groupId })
    for (const each of id === 2 ? [0, 1, 2] : [id]) await enter(each)
  }
  return server
}

/** What a piece of a picture to one person costs the whole server, encryption included. */
export const groupPictures: Benchmark = {
  name: 'group-pictures',
  about:
    'processor time (µs) of the whole server for each packet of a camera that reaches somebody',
  async run() {
    if (process.platform !== 'linux') throw new Error('Processor time is read from /proc')
    const rows: Row[] = []
    for (const [name, enter] of [
      ['bare UDP, not encrypted', enterBare('picture')],
      ['Parley', enterParley],
    ] as const) {
      const values: Record<string, number> = {}
      for (const [people, cameras] of SHAPES) {
        const measured = await measurePackets(enter, people, cameras, PICTURES_PER_SECOND)
        values[`${people} people, ${cameras} cameras`] = measured
      }
      rows.push({ name, values })
    }
    removeTemporaryFolders()
    return rows
  },
}
