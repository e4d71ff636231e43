import { useActions, useAppState } from '../../app/services-context.tsx'
import { Toast, ToastRegion } from '../../ui/toast.tsx'

/** Sentences that concern the person wherever they are looking. */
export function Notices() {
  const { dismissNotice } = useActions()
  const notices = useAppState((state) => state.notices)
  return (
    <ToastRegion>
      {notices.map(({ id, tone, text }) => (
        <Toast key={id} tone={tone} onDismiss={() => dismissNotice(id)}>
          {text}
        </Toast>
      ))}
    </ToastRegion>
  )
}
