import { Copy } from 'lucide-react'
import { useActions } from '../../app/services-context.tsx'
import { Button } from '../../ui/button.tsx'
import styles from './host-panel.module.css'

/** What to tell others. The first address is the one most likely to work for them. */
export function Addresses({ addresses }: { readonly addresses: readonly string[] }) {
  const { copyText } = useActions()
  if (addresses.length === 0) {
    return (
      <p className={styles['empty']}>
        This computer is not on a network. Connect it to Wi-Fi or a cable, and its address appears
        here.
      </p>
    )
  }
  return (
    <section aria-labelledby="host-addresses">
      <h3 id="host-addresses" className={styles['heading']}>
        {addresses.length === 1 ? 'Address' : 'Addresses'}
      </h3>
      <ul className={styles['addresses']} aria-labelledby="host-addresses">
        {addresses.map((address, index) => (
          <li key={address} className={styles['address']}>
            <code>{address.replace(/^http:\/\//, '')}</code>
            <Button
              size="small"
              variant={index === 0 ? 'primary' : 'outline'}
              icon={<Copy aria-hidden="true" />}
              aria-label={`Copy ${address}`}
              onClick={() => void copyText(address, 'Address')}
            >
              Copy
            </Button>
          </li>
        ))}
      </ul>
      <p className={styles['hint']}>
        Others paste it into Parley, or open it in a browser. No installation needed there.
      </p>
    </section>
  )
}
