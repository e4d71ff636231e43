import { PhoneOff, ScreenShare, ScreenShareOff, Video, VideoOff } from 'lucide-react'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useActions, useAppState } from '../services-context.tsx'
import styles from './button-marks.module.css'

interface CallButtonProps {
  readonly className?: string | undefined
}

/** Says what it will do; its picture is what is. */
export function CameraButton({ className }: CallButtonProps) {
  const { toggleCamera } = useActions()
  const isOn = useAppState((state) => state.calls.own.camera)
  return (
    <IconButton
      label={isOn ? 'Turn camera off' : 'Turn camera on'}
      className={classNames(className, isOn && styles['on'])}
      onClick={() => void toggleCamera()}
    >
      {isOn ? <Video aria-hidden="true" /> : <VideoOff aria-hidden="true" />}
    </IconButton>
  )
}

export function ShareButton({ className }: CallButtonProps) {
  const { shareScreen, stopSharing } = useActions()
  const isSharing = useAppState((state) => state.calls.own.screen)
  return (
    <IconButton
      label={isSharing ? 'Stop sharing' : 'Share your screen'}
      className={classNames(className, isSharing && styles['on'])}
      onClick={() => (isSharing ? stopSharing() : void shareScreen())}
    >
      {isSharing ? <ScreenShareOff aria-hidden="true" /> : <ScreenShare aria-hidden="true" />}
    </IconButton>
  )
}

export function HangUpButton({ className }: CallButtonProps) {
  const { hangUp } = useActions()
  return (
    <IconButton
      label="Hang up"
      className={classNames(className, styles['leave'])}
      onClick={() => void hangUp()}
    >
      <PhoneOff aria-hidden="true" />
    </IconButton>
  )
}
