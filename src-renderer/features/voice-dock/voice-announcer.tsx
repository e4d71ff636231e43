import { useEffect, useRef, useState } from 'react'
import { useAppState } from '../../app/services-context.tsx'
import { selectRooms } from '../../state/selectors.ts'
import { voiceNews } from '../../state/voice-news.ts'

/** Tells those who listen to the screen what those who look at it see in the dock. */
export function VoiceAnnouncer() {
  const voice = useAppState((state) => state.voice)
  const rooms = useAppState(selectRooms)
  const me = useAppState((state) => state.me?.id ?? null)
  const before = useRef(voice)
  const [text, setText] = useState('')
  useEffect(() => {
    const news = voiceNews(before.current, voice, {
      me,
      roomName: (roomId) => rooms.find(({ id }) => id === roomId)?.name ?? 'a room',
    })
    before.current = voice
    if (news.length > 0) setText(news.join(' '))
  }, [voice, rooms, me])
  return (
    <p className="visually-hidden" aria-live="polite" data-voice-news="">
      {text}
    </p>
  )
}
