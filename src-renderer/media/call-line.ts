import { createEmitter, type Emitter } from '#shared/lib/emitter.ts'
import { arrivalsIn } from './arrivals.ts'
import {
  boundLanes,
  joinLanes,
  lacksLane,
  laneOf,
  openLanes,
  tracksIn,
  type CallTracks,
  type Lane,
  type OwnTracks,
} from './call-lanes.ts'
import { withOpusWishes } from './opus-wishes.ts'
import { isKnownAnswer, isRestart, sessionIn } from './session-descriptions.ts'
import { listOfStats } from './stats.ts'
import { verificationCodeOf } from './verification-code.ts'
import { countersIn, NO_COUNTERS, type VoiceCounters } from './voice-quality.ts'

/** Shorter interruptions heal by themselves; in milliseconds. */
const BROKEN_AFTER_MS = 1_500

/** While it is broken, another way is looked for so often; in milliseconds. */
const RESTART_EVERY_MS = 4_000

/** An offer that nobody has answered for so long was lost, or its answer; in milliseconds. */
const UNANSWERED_AFTER_MS = 4_000

/** The part of a peer connection that is used, so that tests need no network. */
export type CallPeer = Pick<
  RTCPeerConnection,
  | 'addEventListener'
  | 'addIceCandidate'
  | 'addTransceiver'
  | 'close'
  | 'connectionState'
  | 'createOffer'
  | 'getConfiguration'
  | 'getStats'
  | 'getTransceivers'
  | 'localDescription'
  | 'remoteDescription'
  | 'setConfiguration'
  | 'setLocalDescription'
  | 'setRemoteDescription'
  | 'signalingState'
>

/** What the two ends of a line tell each other, by way of the server. */
export type CallSignal =
  | { readonly kind: 'offer' | 'answer'; readonly sdp: string }
  | { readonly kind: 'candidate'; readonly candidate: RTCIceCandidateInit | null }

export type CallLineState = 'connecting' | 'connected' | 'broken'

export interface CallLineEvents {
  /** To be told to the other end. */
  signal: CallSignal
  state: CallLineState
  /** What comes from the other end; told again when it changes. */
  tracks: CallTracks
  /** What the two can compare; null while there is no connection, or none that has a code. */
  code: string | null
}

export interface CallLineOptions {
  readonly createPeer: (ways: readonly RTCIceServer[]) => CallPeer
  /**
   * By what the other end may be reached where it is not directly; null when that is not known now. Asked
   * before each connection and each restart of one, because what was told before may not hold any more.
   */
  readonly findWays: () => Promise<readonly RTCIceServer[] | null>
  /** When both offer at once, this end gives way. One of the two ends does. */
  readonly isPolite: boolean
  /** What is sent now. */
  readonly own: () => OwnTracks
}

/** Sound and pictures of a call, from device to device. */
export interface CallLine {
  readonly on: Emitter<CallLineEvents>['on']
  /** Makes an offer, anew if there was one before. */
  start(): void
  /** Looks for a way anew, where there is a connection already. */
  restart(): void
  /** What the other end told. */
  handle(signal: CallSignal): void
  /** Another track than before goes out on this lane, or none. */
  send(lane: Lane): Promise<void>
  isAlive(): boolean
  counters(): Promise<VoiceCounters>
  /** How much ever came in, as `arrivalsIn` counts it; null where the browser does not say. */
  arrivals(): Promise<number | null>
  close(): void
}

/**
 * Negotiates as in https://w3c.github.io/webrtc-pc/#perfect-negotiation-example, with one thing more: an
 * end that was loaded again begins with a connection of its own, which the other end can tell by the
 * session of its descriptions, and answers with a new one as well.
 */
