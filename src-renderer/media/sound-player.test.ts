import { expect, test } from 'vitest'
import { createSoundPlayer, type SoundElement, type Sounding } from './sound-player.ts'

/** An element that does what it is told and says so, as a browser's does. */
function createPlayer() {
  const listeners = new Map<string, () => void>()
  const element = {
    currentTime: 0,
    defaultPlaybackRate: 1,
    playbackRate: 1,
    duration: NaN,
    error: null as MediaError | null,
    paused: true,
    preload: '' as SoundElement['preload'],
    readyState: 0,
    src: '',
    addEventListener: (name: string, listener: () => void) => listeners.set(name, listener),
    pause() {
      this.paused = true
      emit('pause')
    },
    async play() {
      this.paused = false
    },
  }
  const emit = (name: string): void => listeners.get(name)?.()
  const boosts: number[] = []
  const player = createSoundPlayer(
    () => element as unknown as SoundElement,
    () => (factor) => void boosts.push(factor),
  )
  const heard: (Sounding | null)[] = []
  player.onChange((sounding) => heard.push(sounding))
  const become = (change: Partial<typeof element>, event: string): void => {
    Object.assign(element, change)
    emit(event)
  }
  return { player, element, become, boosts, last: () => heard.at(-1) }
}

const one = 'http://server/api/media/1/0?key=a'
const two = 'http://server/api/media/2/0?key=b'

test('loads, plays, pauses and goes on where it was', () => {
  const { player, element, become, last } = createPlayer()
  player.toggle(one)
  expect(last()).toEqual({ url: one, phase: 'loading', position: 0, duration: null })
  become({ duration: 8, readyState: 4 }, 'loadedmetadata')
  become({}, 'playing')
  become({ currentTime: 2 }, 'timeupdate')
  expect(last()).toEqual({ url: one, phase: 'playing', position: 2, duration: 8 })
  player.toggle(one)
  expect(last()).toMatchObject({ phase: 'paused', position: 2 })
  player.toggle(one)
  expect([element.paused, element.currentTime]).toEqual([false, 2])
})

test('what is loaded next is as fast and as loud as was chosen, and is told of at its end', () => {
  const { player, element, become, boosts } = createPlayer()
  const ended: string[] = []
  player.onEnd((url) => ended.push(url))
  player.setOptions({ rate: 1.5, boost: 2 })
  player.toggle(one)
  expect([element.playbackRate, element.defaultPlaybackRate]).toEqual([1.5, 1.5])
  player.setOptions({ rate: 2, boost: 1 })
  expect(element.playbackRate).toBe(2)
  expect(boosts).toEqual([2, 1])
  become({ paused: true }, 'ended')
  expect(ended).toEqual([one])
})

test('pausing leaves it where it is, and does nothing without a recording', () => {
  const { player, element, become, last } = createPlayer()
  player.pause()
  player.toggle(one)
  become({ currentTime: 3, readyState: 4 }, 'playing')
  player.pause()
  expect(last()).toMatchObject({ phase: 'paused', position: 3 })
  expect(element.src).toBe(one)
})

test('another recording takes the place of the one that plays', () => {
  const { player, element, become, last } = createPlayer()
  player.toggle(one)
  become({ readyState: 4 }, 'playing')
  element.paused = true
  player.toggle(two)
  expect(element.src).toBe(two)
  expect(last()).toMatchObject({ url: two, phase: 'loading' })
})

test('begins where somebody pointed before it was there', () => {
  const { player, element, become, last } = createPlayer()
  player.seek(one, 5)
  expect(last()).toMatchObject({ phase: 'paused', position: 5 })
  player.toggle(one)
  become({ duration: 9, readyState: 1 }, 'loadedmetadata')
  expect(element.currentTime).toBe(5)
  player.seek(one, 7)
  expect(element.currentTime).toBe(7)
})

test('a recording of endless duration has none', () => {
  const { player, become, last } = createPlayer()
  player.toggle(one)
  become({ duration: Infinity }, 'durationchange')
  expect(last()?.duration).toBeNull()
})

test('says that it failed, and tries anew when asked', () => {
  const { player, element, become, last } = createPlayer()
  player.toggle(one)
  become({ error: {} as MediaError, paused: true }, 'error')
  expect(last()?.phase).toBe('failed')
  element.src = ''
  player.toggle(one)
  expect(element.src).toBe(one)
})

test('stopping forgets it', () => {
  const { player, last } = createPlayer()
  player.toggle(one)
  player.stop()
  expect(last()).toBeNull()
})
