import { Mic, MicOff, UserX } from 'lucide-react'
import { isGroupCall } from '#shared/domain/group-calls.ts'
import type { RoomId } from '#shared/domain/ids.ts'
import type { VoiceAction } from '#shared/domain/voice.ts'
import type { VoicePersonWire } from '#shared/protocol/voice-wire.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import { mayModerate } from '../../state/manage.ts'
import { selectHearing } from '../../state/voice-selectors.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { VolumeSlider } from '../../ui/volume-slider.tsx'
import styles from './voice-people.module.css'

interface PersonControlsProps {
  readonly roomId: RoomId
  readonly person: VoicePersonWire
  readonly onDone: () => void
}

/** How somebody sounds here, and what one's role allows. */
export function PersonControls({ roomId, person, onDone }: PersonControlsProps) {
  const { setVolumeOf, setMutedForMe } = useActions()
  const { volume, isMuted } = useAppState((state) => selectHearing(state, person.id))
  return (
    <div className={styles['controls']}>
      <h2 className={styles['title']}>{person.name}</h2>
      <VolumeSlider
        label="Volume"
        value={volume}
        isDisabled={isMuted}
        onChange={(next) => setVolumeOf(person.id, next)}
      />
      <Switch
        label="Mute for me"
        isOn={isMuted}
        onChange={(next) => setMutedForMe(person.id, next)}
      />
      <Moderation roomId={roomId} person={person} onDone={onDone} />
    </div>
  )
}

function Moderation({ roomId, person, onDone }: PersonControlsProps) {
  const { moderateVoice } = useActions()
  const may = useAppState((state) => mayModerate(state, 'voice:moderate', person.id))
  // A call is between those who are in it.
  if (!may || isGroupCall(roomId)) return null
  const act = (action: VoiceAction): void => {
    onDone()
    void moderateVoice(roomId, person.id, action)
  }
  return (
    <div className={styles['moderation']}>
      {person.isSilenced ? (
        <Button size="small" icon={<Mic aria-hidden="true" />} onClick={() => act('unsilence')}>
          Let speak
        </Button>
      ) : (
        <Button size="small" icon={<MicOff aria-hidden="true" />} onClick={() => act('silence')}>
          Silence in voice
        </Button>
      )}
      <Button
        size="small"
        variant="danger"
        icon={<UserX aria-hidden="true" />}
        onClick={() => act('remove')}
      >
        Take out of voice
      </Button>
    </div>
  )
}
