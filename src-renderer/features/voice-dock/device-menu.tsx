import { Settings2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useActions } from '../../app/services-context.tsx'
import { CameraChoice } from '../../app/parts/camera-choice.tsx'
import { VoiceDevices } from '../../app/parts/voice-devices.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import styles from './voice-dock.module.css'

/** The devices, without a way through the settings. */
export function DeviceMenu({
  className,
  hasCamera = false,
}: {
  readonly className?: string | undefined
  /** Where one can be seen as well. */
  readonly hasCamera?: boolean
}) {
  const label = hasCamera ? 'Devices' : 'Audio devices'
  const { openDialog } = useActions()
  const [isOpen, setOpen] = useState(false)
  const home = useRef<HTMLDivElement>(null)
  return (
    <>
      <Popover
        isOpen={isOpen}
        onOpenChange={setOpen}
        label={label}
        home={home}
        trigger={
          <IconButton label={label} className={className}>
            <Settings2 aria-hidden="true" />
          </IconButton>
        }
      >
        <div className={styles['panel']}>
          <VoiceDevices />
          {hasCamera && <CameraChoice />}
          <Button
            size="small"
            onClick={() => {
              setOpen(false)
              openDialog('settings')
            }}
          >
            More voice settings
          </Button>
        </div>
      </Popover>
      <div ref={home} className={styles['home']} />
    </>
  )
}
