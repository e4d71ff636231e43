import { Globe, KeyRound, Lock } from 'lucide-react'
import { ROLES } from '#shared/domain/rights.ts'
import {
  PASSWORD_MAX_LENGTH,
  ROOM_NAME_MAX_LENGTH,
  ROOM_TOPIC_MAX_LENGTH,
  type RoomAccess,
} from '#shared/domain/rooms.ts'
import { ROLE_NAMES } from '../../state/manage.ts'
import { classNames } from '../../ui/class-names.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { IconField } from './icon-field.tsx'
import { retentionOptions, slowModeOptions, type RoomForm } from './room-form.ts'
import styles from './room-dialog.module.css'

/** Everything that can be said about a room. */
export function RoomFields({
  form,
  isNew,
  canManage,
  onChange,
}: {
  readonly form: RoomForm
  /** There is no password yet that could be kept. */
  readonly isNew: boolean
  /** The rare settings are for those who look after a room. */
  readonly canManage: boolean
  readonly onChange: (form: RoomForm) => void
}) {
  const change = (part: Partial<RoomForm>): void => onChange({ ...form, ...part })
  return (
    <>
      <div className={styles['name']}>
        <IconField icon={form.icon} onChange={(icon) => change({ icon })} />
        <TextField
          label="Name"
          value={form.name}
          maxLength={ROOM_NAME_MAX_LENGTH}
          autoFocus
          onValueChange={(name) => change({ name })}
        />
      </div>
      <TextField
        label="Topic"
        value={form.topic}
        maxLength={ROOM_TOPIC_MAX_LENGTH}
        placeholder="What is it about?"
        onValueChange={(topic) => change({ topic })}
      />
      <AccessField access={form.access} onChange={(access) => change({ access })} />
      {form.access === 'password' && (
        <TextField
          label="Password"
          type="password"
          value={form.password}
          maxLength={PASSWORD_MAX_LENGTH}
          autoComplete="new-password"
          {...(!isNew && { placeholder: 'Leave empty to keep the one there is' })}
          onValueChange={(password) => change({ password })}
        />
      )}
      {canManage && <RareFields form={form} onChange={change} />}
    </>
  )
}

const ACCESS = [
  { value: 'public', label: 'Everybody', says: 'Everybody on the server', icon: Globe },
  {
    value: 'password',
    label: 'Password',
    says: 'Whoever knows the password; a member from then on',
    icon: KeyRound,
  },
  {
    value: 'private',
    label: 'Invited',
    says: 'Invited people only; nobody else sees that it exists',
    icon: Lock,
  },
] as const

function AccessField({
  access,
  onChange,
}: {
  readonly access: RoomAccess
  readonly onChange: (access: RoomAccess) => void
}) {
  return (
    <fieldset className={styles['access']}>
      <legend>Who gets in</legend>
      {ACCESS.map(({ value, label, says, icon: Icon }) => (
        <label
          key={value}
          className={classNames(styles['option'], value === access && styles['chosen'])}
        >
          <input
            type="radio"
            name="access"
            value={value}
            checked={value === access}
            onChange={() => onChange(value)}
          />
          <Icon aria-hidden="true" />
          <span>
            <strong>{label}</strong>
            <span>{says}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function RareFields({
  form,
  onChange,
}: {
  readonly form: RoomForm
  readonly onChange: (part: Partial<RoomForm>) => void
}) {
  return (
    <details className={styles['rare']}>
      <summary>More settings</summary>
      <div className={styles['grid']}>
        <Select
          label="Who may write"
          value={form.speakRole}
          options={FROM_ROLE}
          onChange={(speakRole) => onChange({ speakRole })}
        />
        <Select
          label="Who may pin"
          value={form.pinRole}
          options={FROM_ROLE}
          onChange={(pinRole) => onChange({ pinRole })}
        />
        <Select
          label="Slow mode"
          value={String(form.slowModeSeconds)}
          options={slowModeOptions(form.slowModeSeconds)}
          hint="Between two messages of one person."
          onChange={(seconds) => onChange({ slowModeSeconds: Number(seconds) })}
        />
        <Select
          label="Keep messages"
          value={form.retentionDays === null ? '' : String(form.retentionDays)}
          options={retentionOptions(form.retentionDays)}
          hint="Older ones are removed for good."
          onChange={(days) => onChange({ retentionDays: days === '' ? null : Number(days) })}
        />
      </div>
    </details>
  )
}

/** A right belongs to a role and to all that are trusted more. */
const FROM_ROLE = ROLES.toReversed().map((role) => ({
  value: role,
  label: role === 'guest' ? 'Everybody' : `${ROLE_NAMES[role]}s and up`,
}))