export function openCallLine(options: CallLineOptions): CallLine {
  const { createPeer, findWays, isPolite, own } = options
  const emitter = createEmitter<CallLineEvents>()
  let peer: CallPeer | null = null
  let isClosed = false
  let state: CallLineState = 'connecting'
  /** The session of the descriptions of the other end. */
  let session: string | null = null
  /** They may come before the description that they belong to. */
  let early: RTCIceCandidateInit[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  let queue: Promise<unknown> = Promise.resolve()

  function enter(next: CallLineState): void {
    if (next === state || isClosed) return
    state = next
    emitter.emit('state', next)
  }

  function tellTracks(of: CallPeer): void {
    if (of === peer && !isClosed) emitter.emit('tracks', tracksIn(of))
  }

  async function tellCode(of: CallPeer): Promise<void> {
    const { localDescription, remoteDescription } = of
    const code = await verificationCodeOf(localDescription?.sdp ?? '', remoteDescription?.sdp ?? '')
    if (of === peer && !isClosed) emitter.emit('code', code)
  }

  function follow(of: CallPeer): void {
    if (of !== peer) return
    switch (of.connectionState) {
      case 'connected':
        clearTimeout(timer)
        void tellCode(of)
        return enter('connected')
      case 'disconnected':
        return lookIn(BROKEN_AFTER_MS)
      case 'failed':
        return lookIn(0)
      default:
    }
  }

  /** Looks for another way until there is one; the end that insists does it for both. */
  function lookIn(milliseconds: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (isClosed || peer?.connectionState === 'connected') return
      enter('broken')
      if (!isPolite) enqueue(() => offer(true))
      lookIn(RESTART_EVERY_MS)
    }, milliseconds)
  }

  async function open(): Promise<CallPeer> {
    const ways = (await findWays()) ?? []
    if (isClosed) throw new Error('The line was closed before there was a connection.')
    const before = peer
    const next = createPeer(ways)
    peer = next
    session = null
    emitter.emit('code', null)
    if (before) enter('connecting')
    // Those that came for another connection lead nowhere.
    if (before) early = []
    next.addEventListener('icecandidate', ({ candidate }) => {
      if (peer !== next) return
      emitter.emit('signal', { kind: 'candidate', candidate: candidate?.toJSON() ?? null })
    })
    next.addEventListener('track', () => tellTracks(next))
    next.addEventListener('connectionstatechange', () => follow(next))
    before?.close()
    return next
  }

  /** So that a restart looks for a way with what holds now. */
  async function renewWays(of: CallPeer): Promise<void> {
    const ways = await findWays()
    if (!ways || isClosed) return
    of.setConfiguration({ ...of.getConfiguration(), iceServers: [...ways] })
  }

  async function offer(isRestart: boolean): Promise<void> {
    const offering = peer
    if (!offering || isClosed) return
    if (isRestart) await renewWays(offering)
    await offering.setLocalDescription(await offering.createOffer({ iceRestart: isRestart }))
    tell(offering)
  }

  function tell(of: CallPeer): void {
    const description = of.localDescription
    if (of !== peer || !description) return
    const kind = description.type === 'offer' ? 'offer' : 'answer'
    emitter.emit('signal', { kind, sdp: description.sdp })
    if (kind === 'offer') awaitAnswer(of)
  }

  /**
   * The old way may have come back before the line to the server: then nobody looks for another one, and
   * an end that waits for an answer would refuse all offers of the other one, such as of a camera.
   */
  function awaitAnswer(of: CallPeer): void {
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      if (isClosed || of !== peer || of.signalingState !== 'have-local-offer') return
      if (of.connectionState === 'connected') tell(of)
      // Whoever looks for a way makes offers of their own.
      else awaitAnswer(of)
    }, UNANSWERED_AFTER_MS)
  }

  async function start(): Promise<void> {
    openLanes(await open(), own())
    await offer(false)
  }

  async function handleDescription(kind: 'offer' | 'answer', sdp: string): Promise<void> {
    const theirs = sessionIn(sdp)
    const isOther = session !== null && theirs !== session
    if (kind === 'answer' && (!peer || isOther)) return retry()
    // The same offer was told twice, and heard twice.
    if (kind === 'answer' && peer && isKnownAnswer(peer, sdp)) return
    // Both have offered at once. Whoever is polite takes the own offer back, which the browser does by itself.
    const isCollision = kind === 'offer' && !isOther && peer && peer.signalingState !== 'stable'
    if (isCollision && !isPolite) return
    // With another key, if the other end's is not known yet: whoever carries both could choose one that
    // comes to the same code as the key that was offered.
    const isKeyTold = isCollision && session === null
    const before = isOther || isKeyTold ? null : peer
    const answering = before ?? (await open())
    if (before && kind === 'offer' && isRestart(before.remoteDescription, sdp)) {
      await renewWays(before)
    }
    // The own encoder follows what the other end says it would like to get.
    await answering.setRemoteDescription({ type: kind, sdp: withOpusWishes(sdp) })
    session = theirs
    for (const candidate of early.splice(0)) await addCandidate(answering, candidate)
    if (kind === 'answer') return boundLanes(answering)
    await joinLanes(answering, own)
    await answering.setLocalDescription()
    tell(answering)
    await boundLanes(answering)
    if (answering === peer) await addLanes()
    tellTracks(answering)
  }

  async function addLanes(): Promise<void> {
    // Two tracks may have wanted them at once, as after a hold; a second offer would get a second answer.
    if (!peer || !lacksLane(peer, own())) return
    openLanes(peer, own())
    await offer(false)
  }

  /** What was told does not fit to what is here: from the beginning, by the end that insists. */
  async function retry(): Promise<void> {
    if (!isPolite) await start()
  }

  async function handleCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    if (!candidate) return
    if (!peer?.remoteDescription) {
      early.push(candidate)
      return
    }
    await addCandidate(peer, candidate)
  }

  async function addCandidate(to: CallPeer, candidate: RTCIceCandidateInit): Promise<void> {
    // One that is for a description that was replaced, or was ignored, leads nowhere and harms nobody.
    await to.addIceCandidate(candidate).catch(() => undefined)
  }

  /** One after the other, in the order in which it was told. */
  function enqueue(act: () => Promise<void>): void {
    queue = queue
      .then(() => (isClosed ? undefined : act()))
      .catch(() => (isClosed ? undefined : retry().catch(() => lookIn(RESTART_EVERY_MS))))
  }

  return {
    on: emitter.on,
    start: () => enqueue(start),
    restart() {
      if (peer) enqueue(() => offer(true))
    },
    handle: (signal) =>
      enqueue(() =>
        signal.kind === 'candidate'
          ? handleCandidate(signal.candidate)
          : handleDescription(signal.kind, signal.sdp),
      ),
    async send(lane) {
      if (!peer) return
      const transceiver = laneOf(peer, lane)
      // Refused only after closing, when nobody is to be sent to any more.
      if (transceiver) await transceiver.sender.replaceTrack(own()[lane]).catch(() => undefined)
      // The other end offered no lane for it.
      else if (peer.remoteDescription && lacksLane(peer, own())) enqueue(addLanes)
    },
    isAlive: () => peer?.connectionState === 'connected',
    counters: async () =>
      isClosed || !peer ? NO_COUNTERS : countersIn(listOfStats(await peer.getStats())),
    arrivals: async () =>
      isClosed || !peer ? null : arrivalsIn(listOfStats(await peer.getStats())),
    close() {
      if (isClosed) return
      isClosed = true
      clearTimeout(timer)
      clearTimeout(waiting)
      peer?.close()
    },
  }
}
