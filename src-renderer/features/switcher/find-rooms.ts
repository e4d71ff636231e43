import type { RoomWire } from '#shared/protocol/wire.ts'

/** Rooms whose name contains what was typed, those that begin with it first. */
export function findRooms(rooms: readonly RoomWire[], typed: string): readonly RoomWire[] {
  const wanted = plain(typed)
  const place = ({ name }: RoomWire): number => plain(name).indexOf(wanted)
  return rooms
    .filter((room) => place(room) >= 0)
    .toSorted((a, b) => Number(place(a) > 0) - Number(place(b) > 0))
}

/** Without case and accents: nobody types those in a hurry. */
const plain = (text: string): string =>
  text.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()
