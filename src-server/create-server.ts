import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { fail, succeed, type Result } from '#shared/lib/result.ts'
import type { Config } from './config.ts'
import { controlAddress } from './control/address.ts'
import { serveControl, type Control } from './control/serve-control.ts'
import { createIceServers } from './ice-servers.ts'
import type { Parts } from './locate.ts'
import { openPartialUploads } from './media/partial-upload-folder.ts'
import type { Log } from './ports/log.ts'
import { openBlobs } from './open-blobs.ts'
import { openStores } from './open-stores.ts'
import { openVoice } from './open-voice.ts'
import type { ArchiveStore } from './ports/archive-store.ts'
import { createAccess } from './services/access.ts'
import { createAnnouncer } from './services/announcer.ts'
import { createPasswords } from './passwords.ts'
import { createCalls } from './services/calls.ts'
import { createChat } from './services/chat.ts'
import { createDirectory } from './services/directory.ts'
import { createFollowing } from './services/following.ts'
import { createHealth } from './services/health.ts'
import { createIdentity } from './services/identity.ts'
import { createLiveVoice } from './services/live-voice.ts'
import { createMedia } from './services/media.ts'
import { createMediaKeeping } from './services/media-keeping.ts'
import { createKnownPeople } from './services/known-people.ts'
import { createKnownRooms } from './services/known-rooms.ts'
import { createOverviews } from './services/overviews.ts'
import { createAudit } from './services/audit.ts'
import { createBans } from './services/bans.ts'
import { endSessionsOnNews } from './services/end-sessions.ts'
import { createModeration } from './services/moderation.ts'
import { createPasswordCheck } from './services/password-check.ts'
import { createPeopleNews } from './services/people-news.ts'
import { createPeople } from './services/people.ts'
import { createServerSettings } from './services/server-settings.ts'
import { createPresenceNews } from './services/presence-news.ts'
import { createProfiles } from './services/profiles.ts'
import { createRoomManagement } from './services/room-management.ts'
import { createRoomMembers } from './services/room-members.ts'
import { followRoomNews } from './services/room-news.ts'
import { createEntering } from './services/entering.ts'
import { createResumableUploads } from './services/resumable-uploads.ts'
import { createRetention } from './services/retention.ts'
import { createRooms } from './services/rooms.ts'
import { createRules } from './services/rules.ts'
import { createSearch } from './services/search.ts'
import { systemClock, systemSecrets } from './system.ts'
import { createHttpApp } from './transport/http/app.ts'
import { divertConnections } from './transport/http/divert.ts'
import { createCallers } from './transport/http/callers.ts'
import { addMediaRoutes } from './transport/http/media-routes.ts'
import { addRoutes } from './transport/http/routes.ts'
import { addUploadRoutes } from './transport/http/upload-routes.ts'
import { createOriginPolicy } from './transport/origin-policy.ts'
import { createDispatcher } from './transport/socket/dispatcher.ts'
import { createSocketGateway } from './transport/socket/gateway.ts'
import { createHandlers } from './transport/socket/handlers.ts'
import { isStun } from './relay/frames.ts'
import type { OpenRelay } from './relay/open-relay.ts'
import { readVersion } from './version.ts'

export interface Server {
  /** What the host should know, as sentences. */
  readonly notices: readonly string[]
  /** Starts listening; the failure is the code of the system, such as `EADDRINUSE`. */
  listen(port: number): Promise<Result<Listening, ListenFailure>>
  /** People in rooms now. */
  countPeople(): Promise<number>
  /** Says goodbye, ends all connections, finishes writing. */
  close(): Promise<void>
}

export interface Listening {
  readonly port: number
  /** What the host should know since then, as sentences. */
  readonly notices: readonly string[]
}

export interface ListenFailure {
  readonly code: string
}

interface ServerOptions {
  readonly config: Config
  readonly parts: Parts
  readonly log: Log
  /** A thread of the server has ended by a bug; the process should end too and be started anew. */
  readonly onFatal: (error: Error) => void
}

/**
 * Puts the server together: the one place that knows which service gets which port and which transport.
 *
 * @returns one sentence when the store cannot be opened
 */
