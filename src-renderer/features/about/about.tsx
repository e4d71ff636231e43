import { useActions, useAppState } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Logo } from '../../ui/logo.tsx'
import styles from './about.module.css'

/** Which version this is, for people and for reports of faults. */
export function About() {
  const { closeDialog, copyText, showLogs } = useActions()
  const isOpen = useAppState((state) => state.view.dialog === 'about')
  const appInfo = useAppState((state) => state.appInfo)
  const rows = [
    ['Version', __PARLEY_VERSION__],
    ...(appInfo
      ? [
          ['Electron', appInfo.electron],
          ['Chromium', appInfo.chrome],
          ['System', appInfo.platform],
        ]
      : [['Running in', 'a browser']]),
  ] as const
  const versions = rows.map(([label, value]) => `${label}: ${value}`).join('\n')
  return (
    <Dialog
      isOpen={isOpen}
      onClose={closeDialog}
      width="narrow"
      title="About Parley"
      footer={
        <>
          {showLogs && (
            <Button size="small" onClick={() => void showLogs()}>
              Show logs
            </Button>
          )}
          <Button size="small" onClick={() => void copyText(versions, 'Versions')}>
            Copy versions
          </Button>
        </>
      }
    >
      <div className={styles['brand']}>
        <Logo size={48} />
        <p>
          Talk on your own network: rooms, messages and voice, hosted from your desktop. No account,
          no cloud.
        </p>
      </div>
      <dl className={styles['rows']}>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles['licence']}>
        Free software under the MIT licence. It includes the Inter typeface under the SIL Open Font
        License 1.1, icons by Lucide under the ISC licence, and libraries under their own licences.
      </p>
    </Dialog>
  )
}
