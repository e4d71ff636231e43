import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Toast, ToastRegion } from '../../ui/toast.tsx'

/** Sentences that concern the person wherever they are looking. */
export function Notices() {
  const { dismissNotice, takeOffer } = useActions()
  const notices = useAppState((state) => state.notices)
  return (
    <ToastRegion>
      {notices.map(({ id, tone, text, doing }) => (
        <Toast
          key={id}
          tone={tone}
          onDismiss={() => dismissNotice(id)}
          offer={
            doing !== null && (
              <Button size="small" onClick={() => takeOffer(id)}>
                {doing}
              </Button>
            )
          }
        >
          {text}
        </Toast>
      ))}
    </ToastRegion>
  )
}
