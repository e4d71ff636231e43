import { HeadphoneOff, Headphones, Mic, MicOff, PhoneOff } from 'lucide-react'
import { useActions, useAppState } from '../services-context.tsx'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { shiftKeys } from '../../ui/shortcut-keys.ts'
import styles from './button-marks.module.css'

/** Says what it will do; its picture is what is. */
export function MuteButton({ className }: { readonly className?: string | undefined }) {
  const { toggleMute } = useActions()
  const isMuted = useAppState((state) => state.voice.isMuted || state.voice.isDeafened)
  return (
    <IconButton
      label={isMuted ? 'Unmute' : 'Mute'}
      shortcut={shiftKeys('M')}
      className={classNames(className, isMuted && styles['off'])}
      onClick={toggleMute}
    >
      {isMuted ? <MicOff aria-hidden="true" /> : <Mic aria-hidden="true" />}
    </IconButton>
  )
}

export function DeafenButton({ className }: { readonly className?: string | undefined }) {
  const { toggleDeafen } = useActions()
  const isDeafened = useAppState((state) => state.voice.isDeafened)
  return (
    <IconButton
      label={isDeafened ? 'Undeafen' : 'Deafen'}
      shortcut={shiftKeys('D')}
      className={classNames(className, isDeafened && styles['off'])}
      onClick={toggleDeafen}
    >
      {isDeafened ? <HeadphoneOff aria-hidden="true" /> : <Headphones aria-hidden="true" />}
    </IconButton>
  )
}

export function LeaveButton({ className }: { readonly className?: string | undefined }) {
  const { leaveVoice } = useActions()
  return (
    <IconButton
      label="Leave voice"
      className={classNames(className, styles['leave'])}
      onClick={() => void leaveVoice()}
    >
      <PhoneOff aria-hidden="true" />
    </IconButton>
  )
}