export async function createServer(options: ServerOptions): Promise<Result<Server, string>> {
  const { config, parts, log, onFatal } = options
  const clock = systemClock
  const secrets = systemSecrets

  const opened = await openStores(options)
  if (!opened.ok) return fail(opened.error)
  const store = opened.value
  const isShared = config.redis !== null
  const openedFiles = await openBlobs(config, isShared)
  if (!openedFiles.ok) {
    await store.close()
    return fail(openedFiles.error)
  }
  const blobs = openedFiles.value
  const openedUploads = await openPartialUploads(config.dataDir)
  if (!openedUploads.ok) {
    await store.close()
    return fail(openedUploads.error)
  }
  const { presence, fanOut } = store
  const control = await openControl(options, store.archive)
  let relay: OpenRelay | null = null

  const policy = createOriginPolicy({ ...config, hostname: hostname() })
  const http = await createHttpApp({ policy, log, rendererDir: fileURLToPath(parts.rendererUrl) })
  const endDiverted = divertConnections(http.server, {
    isMeant: isStun,
    take: (socket) => (relay ? relay.take(socket) : socket.destroy()),
  })
  const gateway = createSocketGateway(http.server, { policy, clock, log, fanOut })
  const { broadcaster } = gateway

  const { messages, conversations, people, instances, slowMode } = store
  // Before anybody else who listens: what has changed must be forgotten before somebody acts on it.
  const knownRooms = createKnownRooms({ rooms: store.rooms, instances })
  const knownPeople = createKnownPeople({ people, instances })
  const base = { presence, broadcaster, clock, log, rooms: knownRooms, messages, people }
  const newMessageId = () => secrets.newMessageId()
  const announcer = createAnnouncer(base)
  const { moderation, limits } = store
  const passwords = createPasswords()
  const checkPassword = createPasswordCheck({ passwords, tries: limits.passwordTries })
  const profiles = createProfiles({ ...base, conversations })
  const peopleNews = createPeopleNews({ ...base, profiles })
  const bans = createBans({ moderation, clock })
  const identity = createIdentity({ ...base, moderation, bans, checkPassword, peopleNews, secrets })
  const rules = createRules({ ...base, people: knownPeople, conversations, slowMode })
  const overviews = createOverviews({ ...base, conversations, profiles })
  const directory = createDirectory({ ...base, names: store.names })
  const following = createFollowing({ ...base, rules, conversations, directory, overviews })
  const audit = createAudit({ moderation, clock })
  const entering = createEntering({ ...base, store: store.rooms, instances, checkPassword })
  const rooms = createRooms({
    ...{ ...base, identity, announcer, profiles, following, entering, rules },
    newMessageId,
    callOf: (session, person, isNew) => calls.arrived(session, person, isNew),
  })
  const access = createAccess({ ...base, rules })
  const managing = { ...base, store: store.rooms, access, rules, announcer, instances, audit }
  const newSuffix = () => secrets.newRoomSuffix()
  const roomManagement = createRoomManagement({ ...managing, stays: rooms, passwords, newSuffix })
  const roomMembers = createRoomMembers({ ...managing, people: knownPeople, profiles })
  const roomNews = followRoomNews({
    ...base,
    known: knownRooms,
    announcer,
    instances,
    following,
    stays: rooms,
    rules,
  })
  const newMediaKey = () => secrets.newMediaKey()
  const media = createMedia({ ...base, media: store.media, blobs, access, secrets })
  const chat = createChat({
    ...{ ...base, access, rules, directory, overviews, following, profiles, conversations },
    ...{ blobs, media, audit, newMessageId, newMediaKey },
    endCalls: (one, other) => calls.endBetween(one, other),
  })
  const calls = createCalls({
    ...{ ...base, access, rules, directory, conversations, instances },
    ...{ store: store.calls, devices: store.callDevices, times: config.callTimes },
    iceServers: createIceServers(config.icePlaces),
    writeEntry: (call) => chat.writeCall(call),
    newCallId: () => secrets.newCallId(),
    newEntryKey: () => secrets.newEntryKey(),
    homes: store.voiceHomes,
    hasVoice: () => voice.isOn(),
  })
  const uploads = createResumableUploads({ ...base, uploads: openedUploads.value, media })
  const newMark = () => secrets.newMark()
  const place = config.mediaS3 === null ? 'folder' : 'bucket'
  const keeping = createMediaKeeping({
    ...base,
    ...{ media: store.media, blobs, isShared, newMark, place },
  })
  const presenceNews = createPresenceNews({
    ...base,
    announcer,
    identity,
    following,
    roomNews,
    peopleNews,
    newMessageId,
    disconnect: (sessionId) => gateway.disconnect(sessionId),
  })
  store.report(presenceNews)
  const authority = { ...base, moderation, access, rules, profiles, peopleNews, audit, instances }
  const settings = createServerSettings({ ...authority, passwords, checkPassword })
  const voice = createLiveVoice({
    ...{ ...authority, rooms: knownRooms, homes: store.voiceHomes, link: store.voiceLink },
    newStayId: () => secrets.newVoiceStayId(),
    calls: store.calls,
    leftGroup: (personId, groupId) => calls.leftGroup(personId, groupId),
  })
  // After voice: whoever is thrown out hears first that the stay is over.
  endSessionsOnNews({ instances, identity, broadcaster, cut: (id) => gateway.end(id) })
  const retention = createRetention({ ...base, ...store, store: store.retention })
  const health = createHealth({ clock, isStoreHealthy: () => store.isHealthy() })

  addRoutes(http, {
    announcer,
    presence,
    health,
    settings,
    serverName: config.serverName,
    version: readVersion(),
  })
  const callers = createCallers({ identity, presence, clock })
  addMediaRoutes(http, { media, callers })
  addUploadRoutes(http, { uploads, callers })
  const search = createSearch({ ...store, access, rules })
  const handlers = createHandlers({
    rooms,
    roomManagement,
    roomMembers,
    chat,
    search,
    people: createPeople({ ...authority, presenceNews, passwords, checkPassword, ...media }),
    moderation: createModeration(authority),
    settings,
    voice,
    calls,
  })
  const dispatcher = createDispatcher({ handlers, log, now: () => clock.monotonic() })
  const { connections } = limits
  const visits = { identity, rooms, following, announcer, settings, voice, calls }
  gateway.serve({ dispatcher, ...visits, connections })

  return succeed({
    notices: [...store.notices, ...(await keeping.check()), ...control.notices],
    countPeople: () => presence.total(),
    async listen(port) {
      try {
        await http.listen({ port, host: config.host })
        keeping.start()
        uploads.start()
        retention.start()
        voice.watch()
        calls.start()
        const address = http.server.address()
        const taken = typeof address === 'object' && address ? address.port : port
        const opened = await openVoice({ config, parts, port: taken, onFatal })
        ;({ relay } = opened)
        if (opened.engine) voice.start(opened.engine, relay?.voice)
        if (relay?.calls) calls.relayThrough(relay.calls)
        return succeed({ port: taken, notices: opened.notices })
      } catch (error) {
        return fail({ code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' })
      }
    },
    async close() {
      keeping.stop()
      uploads.stop()
      await retention.stop()
      calls.close()
      broadcaster.toOwn('server:closing', { restarting: false })
      await voice.close()
      // The HTTP server waits for everybody who is connected, and knows nothing of these.
      endDiverted()
      relay?.close()
      await gateway.close()
      await http.close()
      await control.close()
      await store.close()
    },
  })
}

interface OpenControl extends Control {
  readonly notices: readonly string[]
}

/**
 * Lets commands on this machine read the database that this process has for itself. In Redis they look
 * for themselves. A server that cannot offer it serves all the same.
 */
async function openControl(
  { config, log }: ServerOptions,
  archive: ArchiveStore,
): Promise<OpenControl> {
  const none = { notices: [], close: async () => {} }
  if (config.redis) return none
  const address = controlAddress(config.dataDir, process.platform)
  try {
    if (address === null) throw new Error('the path is too long for a socket')
    return { notices: [], ...(await serveControl({ address, archive, log })) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const notice = `Backups of ${config.dataDir} need the server to be stopped (${reason}).`
    return { ...none, notices: [notice] }
  }
}
