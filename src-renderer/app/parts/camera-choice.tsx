import { useEffect } from 'react'
import { Select } from '../../ui/select.tsx'
import { useActions, useAppState } from '../services-context.tsx'
import { deviceOptions, SYSTEM_DEVICE } from './device-options.ts'

/** What one is seen with. There are no names before the camera was allowed once. */
export function CameraChoice() {
  const { chooseCamera, findCameras } = useActions()
  const cameras = useAppState((state) => state.cameras)
  const chosen = useAppState((state) => state.settings.camera)
  useEffect(() => void findCameras(), [findCameras])
  return (
    <Select
      label="Camera"
      value={chosen?.id ?? SYSTEM_DEVICE}
      options={deviceOptions(cameras, chosen?.id ?? null, 'Camera')}
      onChange={(id) => void chooseCamera(id === SYSTEM_DEVICE ? null : id)}
    />
  )
}
