import type { BlobId, MessageId, PersonId, RoomId } from '#shared/domain/ids.ts'

export type Keys = ReturnType<typeof createKeys>

/**
 * Every key of one deployment. What is in braces decides the slot of a Redis Cluster: all of one
 * room is in one slot, and so are all of presence and all people, because scripts change several of them at once.
 * docs/redis.md describes what each one holds.
 */
export function createKeys({ prefix, db }: { readonly prefix: string; readonly db: number }) {
  const roomStem = (roomId: RoomId): string => `${prefix}:{room:${roomId}}:`
  return {
    /** Pattern of everything of the deployment. */
    everything: `${prefix}:*`,
    /** There while an archive is being put in, and after that was cut short. */
    importing: `${prefix}:importing`,
    epoch: `${prefix}:epoch`,
    probe: `${prefix}:probe`,
    rooms: `${prefix}:rooms`,
    /** Ids that never come back. */
    deletedRooms: `${prefix}:rooms:deleted`,
    /** Deleted rooms of which something is left. */
    unfinishedRooms: `${prefix}:rooms:unfinished`,
    roomPasswords: `${prefix}:rooms:passwords`,
    members: (roomId: RoomId): string => `${roomStem(roomId)}members`,
    membershipsOf: (id: PersonId): string => `${prefix}:memberships:${id}`,
    /** The room of each message, to find a message by its id alone. */
    whereabouts: `${prefix}:message-rooms`,
    people: `${prefix}:{people}:`,
    /** Where the first versions kept people and tokens, and a mark that nobody is left there. */
    formerPeople: `${prefix}:person:`,
    formerTokens: `${prefix}:token:`,
    peopleUpgraded: `${prefix}:people-upgraded`,
    bans: `${prefix}:bans`,
    audit: `${prefix}:audit`,
    settings: `${prefix}:settings`,
    /** Who was last here under which name. */
    names: `${prefix}:names`,
    /** Direct conversations of a person with the number after which each is shown. */
    directOf: (id: PersonId): string => `${prefix}:direct:${id}`,
    /** All direct conversations, for what goes through every conversation. */
    directs: `${prefix}:directs`,
    /** Who goes through them at the moment. */
    retention: `${prefix}:retention`,
    notifyOf: (id: PersonId): string => `${prefix}:notify:${id}`,
    blockedBy: (id: PersonId): string => `${prefix}:blocked:${id}`,
    quietCallersOf: (id: PersonId): string => `${prefix}:quiet-callers:${id}`,
    /** Which files belong to what is here. */
    mediaMark: `${prefix}:media-mark`,
    /** Who and what may refer to a blob, by the time at which that began. */
    holders: (id: BlobId): string => `${prefix}:blob:${id}`,
    read: (roomId: RoomId): string => `${roomStem(roomId)}read`,
    /** Up to which layout what was said before it is indexed too. */
    isIndexed: (roomId: RoomId): string => `${roomStem(roomId)}indexed`,
    lastSeq: (roomId: RoomId): string => `${roomStem(roomId)}seq`,
    /** Keys of a room in the order in which the scripts about messages expect them. */
    room: (roomId: RoomId): readonly string[] =>
      [
        'seq',
        'order',
        'changes',
        'sent',
        'message:',
        'pins',
        'read',
        'words:',
        'trimmed',
        'indexed',
        'media:',
      ].map((part) => roomStem(roomId) + part),
    message: (roomId: RoomId, id: MessageId): string => `${roomStem(roomId)}message:${id}`,
    presence: `${prefix}:{presence}:`,
    voice: `${prefix}:{voice}:`,
    calls: `${prefix}:{calls}:`,
    /** Channels, which unlike keys are the same in all databases of a Redis. */
    events: `${prefix}:events:${db}`,
    renames: `${prefix}:renames:${db}`,
    news: `${prefix}:news:${db}`,
    /** Where an instance is asked about the voice of its rooms. */
    voiceOf: (instance: string): string => `${prefix}:voice:${db}:${instance}`,
    /** What begins the names of limits that all instances share. */
    limits: `${prefix}:limits`,
  }
}
