import { useRef, useState, type ReactNode } from 'react'
import { useAppState } from '../../app/services-context.tsx'
import { groupIdOf } from '../../state/group-calls.ts'
import {
  adviceFor,
  delayOf,
  GRADE_WORDS,
  gradeOf,
  millisecondsOf,
  percentOf,
  wayOf,
  wayOfCall,
} from '../../state/voice-grades.ts'
import { selectQuality } from '../../state/voice-selectors.ts'
import { classNames } from '../../ui/class-names.ts'
import { Popover } from '../../ui/popover.tsx'
import { CallCode } from './call-code.tsx'
import { DelayChart } from './delay-chart.tsx'
import styles from './connection-details.module.css'

/** The delay as one number with a word; behind it, what it is made of and what helps. */
export function ConnectionDetails() {
  const [isOpen, setOpen] = useState(false)
  // Here, because the details are away while the connection is.
  const [isCodeShown, setCodeShown] = useState(false)
  const home = useRef<HTMLDivElement>(null)
  const quality = useAppState(selectQuality)
  if (quality === null) return null
  const grade = gradeOf(quality)
  const delay = delayOf(quality)
  return (
    <>
      <Popover
        isOpen={isOpen}
        onOpenChange={setOpen}
        label="Voice connection"
        home={home}
        trigger={
          <button type="button" className={styles['number']}>
            <span className="visually-hidden">Voice connection: </span>
            {delay !== null && <span>{millisecondsOf(delay)}</span>}
            <span className={classNames(styles['grade'], styles[grade])}>{GRADE_WORDS[grade]}</span>
          </button>
        }
      >
        <Details>
          <CallCode isShown={isCodeShown} onToggle={() => setCodeShown(!isCodeShown)} />
        </Details>
      </Popover>
      <div ref={home} className={styles['home']} />
    </>
  )
}

/** @param children what there is beside it in a call */
function Details({ children }: { readonly children: ReactNode }) {
  const quality = useAppState(selectQuality)
  const history = useAppState((state) => state.voice.quality)
  const isCall = useAppState((state) => state.calls.isHere)
  const isGroup = useAppState((state) => groupIdOf(state) !== null)
  if (quality === null) return null
  const advice = adviceFor(quality, isCall)
  return (
    <div className={styles['details']}>
      <h2 className={styles['title']}>Voice connection</h2>
      <DelayChart history={history} />
      <dl className={styles['list']}>
        <Line name="From mouth to ear, about" value={millisecondsOf(quality.mouthToEar)} />
        <Line
          name={isCall ? 'To the other one and back' : 'To the server and back'}
          value={millisecondsOf(quality.roundTrip)}
        />
        <Line name="Kept back to play evenly" value={millisecondsOf(quality.jitterBuffer)} />
        {isCall ? (
          <Line name="Way to the other one" value={wayOfCall(quality.way)} />
        ) : (
          <Line name="Way to the server" value={wayOf(quality.way)} />
        )}
        <Line name="Lost on the way" value={percentOf(quality.loss)} />
      </dl>
      <p className={styles['advice']}>{advice ?? 'Nothing stands in the way of talking.'}</p>
      {isGroup && (
        <p className={styles['advice']}>
          Goes through the server, and is encrypted to it and from it.
        </p>
      )}
      {isCall && children}
    </div>
  )
}

function Line({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
