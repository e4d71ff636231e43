import { CircleAlert, Paperclip, SendHorizontal, Smile } from 'lucide-react'
import {
  useCallback,
  useState,
  type ClipboardEvent,
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react'
import { TEXT_MAX_LENGTH } from '#shared/domain/messages.ts'
import { useActions, useAppState } from '../../app/services-context.tsx'
import type { AttachedFile } from '../../state/attaching.ts'
import { selectConversation, selectDraft, selectOpenName } from '../../state/selectors.ts'
import { classNames } from '../../ui/class-names.ts'
import { GrowField } from '../../ui/grow-field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { isComposing } from '../../ui/is-composing.ts'
import { AttachButton } from './attach-button.tsx'
import { AttachedFiles } from './attached-files.tsx'
import styles from './composer.module.css'
import { useConversationTools } from './conversation-tools.tsx'
import { EmojiPopover } from './emoji-popover.tsx'
import { MENTION_LIST_ID, MentionList, mentionOptionId } from './mention-list.tsx'
import { NoteBar } from './note-bar.tsx'
import { NoteButton } from './note-button.tsx'
import { NoteElsewhere } from './note-elsewhere.tsx'
import { ReplyBar } from './reply-bar.tsx'
import { TypingLine } from './typing-line.tsx'
import { useFileDrop } from './use-file-drop.ts'
import { useInsertion } from './use-insertion.ts'
import { useMentionCompletion } from './use-mention-completion.ts'

/** From here on the number of characters left is worth knowing. */
const COUNT_FROM = TEXT_MAX_LENGTH - 500

const NO_FILES: readonly AttachedFile[] = []

export function Composer({ field }: { readonly field: RefObject<HTMLTextAreaElement | null> }) {
  const { sendMessage, sendAttached, attachFiles, setDraft, tellTyping, editLastMessage, replyTo } =
    useActions()
  const { roomId } = useConversationTools()
  const text = useAppState(selectDraft)
  const name = useAppState(selectOpenName)
  const isReplying = useAppState((state) => Boolean(selectConversation(state)?.replyingTo))
  const attached = useAppState((state) => state.attaching.get(roomId)) ?? NO_FILES
  const hasNote = useAppState((state) => state.notes.has(roomId))
  const canRecordNotes = useAppState((state) => state.canRecordNotes)
  const [problem, setProblem] = useState<string | null>(null)

  const change = (next: string): void => {
    setProblem(null)
    setDraft(roomId, next)
    if (next.trim() !== '') tellTyping()
  }
  const insertion = useInsertion(field, text, change)
  const completion = useMentionCompletion(field, text, insertion.replace)
  const send = (): void => {
    field.current?.focus()
    if (attached.length > 0) return void sendWithFiles()
    if (text.trim() === '') return
    const sent = sendMessage(text)
    if (sent.ok) setDraft(roomId, '')
    setProblem(sent.ok ? null : sent.error)
  }
  const sendWithFiles = async (): Promise<void> => {
    const sending = sendAttached(roomId, text)
    // What is typed from now on is another message.
    setDraft(roomId, '')
    const sent = await sending
    if (sent.ok) return
    setDraft(roomId, text)
    setProblem(sent.error)
  }
  const attach = useCallback(
    (files: readonly File[]): void => void attachFiles(roomId, files),
    [attachFiles, roomId],
  )
  const isDropping = useFileDrop(attach)
  const handlePaste = (event: ClipboardEvent): void => {
    const { files, types } = event.clipboardData
    // Spreadsheets lay a picture of the cells beside their text.
    if (files.length === 0 || types.includes('text/plain')) return
    event.preventDefault()
    attach([...files])
  }
  const handleSubmit = (event: FormEvent): void => {
    event.preventDefault()
    send()
  }
  /** @returns whether the key meant something here */
  const answerKey = (event: KeyboardEvent): boolean => {
    if (event.key === 'ArrowUp' && text === '') return editLastMessage()
    if (event.key === 'Escape' && isReplying) replyTo(roomId, null)
    else if (event.key === 'Enter' && !event.shiftKey) send()
    else return false
    return true
  }
  const handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event) || completion.handleKey(event)) return
    if (answerKey(event)) event.preventDefault()
  }

  const left = TEXT_MAX_LENGTH - text.length
  const isCompleting = completion.names.length > 0
  return (
    <form className={styles['composer']} onSubmit={handleSubmit}>
      {isDropping && (
        <p className={styles['drop']}>
          <Paperclip aria-hidden="true" />
          Drop files to attach them
        </p>
      )}
      <TypingLine />
      <MentionList completion={completion} />
      {problem !== null && (
        <p className={styles['problem']} id="composer-problem" role="alert">
          <CircleAlert aria-hidden="true" />
          {problem}
        </p>
      )}
      <NoteElsewhere />
      <div className={styles['box']}>
        <ReplyBar />
        <AttachedFiles files={attached} />
        <NoteBar />
        <div className={styles['line']} hidden={hasNote}>
          <GrowField
            ref={field}
            aria-label="Message"
            aria-describedby={problem === null ? undefined : 'composer-problem'}
            aria-invalid={left < 0 || undefined}
            aria-autocomplete="list"
            aria-controls={isCompleting ? MENTION_LIST_ID : undefined}
            aria-activedescendant={isCompleting ? mentionOptionId(completion.active) : undefined}
            placeholder={name === undefined ? 'Message' : `Message ${name}`}
            value={text}
            autoFocus
            onChange={(event) => change(event.target.value)}
            onKeyDown={handleKey}
            onPaste={handlePaste}
            onSelect={completion.follow}
            onBlur={completion.close}
          />
          {text.length >= COUNT_FROM && (
            <span className={classNames(styles['count'], left < 0 && styles['over'])}>
              {left}
              <span className="visually-hidden"> characters left</span>
            </span>
          )}
          <AttachButton onFiles={attach} />
          <EmojiPopover
            label="Emoji"
            icon={<Smile aria-hidden="true" />}
            onPick={insertion.insert}
          />
          {canRecordNotes && text === '' && attached.length === 0 && (
            <NoteButton roomId={roomId} onProblem={setProblem} />
          )}
          <IconButton type="submit" label="Send" shortcut="Enter" variant="primary">
            <SendHorizontal aria-hidden="true" />
          </IconButton>
        </div>
      </div>
    </form>
  )
}
